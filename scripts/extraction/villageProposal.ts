import { distance } from 'fastest-levenshtein';
import type { OfficialVillage } from './officialDivision.ts';
import { romanize } from './romanization.ts';

/** A guess which official village a printed one may be: material for a person, never a match. */
export interface Proposal {
  readonly official: OfficialVillage;
  /** Why it is proposed and why it is doubtful, in Chinese. */
  readonly reason: string;
}

interface PrintedPlace {
  readonly name: string;
  readonly townshipCode: string;
  readonly countyCode: string;
}

/** A way in which an official name may be the printed one; tried in order, the most telling first. */
interface Likeness {
  readonly isInTownship: boolean;
  readonly holds: (printed: string, official: string) => boolean;
  readonly reason: (official: OfficialVillage, townshipName: string) => string;
}

const stemOf = (name: string) => name.replace(/(?:村|社区|居委会)$/u, '');
const isOneLonger = (long: string, short: string) =>
  long.length === short.length + 1 && distance(long, short) === 1;

const likenesses: readonly Likeness[] = [
  {
    isInTownship: true,
    holds: (printed, official) => stemOf(printed) === stemOf(official),
    reason: ({ name }) => `同乡镇有${name}：村与社区之别，是否同一处待定`,
  },
  {
    isInTownship: true,
    holds: (printed, official) => romanize(printed).pinyin === romanize(official).pinyin,
    reason: ({ name }) => `同乡镇有同音的${name}，是否同一处待定`,
  },
  {
    isInTownship: false,
    holds: (printed, official) => printed === official,
    reason: ({ name }, townshipName) => `官方名录把${name}列在同县${townshipName}：乡镇不符，是否同一处待定`,
  },
  {
    isInTownship: true,
    holds: (printed, official) =>
      isOneLonger(stemOf(official), stemOf(printed)) || isOneLonger(stemOf(printed), stemOf(official)),
    reason: ({ name }) => `同乡镇有${name}：多或少一字，是否同一处待定`,
  },
  {
    isInTownship: true,
    holds: (printed, official) =>
      stemOf(printed).length > 1 &&
      stemOf(printed).length === stemOf(official).length &&
      distance(stemOf(printed), stemOf(official)) === 1,
    reason: ({ name }) => `同乡镇有${name}：一字不同且不同音，是否同一处待定`,
  },
];

/**
 * Proposes the official village that a printed one may be.
 *
 * @param free official villages that no other printed village is
 * @returns null when nothing is alike, or several are equally alike
 */
export function proposeVillage(
  printed: PrintedPlace,
  free: readonly OfficialVillage[],
  townshipNameOf: (code: string) => string,
): Proposal | null {
  const inCounty = free.filter(({ countyCode }) => countyCode === printed.countyCode);
  for (const { isInTownship, holds, reason } of likenesses) {
    const alike = inCounty.filter(
      (official) =>
        (official.townshipCode === printed.townshipCode) === isInTownship &&
        holds(printed.name, official.name),
    );
    const [official] = alike;
    if (official && alike.length === 1) {
      return { official, reason: reason(official, townshipNameOf(official.townshipCode)) };
    }
  }
  return null;
}
