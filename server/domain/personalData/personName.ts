import {
  compoundSurnames,
  givenNameCharacters,
  strangeCharacters,
  surnames,
  wordsLikeNames,
} from './nameCharacters.ts';

/** How much a text must look like a name before it counts: less where a label announces one. */
export type Strictness = 'labelled' | 'unlabelled';

/** What may follow a name without a mark between, the longest first. */
const followers =
  /^(?:[一二两三][家户人]|家里|家中|家庭|家的|家(?![园具畜电乡政务校族禽教装])|夫妇|夫妻|同志|老人|户|等|现年|现住|现居|居住|住|的|之[子女妻夫父母孙兄弟]|男|女|同意|签字|签名|身份证|联系|电话|手机|已|系|因|本人|收|领取|申请|提出|投诉|反映|流转|种植|养殖|承包|于[0-9])/;
/** 「家」 that belongs to the next word ends no name. */
const wordOfFamily = /家[园庭具长畜电乡政务校族禽教装]/;
const placeOfAFamily = /^.家[坪坡坳溪洞寨冲湾塘沟坝岭垭岩河桥村院台界棚园庄屯店铺山槽]/;

export const isHan = (character: string | undefined): boolean =>
  character !== undefined &&
  ((character >= '\u4e00' && character <= '\u9fff') || (character >= '\u3400' && character <= '\u4dbf'));

const isStrange = (character: string): boolean => strangeCharacters.has(character);
const isCommon = (character: string): boolean => givenNameCharacters.has(character);

const isAllCommon = (given: string): boolean => [...given].every(isCommon);

function hasGivenName(given: string, strictness: Strictness): boolean {
  const characters = [...given];
  if (characters.length === 0 || characters.length > 2) return false;
  if (!characters.every((character) => isHan(character) && !isStrange(character))) return false;
  return strictness === 'labelled' || characters.some(isCommon);
}

/** Whether the whole token reads as the name of a person: surname and one or two characters. */
export function isPersonName(token: string, strictness: Strictness): boolean {
  if (token.length < 2 || token.length > 4) return false;
  // 「联系人：高峰」 is a person, a peak elsewhere.
  if (wordsLikeNames.has(token) && !(strictness === 'labelled' && isAllCommon(token.slice(1)))) return false;
  if (placeOfAFamily.test(token)) return false;
  const isCompound = token.length > 2 && compoundSurnames.has(token.slice(0, 2));
  if (isCompound) return hasGivenName(token.slice(2), 'labelled');
  if (token.length === 4 || !surnames.has(token[0]!)) return false;
  if (token.length === 3 && strictness === 'unlabelled' && wordsLikeNames.has(token.slice(0, 2))) {
    return isAllCommon(token.slice(1));
  }
  return hasGivenName(token.slice(1), strictness);
}

/** Whether a name may end at an offset: nothing, a mark, or a word that follows names. */
function isEndOfName(text: string, at: number): boolean {
  return !isHan(text[at]) || followers.test(text.slice(at, at + 3));
}

/** A name's place in a text. */
export interface NameSpan {
  start: number;
  end: number;
}

/**
 * The name that starts at an offset, the longest reading first; from `unboundedFrom` characters on one counts
 * also where it runs into the next word. A surname and one character may stand apart, as tables set them.
 */
export function nameFrom(
  text: string,
  start: number,
  { strictness, unboundedFrom = 5 }: { strictness: Strictness; unboundedFrom?: number },
): NameSpan | null {
  const spaced = /^[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff](?![\u4e00-\u9fff])/.exec(
    text.slice(start, start + 8),
  );
  if (spaced && isPersonName(spaced[0].replaceAll(/\s/g, ''), strictness)) {
    return { start, end: start + spaced[0].length };
  }
  for (const length of [4, 3, 2]) {
    const token = text.slice(start, start + length);
    if (token.length < length || !isPersonName(token, strictness)) continue;
    if (wordOfFamily.test(text.slice(start + length - 1, start + length + 1))) continue;
    const isUnbounded =
      length >= unboundedFrom &&
      isAllCommon(token.slice(length === 4 ? 2 : 1)) &&
      !wordsLikeNames.has(token.slice(0, 2));
    if (isUnbounded || isEndOfName(text, start + length)) return { start, end: start + length };
  }
  return null;
}

/** The name that ends at an offset; before it no character of a word may stand, unless `opening` allows it. */
export function nameUpTo(
  text: string,
  end: number,
  strictness: Strictness,
  opening = /(?!)/,
): NameSpan | null {
  const spaced = /(?<![\u4e00-\u9fff])[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff]$/.exec(
    text.slice(Math.max(0, end - 8), end),
  );
  if (spaced && isPersonName(spaced[0].replaceAll(/\s/g, ''), strictness)) {
    return { start: end - spaced[0].length, end };
  }
  for (const length of [4, 3, 2]) {
    const start = end - length;
    if (start < 0 || !isPersonName(text.slice(start, end), strictness)) continue;
    const before = text.slice(Math.max(0, start - 8), start);
    if (!isHan(before.at(-1)) || opening.test(before)) return { start, end };
  }
  return null;
}
