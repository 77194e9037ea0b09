import { closingClass, countCharacters, openingClass, townshipSuffix, villageSuffix } from './characters.ts';
import type { NameSuspicion } from './planText.ts';

const endsAsVillage = new RegExp(`${villageSuffix}$`, 'u');
const innerTownship = new RegExp(`^.+${townshipSuffix}(?=.{2,}${villageSuffix}$)|^.+${townshipSuffix}$`, 'u');

/** Whether a name ends with 村, 社区 or another word for a village. */
export function hasVillageSuffix(name: string): boolean {
  return endsAsVillage.test(name);
}

// Of the 620,000 village names of the national list, 0.6 % are longer than ten characters
// and 0.1 % have a single character before 村.
const longestUsualName = 10;
/** Longer texts are no names; reading only their end keeps the search for a suffix linear. */
const longestRead = 60;

/** Everything about a name, by itself, that a person should look at. */
export function findNameSuspicions(name: string): NameSuspicion[] {
  const suspicions: NameSuspicion[] = [];
  if (!hasVillageSuffix(name)) suspicions.push('noVillageSuffix');
  if (/[\p{P}\p{S}]/u.test(name)) suspicions.push('containsPunctuation');
  if (/\p{N}/u.test(name)) suspicions.push('containsDigit');
  if (/\p{Script=Latin}/u.test(name)) suspicions.push('containsLatinLetter');
  if (/\s/u.test(name)) suspicions.push('containsSpace');
  if (/[^\p{Script=Han}\p{P}\p{S}\p{N}\p{Script=Latin}\s]|\uFFFD/u.test(name)) {
    suspicions.push('containsUnusualCharacter');
  }
  if (innerTownship.test(name.slice(-longestRead))) suspicions.push('containsTownshipSuffix');
  if (countCharacters(name.replace(endsAsVillage, '')) < 2) suspicions.push('tooShort');
  if (countCharacters(name) > longestUsualName) suspicions.push('tooLong');
  return suspicions;
}

const joinedNames = new RegExp(
  `(?:村|社区)(?=(?!第|社区|居委|委会|村|[一二三四五六七八九十]村)[^\\s村${openingClass}${closingClass}]{2,12}(?:村|社区))`,
  'gu',
);

/**
 * Cuts a text in which the separator between two village names is missing (甲坪村乙坪村 → 甲坪村, 乙坪村).
 * Fewer than 1 in 1,000 names of the national list would be cut wrongly; the caller reports every cut.
 */
export function splitJoinedNames(text: string): string[] {
  const names: string[] = [];
  let start = 0;
  for (const match of text.matchAll(joinedNames)) {
    const end = match.index + match[0].length;
    if (countCharacters(text.slice(start, match.index)) < 2) continue;
    names.push(text.slice(start, end));
    start = end;
  }
  names.push(text.slice(start));
  return names;
}
