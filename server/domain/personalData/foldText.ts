const fullWidth = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b]/g;
const mathematicalDigit = /[\u{1d7ce}-\u{1d7ff}]/gu;
/** So long a row of numerals is a number read out digit by digit; a shorter one is a year or a count. */
const readOutDigits = /[〇零○一二三四五六七八九幺]{11,}/g;
const valueOfNumeral = new Map(
  [...'〇零○一二三四五六七八九幺'].map((numeral, at) => [numeral, '0001234567891'[at]!]),
);

/** A character that takes no room: what a number may be interrupted by without anyone seeing it. */
export const invisibleClass = '\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff';

/**
 * The text with every way of writing a digit or a Latin letter as its ASCII form. Offsets stay: the result has
 * as many code units as the text.
 */
export function foldText(text: string): string {
  return text
    .replaceAll(fullWidth, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replaceAll(mathematicalDigit, (digit) => `${(digit.codePointAt(0)! - 0x1d7ce) % 10}\u200b`)
    .replaceAll(readOutDigits, (numerals) =>
      numerals.replaceAll(/./g, (numeral) => valueOfNumeral.get(numeral)!),
    );
}
