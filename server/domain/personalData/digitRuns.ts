import { invisibleClass } from './foldText.ts';
import { gluedLengths } from './gluedNumbers.ts';

/** Digits that stand together, with nothing visible between them. */
export interface DigitRun {
  start: number;
  end: number;
  digits: string;
  /** What stands between this run and the next, or null where that is no way of grouping one number. */
  gap: string | null;
}

const runPattern = new RegExp(`[0-9](?:[0-9${invisibleClass}]*[0-9])?`, 'g');
const onlyDigits = (text: string): string => (/[^0-9]/.test(text) ? text.replaceAll(/[^0-9]/g, '') : text);
/** Spaces (no tab: that parts cells), dashes, dots, strokes and one line break part the groups of a number. */
const gapPattern = new RegExp(
  `^(?:[ \\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000${invisibleClass}\\-\\u2010-\\u2015\\u2212\\uff0d_./·•]{1,3}|[ ]?\\r?\\n[ ]?)$`,
);

/** The parts of a run that are numbers of their own. */
function splitRun(folded: string, { start, end, digits }: DigitRun, lengths: readonly number[]): DigitRun[] {
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) if (/[0-9]/.test(folded[at]!)) offsets.push(at);
  let first = 0;
  return lengths.map((length) => {
    const last = first + length - 1;
    const part = {
      start: offsets[first]!,
      end: offsets[last]! + 1,
      digits: digits.slice(first, last + 1),
      gap: null,
    };
    first = last + 1;
    return part;
  });
}

/** Every run of digits in a folded text. */
export function digitRunsOf(folded: string): DigitRun[] {
  const runs: DigitRun[] = [];
  for (const match of folded.matchAll(runPattern)) {
    const start = match.index;
    const previous = runs.at(-1);
    if (previous) {
      const between = start - previous.end > 4 ? '' : folded.slice(previous.end, start);
      previous.gap = between !== '' && gapPattern.test(between) ? between : null;
    }
    const run = { start, end: start + match[0].length, digits: onlyDigits(match[0]), gap: null };
    const lengths = gluedLengths(run.digits);
    if (lengths) runs.push(...splitRun(folded, run, lengths));
    else runs.push(run);
  }
  return runs;
}

/** A number of several runs, or of one. */
export interface Grouping {
  start: number;
  end: number;
  digits: string;
  /** Length of each group. */
  sizes: number[];
  /** What parts the groups. */
  gaps: string[];
  first: number;
  last: number;
}

/** Every number that starts with run `first`, of at most `longest` digits, whose gaps are of the given kind. */
export function groupingsFrom(
  runs: readonly DigitRun[],
  first: number,
  { longest, gap }: { longest: number; gap: RegExp },
): Grouping[] {
  const groupings: Grouping[] = [];
  const sizes: number[] = [];
  const gaps: string[] = [];
  let digits = '';
  for (let last = first; last < runs.length; last += 1) {
    const run = runs[last]!;
    digits += run.digits;
    if (digits.length > longest) break;
    sizes.push(run.digits.length);
    groupings.push({
      start: runs[first]!.start,
      end: run.end,
      digits,
      sizes: [...sizes],
      gaps: [...gaps],
      first,
      last,
    });
    if (run.gap === null || !gap.test(run.gap)) break;
    gaps.push(run.gap);
  }
  return groupings;
}

/** Whether the number is the fraction or the whole part of a decimal number. */
export function isPartOfDecimal(folded: string, start: number, end: number): boolean {
  return (
    /[0-9][.．]$/.test(folded.slice(Math.max(0, start - 2), start)) ||
    /^[.．][0-9]/.test(folded.slice(end, end + 2))
  );
}
