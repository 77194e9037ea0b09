import type { Locale } from '../i18n/text.ts';
import type { ThemeName } from '../theme/palette.ts';

export type ThemeChoice = ThemeName | 'system';

const key = 'xiangtu.preferences';

interface Stored {
  theme: ThemeChoice;
  locale: Locale;
  largeText: boolean;
}

/** How this reader wants pages: theme, language, large text. Kept in this browser only. */
export class Preferences {
  #theme = $state<ThemeChoice>('system');
  #locale = $state<Locale>('zh-CN');
  #largeText = $state(false);
  #systemTheme = $state<ThemeName>('light');

  constructor() {
    const stored = readStored();
    this.#theme = stored.theme;
    this.#locale = stored.locale;
    this.#largeText = stored.largeText;
    this.#systemTheme = darkQuery()?.matches ? 'dark' : 'light';
  }

  get theme(): ThemeChoice {
    return this.#theme;
  }
  set theme(theme: ThemeChoice) {
    this.#theme = theme;
    this.#store();
  }

  get locale(): Locale {
    return this.#locale;
  }
  set locale(locale: Locale) {
    this.#locale = locale;
    this.#store();
  }

  get largeText(): boolean {
    return this.#largeText;
  }
  set largeText(largeText: boolean) {
    this.#largeText = largeText;
    this.#store();
  }

  /** The theme that is drawn: the choice, or the system's. */
  get resolvedTheme(): ThemeName {
    return this.#theme === 'system' ? this.#systemTheme : this.#theme;
  }

  /** Keeps `<html data-theme data-size lang>` and the system's theme up to date until the result is called. */
  connect(): () => void {
    const query = darkQuery();
    const follow = () => {
      this.#systemTheme = query?.matches ? 'dark' : 'light';
    };
    query?.addEventListener('change', follow);
    const stop = $effect.root(() => {
      $effect(() => {
        const root = document.documentElement;
        root.dataset['theme'] = this.resolvedTheme;
        root.dataset['size'] = this.largeText ? 'large' : 'normal';
        root.lang = this.locale;
      });
    });
    return () => {
      query?.removeEventListener('change', follow);
      stop();
    };
  }

  #store(): void {
    try {
      const stored: Stored = { theme: this.#theme, locale: this.#locale, largeText: this.#largeText };
      localStorage.setItem(key, JSON.stringify(stored));
    } catch {
      // Storage may be full or forbidden; the choice then lasts as long as the page.
    }
  }
}

function darkQuery(): MediaQueryList | null {
  return typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
}

/** Whatever is stored is checked field by field: it may come from another version. */
function readStored(): Stored {
  let raw: Partial<Record<keyof Stored, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = parsed;
  } catch {
    // Unreadable: defaults.
  }
  return {
    theme: raw.theme === 'light' || raw.theme === 'dark' ? raw.theme : 'system',
    locale: raw.locale === 'en' ? 'en' : 'zh-CN',
    largeText: raw.largeText === true,
  };
}
