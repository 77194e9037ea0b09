import { describeIrregularity, describeSuspicion } from './irregularityMessage.ts';
import type { Counted, PlanText, SameName } from './planText.ts';

/** Writes what was read out of a plan document as plain Chinese text, for a terminal or a file. */
export function formatPlanText(plan: PlanText): string {
  const sections = [
    summarize(plan),
    formatCounts(plan),
    formatList('数目不符', plan.countMismatches, ({ zone, county, township, declared, listed, line }) => {
      const where = [zone, county, township].filter((name) => name !== null && name !== '').join(' › ');
      return `第 ${line} 行  ${where}：写明 ${declared}，列出 ${listed}（${signed(listed - declared)}）`;
    }),
    formatList('不规则之处', plan.irregularities, (irregularity) => {
      const { line, column, excerpt } = irregularity;
      return `${line}:${column}  ${describeIrregularity(irregularity)}  〔${excerpt}〕`;
    }),
    formatList(
      '可疑村名（照原文保留）',
      plan.suspiciousNames,
      ({ county, township, name, line, column, reasons }) =>
        `${line}:${column}  ${county} ${township} ${name}：${reasons.map(describeSuspicion).join('，')}`,
    ),
    formatSameNames(
      '同乡镇重名',
      plan.sameNames.filter(({ scope }) => scope === 'township'),
    ),
    formatSameNames(
      '同县不同乡镇重名',
      plan.sameNames.filter(({ scope }) => scope === 'county'),
    ),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function summarize({ zones, villageCount, countyCounts, irregularities, countMismatches }: PlanText): string {
  const countyCount = new Set(zones.flatMap(({ counties }) => counties.map(({ name }) => name))).size;
  const { compared, agreeing } = countyCounts;
  return [
    `村：${villageCount}　分区：${zones.length}　县市：${countyCount}`,
    `分区 × 县市的村数：${compared} 处写明，${agreeing} 处相符`,
    `数目不符：${countMismatches.length}　不规则之处：${irregularities.length}`,
  ].join('\n');
}

/** The table of zones by counties: declared beside listed. */
function formatCounts({ zones, groups }: PlanText): string {
  const header = ['分区', '县市', '写明', '列出', ''];
  const rows = zones.flatMap((zone) => [
    ...zone.counties.map((county) => [zone.name || '—', county.name || '—', ...countCells(county)]),
    [zone.name || '—', '合计', ...countCells(zone)],
  ]);
  const groupRows = groups.map((group) => [group.name, '合计', ...countCells(group)]);
  return formatTable([header, ...rows, ...groupRows], [false, false, true, true, false]);
}

function countCells({ declared, listed }: Counted): string[] {
  const verdict = declared === null ? '' : declared === listed ? '相符' : `不符 ${signed(listed - declared)}`;
  return [declared === null ? '—' : String(declared), String(listed), verdict];
}

function formatSameNames(title: string, sameNames: readonly SameName[]): string {
  return formatList(title, sameNames, ({ county, name, places }) => {
    const where = places.map(({ township, line, column }) => `${township} ${line}:${column}`).join('，');
    return `${county} ${name}：${where}`;
  });
}

function formatList<Item>(title: string, items: readonly Item[], format: (item: Item) => string): string {
  return items.length === 0
    ? ''
    : [`${title}（${items.length}）`, ...items.map((item) => `  ${format(item)}`)].join('\n');
}

function formatTable(rows: readonly (readonly string[])[], alignsRight: readonly boolean[]): string {
  const widths = alignsRight.map((_, index) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) => {
          const padding = ' '.repeat(widths[index]! - displayWidth(cell));
          return alignsRight[index] ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Columns a text takes in a terminal: East Asian wide and full-width characters take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

function signed(difference: number): string {
  return difference > 0 ? `+${difference}` : String(difference);
}
