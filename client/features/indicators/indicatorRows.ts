import type { Indicator } from '#contract/places';
import type { I18n } from '../../i18n/i18n.svelte.ts';

export interface IndicatorGroup {
  name: string;
  rows: readonly Indicator[];
}

/** Rows under the group that the plan prints them in, in the plan's order. */
export function groupIndicators(rows: readonly Indicator[]): readonly IndicatorGroup[] {
  const groups = new Map<string, Indicator[]>();
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group) group.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups].map(([name, members]) => ({
    name,
    rows: members.toSorted((a, b) => a.number - b.number || a.row - b.row),
  }));
}

const operators: Readonly<Record<string, string>> = { '>=': '≥ ', '<=': '≤ ', '>': '> ', '<': '< ' };

/** The target as a number with its operator, or the words the plan prints instead. */
export function targetText(row: Indicator, i18n: I18n): string {
  if (row.target === null) return row.targetText ?? i18n.t('noData');
  return `${operators[row.targetOperator ?? ''] ?? ''}${i18n.number(row.target)}`;
}

export function baselineText(row: Indicator, i18n: I18n): string {
  if (row.baseline === null) return row.baselineText ?? i18n.t('noData');
  return i18n.number(row.baseline);
}
