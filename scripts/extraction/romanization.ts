import { customPinyin, pinyin } from 'pinyin-pro';

// Places whose name is read otherwise than the same word in running text.
customPinyin({ 民乐镇: 'mín lè zhèn', 民乐村: 'mín lè cūn', 民乐社区: 'mín lè shè qū' });

/** A Chinese name in the two spellings that search understands. */
export interface Romanization {
  /** Syllables without tones, separated by spaces; ü is written v: `lv dong shan zhen`. */
  readonly pinyin: string;
  /** First letter of each syllable: `ldsz`. */
  readonly initials: string;
}

/** Spells a Chinese name; characters without a reading (digits, Latin letters) stand for themselves. */
export function romanize(name: string): Romanization {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true }).map((syllable) =>
    syllable.trim().toLowerCase(),
  );
  const spoken = syllables.filter((syllable) => syllable !== '');
  return { pinyin: spoken.join(' '), initials: spoken.map((syllable) => syllable[0]).join('') };
}
