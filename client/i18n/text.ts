/** Languages of the interface. Names of places stay as printed in every language. */
export type Locale = 'zh-CN' | 'en';

/** A string that travels with data (layer titles, facility kinds), in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** Something with a Chinese name and its pinyin or English form, as the API answers. */
export interface Named {
  name: string;
  nameEn: string;
}
