import { describe, expect, it } from 'vitest';
import type { Project } from '#contract/places';
import { I18n } from '../../i18n/i18n.svelte.ts';
import { investmentText, totalInvestment } from './investment.ts';

function project(number: number, investmentYuan: number | null, investmentGroup: string | null): Project {
  return { number, investmentYuan, investmentGroup } as Project;
}
const i18n = new I18n(() => 'zh-CN');

describe('investment of projects', () => {
  it('counts an amount printed once for several rows once', () => {
    const rows = [
      project(1, 1_080_000_000, null),
      project(2, 500_000_000, 'g'),
      project(3, 500_000_000, 'g'),
    ];
    expect(totalInvestment(rows)).toBe(1_580_000_000);
    expect(totalInvestment([project(2, 500_000_000, 'g'), project(3, null, 'g')])).toBe(500_000_000);
  });

  it('says 合并计列 for a row of a group without an amount of its own', () => {
    expect(investmentText(project(3, null, 'g'), i18n)).toBe('合并计列');
    expect(investmentText(project(1, 1_080_000_000, null), i18n)).toBe('10.8');
    expect(investmentText(project(9, null, null), i18n)).toBe('无数据');
  });
});
