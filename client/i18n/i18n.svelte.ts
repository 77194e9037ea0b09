import { chinaClock, chinaDay } from './chinaTime.ts';
import { createContext } from 'svelte';
import { en } from './en.ts';
import { fillMessage, type MessageParams } from './message.ts';
import type { Locale, Named, Text } from './text.ts';
import { zh, type MessageKey } from './zh.ts';

const messages = { 'zh-CN': zh, en } as const satisfies Record<Locale, Record<MessageKey, string>>;

/** Words, numbers, distances and dates in the language of the reader. */
export class I18n {
  readonly #readLocale: () => Locale;

  /** @param readLocale reads the preference; reactive when it reads a rune */
  constructor(readLocale: () => Locale) {
    this.#readLocale = readLocale;
  }

  get locale(): Locale {
    return this.#readLocale();
  }

  t(key: MessageKey, params: MessageParams = {}): string {
    return fillMessage(messages[this.locale][key], params, (value) => this.number(value));
  }

  text(text: Text | string): string {
    if (typeof text === 'string') return text;
    return this.locale === 'en' ? text.en : text.zh;
  }

  /** A name as printed; in English the romanised form follows it, so that it can be read aloud. */
  placeName({ name, nameEn }: Named): string {
    return this.locale === 'en' && nameEn !== '' && nameEn !== name ? `${name} ${nameEn}` : name;
  }

  /** The Chinese or the English form, for things that have a real translation (classes, routes). */
  nameOf({ name, nameEn }: Named): string {
    return this.locale === 'en' && nameEn !== '' ? nameEn : name;
  }

  /** Thousands comma and a true minus; unknown is words, never zero. */
  number(value: number | null | undefined, maximumFractionDigits = 2): string {
    if (value === null || value === undefined || Number.isNaN(value)) return this.t('noData');
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits }).format(value).replace('-', '−');
  }

  /** @param share 0…1 */
  percent(share: number, maximumFractionDigits = 1): string {
    return `${this.number(share * 100, maximumFractionDigits)}%`;
  }

  /** @param metres metres; below 1 km whole metres, else kilometres with one decimal */
  distance(metres: number | null | undefined): string {
    if (metres === null || metres === undefined) return this.t('noData');
    if (Math.round(metres) < 1000) return this.t('metres', { n: Math.round(metres) });
    return this.t('kilometres', { n: this.number(metres / 1000, 1) });
  }

  /** @param squareMetres square metres; printed in km² */
  area(squareMetres: number | null | undefined): string {
    if (squareMetres === null || squareMetres === undefined) return this.t('noData');
    return this.t('squareKilometres', { n: this.number(squareMetres / 1e6, 1) });
  }

  /** @param yuan whole 元, printed in 亿元 as the plan does */
  hundredMillionYuan(yuan: number | null): string {
    return yuan === null ? this.t('noData') : this.number(yuan / 1e8, 4);
  }

  /** @param iso `2021`, `2021-12` or `2021-12-09` (a longer timestamp is cut to its day) */
  date(iso: string): string {
    const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
    if (year === undefined || Number.isNaN(year)) return iso;
    if (this.locale === 'zh-CN') {
      return [`${year} 年`, month && ` ${month} 月`, day && ` ${day} 日`].filter(Boolean).join('');
    }
    if (!month) return String(year);
    const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
      Date.UTC(year, month - 1),
    );
    return day ? `${day} ${name} ${year}` : `${name} ${year}`;
  }

  /** @param day `2026-12-09`; for what is near enough to need no year */
  dayWithoutYear(day: string): string {
    const [, month = 1, date = 1] = day.split('-').map(Number);
    if (this.locale === 'zh-CN') return `${month} 月 ${date} 日`;
    const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
      Date.UTC(2000, month - 1),
    );
    return `${date} ${name}`;
  }

  /** A moment by China's clock, to the minute: `2026-11-23 14:32`. */
  moment(iso: string): string {
    return Number.isNaN(Date.parse(iso)) ? iso : `${chinaDay(iso)} ${chinaClock(iso)}`;
  }
}

export const [getI18n, setI18n] = createContext<I18n>();
