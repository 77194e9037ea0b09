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

/** Two decimals, also where they are noughts: figures stand under each other. */
const hectares = (squareMetres: number, { locale }: I18n): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    .format(squareMetres / hectare)
    .replace('-', '−');

/** Square metres in hectares, without the unit: for columns that say it. */
export const hectaresText = (squareMetres: number | null, i18n: I18n): string =>
  squareMetres === null ? i18n.t('territoryNone') : hectares(squareMetres, i18n);

/** What is won or lost in hectares, with its sign. */
export function hectaresChange(before: number | null, after: number | null, i18n: I18n): string {
  const text = hectares((after ?? 0) - (before ?? 0), i18n);
  if (/^−?0\.00$/.test(text)) return '0';
  return text.startsWith('−') ? text : `+${text}`;
}
