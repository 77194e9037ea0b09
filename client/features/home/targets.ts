import type { Category } from '#contract/plans';
import type { I18n } from '../../i18n/i18n.svelte.ts';

type Target = Category['targets'][number];

/** English has no word for 万元, so amounts are printed in yuan. */
function inEnglish(target: Target): { value: number; unit: string } {
  if (target.unit === '万元') return { value: target.value * 10_000, unit: 'yuan' };
  return { value: target.value, unit: target.unit === '元' ? 'yuan' : target.unit };
}

/** What a target measures, in the reader's language. */
export function targetName(target: Target, i18n: I18n): string {
  return i18n.t(target.indicator === 'income' ? 'targetIncome' : 'targetCollectiveIncome');
}

/** The value with its operator and unit, for example 「≥ 25,000 元」. */
export function targetValue(target: Target, i18n: I18n): string {
  const { value, unit } = i18n.locale === 'en' ? inEnglish(target) : target;
  const key = { '>=': 'targetAtLeast', '<=': 'targetAtMost', '=': 'targetEqual' } as const;
  return i18n.t(key[target.operator], { value: i18n.number(value), unit });
}
