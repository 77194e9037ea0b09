import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePlanText } from './parsePlanText.ts';
import { formatPlanText } from './planTextReport.ts';

const fixtures = new URL('../../../tests/fixtures/planText/', import.meta.url);
const report = (name: string) =>
  formatPlanText(parsePlanText(readFileSync(new URL(`${name}.txt`, fixtures), 'utf8')));

it('aligns the table of counts for wide characters and says what is wrong', () => {
  expect(report('village-removed')).toBe(
    [
      '村：4　分区：1　县市：2',
      '分区 × 县市的村数：2 处写明，1 处相符',
      '数目不符：2　不规则之处：0',
      '',
      '分区    县市    写明  列出',
      '先行区  青禾县     3     2  不符 -1',
      '先行区  白石县     2     2  相符',
      '先行区  合计       5     4  不符 -1',
      '',
      '数目不符（2）',
      '  第 1 行  先行区：写明 5，列出 4（-1）',
      '  第 3 行  先行区 › 青禾县：写明 3，列出 2（-1）',
      '',
    ].join('\n'),
  );
});

it('lists irregularities, suspicious names and shared names with line and column', () => {
  expect(report('missing-separator')).toContain(
    '  4:13  乡镇之前缺「；」  〔）上湾村、下湾村（石桥乡）桐木村。〕\n',
  );
  expect(report('suspicious-names')).toContain('  4:51  青禾县 石桥乡 〇村：含数字，过短\n');
  expect(report('same-names')).toContain('同乡镇重名（1）\n  青禾县 长田村：柳溪镇 3:10，柳溪镇 6:6\n');
});
