import type { Text } from '../../i18n/text.ts';

/** A standard as legends name it: metres below a kilometre, then kilometres with at most one decimal. */
export function distanceText(metres: number): Text {
  if (metres < 1000) return { zh: `${metres} 米`, en: `${metres} m` };
  const kilometres = String(Math.round(metres / 100) / 10);
  return { zh: `${kilometres} 公里`, en: `${kilometres} km` };
}
