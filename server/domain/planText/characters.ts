/** The characters and word endings that lists are made of. Kinds of places are listed here, names of places never. */

const bracketPairs = new Map([
  ['（', '）'],
  ['(', ')'],
  ['〔', '〕'],
  ['［', '］'],
  ['[', ']'],
  ['【', '】'],
  ['｛', '｝'],
  ['{', '}'],
  ['〈', '〉'],
  ['《', '》'],
  ['「', '」'],
  ['『', '』'],
  ['〖', '〗'],
  ['＜', '＞'],
  ['<', '>'],
  ['﹙', '﹚'],
]);
const openings = [...bracketPairs.keys()].join('');
const closings = [...bracketPairs.values()].join('');
const separators = '、，,；;：:。.．｡､﹑﹐﹔﹕|｜/／!！?？';

const escapeForClass = (characters: string) => characters.replace(/[\\\]^[-]/gu, '\\$&');

/** Inside of a regular-expression class: opening brackets. */
export const openingClass = escapeForClass(openings);
/** Inside of a regular-expression class: closing brackets. */
export const closingClass = escapeForClass(closings);
/** Inside of a regular-expression class: punctuation that separates names. */
export const separatorClass = escapeForClass(separators);

/** Endings of the names of townships and of what stands in their place. */
export const townshipSuffix =
  '(?:街道办事处|街道|办事处|镇|乡|苏木|农场|林场|牧场|渔场|茶场|原种场|管理区|管委会|开发区|园区|景区|度假区)';

/** Endings of the names of villages and communities. */
export const villageSuffix = '(?:村|社区|嘎查|大队|居委会|村委会|居民委员会|村民委员会)';

const kindByCharacter = new Map<string, CharacterKind>([
  ...Array.from(openings, (character) => [character, 'open'] as const),
  ...Array.from(closings, (character) => [character, 'close'] as const),
  ...Array.from(separators, (character) => [character, 'separator'] as const),
  ...Array.from(
    ' \t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
    (character) => [character, 'space'] as const,
  ),
]);

/** What a single character (code point) is in a list. */
export type CharacterKind = 'open' | 'close' | 'separator' | 'space' | 'text';

/** Tells what a character is; line ends are not asked for. */
export function kindOfCharacter(character: string): CharacterKind {
  return kindByCharacter.get(character) ?? 'text';
}

/** The closing bracket that belongs to an opening one. */
export function partnerOf(opening: string): string {
  return bracketPairs.get(opening) ?? '';
}

/** Number of characters (code points) of a string. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isHighSurrogate = unit >= 0xd800 && unit <= 0xdbff;
    const next = text.charCodeAt(index + 1);
    if (isHighSurrogate && next >= 0xdc00 && next <= 0xdfff) index += 1;
    count += 1;
  }
  return count;
}
