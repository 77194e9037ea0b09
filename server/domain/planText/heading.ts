import { closingClass, countCharacters, openingClass } from './characters.ts';

const numeral = '(?:[0-9０-９]{1,7}|[〇零一二两三四五六七八九十百千]{1,9}(?=\\s?个))';
const countedThing =
  '(?:个?(?:行政|脱贫|建制|重点|示范|帮扶|巩固|中心)?(?:嘎查村|嘎查|村居|村[（(/、和]?社区[）)]?|村|社区|居)|个)';

/** A printed number of villages: `共135个村`, `９个行政村`, `十二个`. */
export const countPattern = `(?:共有|共计|合计|总计|共|计|有)?\\s?${numeral}\\s?${countedThing}`;

const enumerator =
  /^(?:第?[一二三四五六七八九十]+[、.．类]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[、.．](?![0-9])|[①-⑳])\s*/u;
const countedName = new RegExp(
  `^(?<name>[^。，；！？、：:]{0,40}?)(?:[：:\\s]{0,4}|\\s?[${openingClass}]\\s?)(?<count>${countPattern})\\s?[${closingClass}]?[：:。；;，,]?$`,
  'u',
);
const bareCountInBrackets = new RegExp(
  `^(?<name>[^。，；！？、：:]{2,40}?)\\s?[${openingClass}]\\s?(?<count>${numeral})\\s?[${closingClass}]\\s?[：:]?$`,
  'u',
);

/** A heading with a number of villages. */
export interface CountedHeading {
  /** Without enumerator (一、) and inner spaces; empty when the line is only a number. */
  readonly name: string;
  readonly declared: number;
}

/** A short line that may be a heading although it gives no number. */
export interface PlainHeading {
  readonly name: string;
  /** It is numbered or ends like the name of a class, so it is more than a stray short line. */
  readonly isZoneLike: boolean;
  /** It ends like the name of a county and nothing says that it is a class. */
  readonly isCountyLike: boolean;
}

const longestHeading = 80;
const anyNumeral = /[0-9０-９〇零一二两三四五六七八九十百千]/u;

/** Reads a line like `甲县：9个村`, `一、某区：共135个村`, `乙县（12个村）` or `共135个村`; null when it is none. */
export function readCountedHeading(text: string): CountedHeading | null {
  if (text.length > longestHeading || !anyNumeral.test(text)) return null;
  const line = text.trim().replace(enumerator, '');
  const match = countedName.exec(line) ?? bareCountInBrackets.exec(line);
  const declared = match ? readNumeral(match.groups!.count!) : null;
  if (!match || declared === null) return null;
  return { name: headingName(match.groups!.name!), declared };
}

/** Reads a short line without sentence punctuation as a possible heading; null when it cannot be one. */
export function readPlainHeading(text: string): PlainHeading | null {
  const line = text.trim();
  if (line.length > 40 || /[。，；！？、]/u.test(line.replace(enumerator, ''))) return null;
  const name = headingName(line.replace(enumerator, '').replace(/[：:]$/u, ''));
  if (countCharacters(name) < 2 || !/\p{Script=Han}{2}/u.test(name)) return null;
  const isNumbered = enumerator.test(line);
  return {
    name,
    isZoneLike: isNumbered || /(?:(?<!社)区|[类型组片批级带村])$/u.test(name),
    isCountyLike: isCountyName(name) || (isCountyLike(name) && !isNumbered),
  };
}

/** The number in a text such as `共135个村`; null when there is none. */
export function readNumeral(text: string): number | null {
  const digits = /[0-9０-９]+/u.exec(text)?.[0];
  if (digits) return Number(digits.normalize('NFKC'));
  const words = /[〇零一二两三四五六七八九十百千]+/u.exec(text)?.[0];
  return words ? readChineseNumeral(words) : null;
}

/** Whether a name ends as only the names of counties do. */
export function isCountyName(name: string): boolean {
  return /[县市旗]$/u.test(name);
}

/**
 * Whether a name may be that of a county. 区 ends the names of urban districts, which are short, and of classes of
 * villages, which mostly are not.
 */
export function isCountyLike(name: string): boolean {
  return isCountyName(name) || (/(?<!社)区$/u.test(name) && countCharacters(name) <= 4);
}

function headingName(text: string): string {
  return text.replace(new RegExp(`^[${openingClass}\\s]+|[${closingClass}\\s]+$|\\s+`, 'gu'), '');
}

function readChineseNumeral(words: string): number {
  const digitOf = new Map([...'零一二三四五六七八九'].map((word, digit) => [word, digit]));
  const unitOf = new Map([
    ['十', 10],
    ['百', 100],
    ['千', 1000],
  ]);
  let total = 0;
  let digit = 0;
  for (const word of words.replaceAll('〇', '零').replaceAll('两', '二')) {
    const unit = unitOf.get(word);
    if (unit === undefined) digit = digitOf.get(word) ?? 0;
    else {
      total += (digit || 1) * unit;
      digit = 0;
    }
  }
  return total + digit;
}
