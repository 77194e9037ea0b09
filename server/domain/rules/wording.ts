/** One sentence or word in both languages of the interface; zh-CN comes first everywhere. */
export interface Wording {
  zh: string;
  en: string;
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/** A number as both languages print it here: 12,500 · 0.85. */
export const wordNumber = (value: number): string => grouped.format(value);

/** A number with its unit: 「12,500 元」, "12,500 yuan". */
export function wordQuantity(value: number, unit: Wording | null): Wording {
  const number = wordNumber(value);
  return unit ? { zh: `${number} ${unit.zh}`, en: `${number} ${unit.en}` } : { zh: number, en: number };
}
