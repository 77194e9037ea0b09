import type { Project } from '#contract/places';
import type { I18n } from '../../i18n/i18n.svelte.ts';

/** 亿元 as printed; a row inside a group without an amount of its own says so. */
export function investmentText(project: Project, i18n: I18n): string {
  if (project.investmentYuan === null && project.investmentGroup !== null) {
    return i18n.t('projectGroupedShort');
  }
  return i18n.hundredMillionYuan(project.investmentYuan);
}

/** Sum of printed amounts in 元; a group that the plan prints once is counted once. */
export function totalInvestment(projects: readonly Project[]): number {
  const groups = new Set<string>();
  let sum = 0;
  for (const { investmentYuan, investmentGroup } of projects) {
    if (investmentYuan === null) continue;
    if (investmentGroup !== null) {
      if (groups.has(investmentGroup)) continue;
      groups.add(investmentGroup);
    }
    sum += investmentYuan;
  }
  return sum;
}
