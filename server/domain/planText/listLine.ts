import { closingClass, countCharacters, openingClass, separatorClass, townshipSuffix } from './characters.ts';
import { hasVillageSuffix, splitJoinedNames } from './villageName.ts';

const nameClass = `[^${openingClass}${closingClass}${separatorClass}\\s]`;
const townshipName = `${nameClass}{1,14}?${townshipSuffix}`;
const bracketedTownship = `[${openingClass}]\\s*${townshipName}[^${openingClass}${closingClass}]{0,8}[${closingClass}]`;
const colonTownship = `${townshipName}\\s*(?:[${openingClass}][^${openingClass}${closingClass}]{1,8}[${closingClass}]\\s*)?[：:]`;
const townshipAtStart = new RegExp(
  `^[${separatorClass}${openingClass}${closingClass}\\s]*(?:${bracketedTownship}|${townshipName}\\s*[${closingClass}：:]|${colonTownship})`,
  'u',
);
const townshipInside = new RegExp(`${bracketedTownship}|${townshipName}[${closingClass}]`, 'u');
const bracketAtStart = new RegExp(
  `^\\s*[${openingClass}]\\s*(?![一二三四五六七八九十0-9]+[${closingClass}])${nameClass}{2,12}[${closingClass}]`,
  'u',
);
const enumerated =
  /^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|注\s*[：:])/u;
const itemBreak = new RegExp(`[${separatorClass}${openingClass}${closingClass}\\s]+`, 'u');

// A list line can be megabytes long; its beginning tells what it is.
const sampleLength = 2000;

/** What stands around a line that may be a part of a list. */
export interface ListContext {
  /** A county heading or a list line stands shortly above. */
  readonly isOpen: boolean;
  /** Between it and this line stands nothing but perhaps a few short lines. */
  readonly isAdjacent: boolean;
  /** The last list line ended in the middle of an enumeration, or had a single name itself. */
  readonly expectsName: boolean;
}

/** How many names a line lists, and how many look like the names of villages. */
interface NameSample {
  readonly count: number;
  readonly villageCount: number;
  readonly meanLength: number;
  readonly longest: number;
}

/** Whether a line belongs to a village list, by its own look and by what stands above it. */
export function looksLikeList(text: string, context: ListContext): boolean {
  const sample = text.slice(0, sampleLength);
  const isTownshipAtStart = townshipAtStart.test(sample);
  if (!context.isOpen && !isTownshipAtStart) return false;
  if (enumerated.test(sample) && !townshipInside.test(sample)) return false;
  const names = sampleNames(sample);
  if (names.count === 0) return context.isOpen && isTownshipAtStart;
  const villageShare = names.villageCount / names.count;
  if (isTownshipAtStart) {
    // Without a heading above, "（某镇）" may begin a sentence: then most names must look like villages.
    return context.isOpen
      ? names.meanLength <= 9 && names.longest <= 24
      : villageShare >= 0.6 && names.longest <= 15;
  }
  if (townshipInside.test(sample)) return villageShare >= 0.4 && names.meanLength <= 9;
  if (bracketAtStart.test(sample)) return villageShare >= 0.5 && names.meanLength <= 9;
  if (!context.isAdjacent || villageShare < 0.5 || names.longest > 15) return false;
  return names.count > 1 || context.expectsName;
}

/** Whether a list line breaks off inside an enumeration or consists of one name. */
export function expectsNameAfter(text: string): boolean {
  const end = text.slice(-sampleLength).trimEnd();
  return /[、，,：:]$/u.test(end) || !/[、，,；;]/u.test(end) || !/[。；;]$/u.test(end);
}

function sampleNames(text: string): NameSample {
  const headings = new RegExp(`${bracketedTownship}|${colonTownship}|${townshipName}[${closingClass}]`, 'gu');
  const names = text
    .replace(headings, '；')
    .split(itemBreak)
    .filter((name) => name !== '')
    .flatMap(splitJoinedNames);
  const lengths = names.map(countCharacters);
  return {
    count: names.length,
    villageCount: names.filter(hasVillageSuffix).length,
    meanLength: lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, names.length),
    longest: Math.max(0, ...lengths),
  };
}
