import type { KeyTotals } from '#domain/painting/villageTotals';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';

/** What is counted of a category, in the order of columns and sentences. */
export const measuresOfTotals = ['villages', 'people', 'households', 'areaSquareMetres'] as const;
export type TotalsMeasure = (typeof measuresOfTotals)[number];

const signedWords: Record<TotalsMeasure, MessageKey> = {
  villages: 'paintSignedVillages',
  people: 'paintSignedPeople',
  households: 'paintSignedHouseholds',
  areaSquareMetres: 'paintSignedArea',
};

/** The parts of a change as they are printed; an area in km². */
function signAndSize(delta: KeyTotals, measure: TotalsMeasure): { sign: string; n: number } {
  const value = measure === 'areaSquareMetres' ? delta.areaSquareMetres / 1e6 : delta[measure];
  // What is printed decides the sign: −0.04 km² is 0.
  const n = Math.round(Math.abs(value) * 10) / 10;
  return { sign: n === 0 ? '' : value > 0 ? '+' : '−', n };
}

/** A change with its sign and unit: 「+6 村」, 「−4,812 人」, 「+12.3 平方公里」; a true minus. */
export const signed = (delta: KeyTotals, measure: TotalsMeasure, i18n: I18n): string =>
  i18n.t(signedWords[measure], signAndSize(delta, measure));

/** The same without its unit, for a column that names it. */
export function signedFigure(delta: KeyTotals, measure: TotalsMeasure, i18n: I18n): string {
  const { sign, n } = signAndSize(delta, measure);
  return `${sign}${i18n.number(n)}`;
}

/** Villages whose figure nobody knows, which is not zero. */
export function unknownOf(totals: KeyTotals, measure: TotalsMeasure): number {
  if (measure === 'people') return totals.peopleUnknown;
  if (measure === 'households') return totals.householdsUnknown;
  return measure === 'areaSquareMetres' ? totals.areaUnknown : 0;
}
