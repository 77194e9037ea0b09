import type { I18n } from '../../i18n/i18n.svelte.ts';

const squareKilometre = 1e6;
const hectare = 1e4;

/** Square metres as people compare territories: km², below one hectares; an edit may be a few hectares large. */
export function territoryArea(squareMetres: number | null, i18n: I18n): string {
  if (squareMetres === null) return i18n.t('noData');
  if (Math.abs(squareMetres) >= squareKilometre) {
    return i18n.t('squareKilometres', { n: i18n.number(squareMetres / squareKilometre, 3) });
  }
  return i18n.t('territoryHectares', { n: i18n.number(squareMetres / hectare, 2) });
}

/** What is won or lost, with its sign. */
export function territoryChange(before: number | null, after: number | null, i18n: I18n): string {
  const change = (after ?? 0) - (before ?? 0);
  // A tenth of a square metre is rounding.
  if (Math.abs(change) < 0.1) return i18n.t('territoryUnchanged');
  return `${change > 0 ? '+' : ''}${territoryArea(change, i18n)}`;
}
