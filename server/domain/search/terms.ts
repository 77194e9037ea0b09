import { normalize } from './normalize.ts';

/** What a term is made of; it decides how a hit is ranked and explained. */
export type TermKind = 'name' | 'alias' | 'pinyin' | 'initials' | 'code';

export interface Term {
  term: string;
  kind: TermKind;
  /** The term begins inside the name: found by 「contains」 only. */
  isInner: boolean;
}

export interface Spelling {
  /** Syllables without tones separated by spaces, one a character of the name. */
  pinyin: string;
  initials: string;
}

export interface Searchable {
  name: string;
  aliases: readonly string[];
  code: string | null;
}

/** Endings people leave out: 十八洞 for 十八洞村. */
const endings = [
  '社区居委会',
  '村委会',
  '自治州',
  '自治县',
  '街道',
  '社区',
  '县',
  '市',
  '乡',
  '镇',
  '村',
  '州',
];

/** The name without the ending that says what kind of place it is; the name itself where nothing would remain. */
export function coreName(name: string): string {
  const ending = endings.find((candidate) => name.endsWith(candidate));
  const core = ending === undefined ? name : name.slice(0, -ending.length);
  return [...core].length >= 2 ? core : name;
}

function nameTerms(name: string, kind: 'name' | 'alias'): Term[] {
  const characters = [...normalize(name)];
  const outer = [characters.join(''), normalize(coreName(name))];
  // Suffixes of two characters and more: any part of the name is the beginning of one of them.
  const inner = characters.slice(1, -1).map((_, index) => characters.slice(index + 1).join(''));
  return [
    ...outer.map((term) => ({ term, kind, isInner: false })),
    ...inner.map((term) => ({ term, kind, isInner: true })),
  ];
}

function spellingTerms(name: string, { pinyin, initials }: Spelling): Term[] {
  const syllables = pinyin.split(' ').map(normalize);
  const coreLength = [...normalize(coreName(name))].length;
  const core = syllables.length === [...normalize(name)].length ? syllables.slice(0, coreLength) : syllables;
  const firstLetters = normalize(initials);
  return [
    { term: syllables.join(''), kind: 'pinyin', isInner: false },
    { term: core.join(''), kind: 'pinyin', isInner: false },
    ...syllables.slice(1, -1).map((_, index): Term => ({
      term: syllables.slice(index + 1).join(''),
      kind: 'pinyin',
      isInner: true,
    })),
    { term: firstLetters, kind: 'initials', isInner: false },
    { term: firstLetters.slice(0, core.length), kind: 'initials', isInner: false },
  ];
}

const outerOnly = (terms: Term[]) => terms.filter((term) => !term.isInner);

/** The same text may come from the name and its core: the first, most telling, stays. */
function distinct(terms: Term[]): Term[] {
  const seen = new Set<string>();
  return terms.filter(({ kind, term }) => {
    const key = `${kind} ${term}`;
    const isNew = term !== '' && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * Everything one place can be found by. Each term is looked up by its beginning, so a part in the middle of a
 * name is a term of its own.
 * @param spell how a Chinese name is read; called for the name and each alias
 */
export function termsOf(place: Searchable, spell: (name: string) => Spelling): Term[] {
  return distinct([
    ...nameTerms(place.name, 'name'),
    ...place.aliases.flatMap((alias) => nameTerms(alias, 'alias')),
    ...[place.name, ...place.aliases].flatMap((name) => spellingTerms(name, spell(name))),
    ...(place.code === null ? [] : [{ term: place.code, kind: 'code' as const, isInner: false }]),
  ]);
}

/** The terms of a thing that is one of many of its kind (示例卫生室 012): found by the beginning of its name. */
export function numberedTermsOf(place: Searchable): Term[] {
  return distinct(outerOnly(nameTerms(place.name, 'name')));
}
