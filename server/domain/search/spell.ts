import { pinyin } from 'pinyin-pro';
import type { Spelling } from './terms.ts';

/** Reads a Chinese name aloud; characters without a reading (digits, Latin letters) stand for themselves. */
export function spell(name: string): Spelling {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true })
    .map((syllable) => syllable.trim().toLowerCase())
    .filter((syllable) => syllable !== '');
  return { pinyin: syllables.join(' '), initials: syllables.map((syllable) => syllable[0]).join('') };
}
