import { findBankCards } from './bankCard.ts';
import { digitRunsOf, type DigitRun } from './digitRuns.ts';
import type { Candidate, Finding } from './finding.ts';
import { foldText } from './foldText.ts';
import { findIdentityNumbers } from './identityNumber.ts';
import { findLandlines } from './landline.ts';
import { findMobileNumbers } from './mobileNumber.ts';
import { findNames } from './nameAndAddress.ts';

const overlaps = (one: { start: number; end: number }, other: { start: number; end: number }): boolean =>
  one.start < other.end && other.start < one.end;

/** The runs no finding covers; a run beside a covered one has no neighbour there. */
function withoutClaimed(runs: readonly DigitRun[], found: readonly Candidate[]): DigitRun[] {
  if (found.length === 0) return [...runs];
  const left: DigitRun[] = [];
  let next = 0;
  const sorted = found.toSorted((one, other) => one.start - other.start);
  for (const run of runs) {
    while (next < sorted.length && sorted[next]!.end <= run.start) next += 1;
    const isClaimed = next < sorted.length && overlaps(sorted[next]!, run);
    const last = left.at(-1);
    if (isClaimed && last) last.gap = null;
    if (!isClaimed) left.push({ ...run });
  }
  return left;
}

/** In the order of the text, the first kind winning where two claim the same characters. */
function withoutOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  let end = -1;
  for (const candidate of candidates.toSorted((one, other) => one.start - other.start)) {
    if (candidate.start < end) continue;
    kept.push(candidate);
    end = candidate.end;
  }
  return kept;
}

/** Where an exempt text stands exactly: not inside a longer number or word of Latin letters. */
function exemptSpans(text: string, exempt: readonly string[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const exact of exempt) {
    if (exact.trim() === '') continue;
    for (let start = text.indexOf(exact); start !== -1; start = text.indexOf(exact, start + 1)) {
      const end = start + exact.length;
      const splits = (left: string | undefined, right: string | undefined) =>
        /[\p{N}A-Za-z]/u.test(left ?? '') && /[\p{N}A-Za-z]/u.test(right ?? '');
      const isInside = splits(text[start - 1], text[start]) || splits(text[end - 1], text[end]);
      if (!isInside) spans.push({ start, end });
    }
  }
  return spans;
}

/** Candidates with the part that makes each personal; for the walk over structured values. */
export function findCandidates(text: string, exempt: readonly string[]): Candidate[] {
  const folded = foldText(text);
  const runs = digitRunsOf(folded);
  const identity = withoutOverlaps(findIdentityNumbers(folded, runs));
  const afterIdentity = withoutClaimed(runs, identity);
  const cards = withoutOverlaps(findBankCards(folded, afterIdentity));
  const mobiles = withoutOverlaps(findMobileNumbers(folded, withoutClaimed(afterIdentity, cards)));
  const numbers = [...identity, ...cards, ...mobiles];
  const landlines = findLandlines(folded).filter((one) => !numbers.some((other) => overlaps(one, other)));
  const names = withoutOverlaps(findNames(folded));
  const exempted = exemptSpans(text, exempt);
  return [...numbers, ...landlines, ...names]
    .filter(({ datum }) => !exempted.some(({ start, end }) => start <= datum.start && datum.end <= end))
    .toSorted((one, other) => one.start - other.start || one.end - other.end);
}

/**
 * Personal data in a text, in its order: identity numbers, bank cards, mobile numbers, landlines beside a name,
 * and names beside a household's address or behind a word about the household.
 *
 * Spellings are seen through: full-width digits, spaces, dashes and invisible characters between groups, digits
 * read out in Chinese. A number with a check character counts only where it is right (an identity number also
 * where the text labels it as one). Names are looked for with a list of surnames, tuned for few false alarms in
 * planning prose: a name alone, such as that of an office holder, is no finding.
 * @param exempt exact texts, such as the contact a disclosure must give; what they cover is no finding
 */
export function findPersonalData(text: string, exempt: readonly string[] = []): Finding[] {
  return findCandidates(text, exempt).map(({ kind, start, end, excerpt, reason }) => ({
    kind,
    start,
    end,
    excerpt,
    reason,
  }));
}
