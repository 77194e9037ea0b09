import { hasCreditCodeChecksum, hasIdentityChecksum } from './checksums.ts';
import { groupingsFrom, type DigitRun } from './digitRuns.ts';
import { numberFinding, type Candidate } from './finding.ts';

const regionPrefix = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/;
const anyGap = /^[^]*$/;
const identityLabel =
  /身\s*份\s*证|身份号码|身份号|身份信息|证件号|一代证|id\s*_?card|id\s*_?(?:no|number)|sfz/i;
const creditLabel = /信用代码[^0-9]{0,8}$/;
const checkCharacter = /^[\s\-\u2010-\u2015\u2212\uff0d\u200b-\u200f\u2060\ufeff]{0,2}([Xx])(?![A-Za-z])/;
const firstYear = 1850;

/** Whether a date of the Gregorian calendar exists. */
function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Region prefix and date of birth of the 18-digit number; the future is no date of birth. */
function hasIdentityShape(number: string): boolean {
  if (!regionPrefix.test(number)) return false;
  const year = Number(number.slice(6, 10));
  if (year < firstYear || year > 2099) return false;
  return isDate(year, Number(number.slice(10, 12)), Number(number.slice(12, 14)));
}

const hasOldShape = (number: string): boolean =>
  regionPrefix.test(number) &&
  isDate(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)));

/** Where the lines that follow each other without an empty one begin with a row that names an identity number. */
function labelledTablesOf(folded: string): { start: number; end: number }[] {
  if (!identityLabel.test(folded)) return [];
  const tables: { start: number; end: number }[] = [];
  let start = 0;
  for (const block of folded.split('\n\n')) {
    const header = block.slice(0, block.indexOf('\n') + 1);
    if (identityLabel.test(header)) tables.push({ start: start + header.length, end: start + block.length });
    start += block.length + 2;
  }
  return tables;
}

/** Whether the words around a number, or the head of its table, call it an identity number. */
type LabelTest = (start: number, end: number) => boolean;

function labelTestOf(folded: string): LabelTest {
  let tables: { start: number; end: number }[] | undefined;
  return (start, end) => {
    const near = `${folded.slice(Math.max(0, start - 30), start)}\n${folded.slice(end, end + 12)}`;
    if (identityLabel.test(near)) return true;
    tables ??= labelledTablesOf(folded);
    return tables.some((table) => table.start <= start && end <= table.end);
  };
}

/** A number of 17 digits takes the X behind it, one of 18 stands alone. */
function withCheckCharacter(folded: string, digits: string, end: number) {
  if (digits.length === 18) return { number: digits, end };
  const match = checkCharacter.exec(folded.slice(end, end + 5));
  return match ? { number: `${digits}X`, end: end + match[0].length } : null;
}

function judge(
  folded: string,
  { digits, start, end: runEnd }: { digits: string; start: number; end: number },
  isLabelled: LabelTest,
): Candidate | null {
  if (digits.length === 15) {
    const isOld = hasOldShape(digits) && isLabelled(start, runEnd);
    return isOld
      ? numberFinding('identity-number', 'identity-number.old', { start, end: runEnd, digits })
      : null;
  }
  const whole = withCheckCharacter(folded, digits, runEnd);
  if (!whole || !hasIdentityShape(whole.number)) return null;
  const { number, end } = whole;
  if (hasIdentityChecksum(number)) {
    // A credit code made of digits only may satisfy both checks; the word before it decides.
    const isCreditCode =
      hasCreditCodeChecksum(number) && creditLabel.test(folded.slice(Math.max(0, start - 16), start));
    if (isCreditCode) return null;
    return numberFinding('identity-number', 'identity-number.checksum', { start, end, digits: number });
  }
  // One digit mistyped is still somebody's number where the text says that it is one.
  return isLabelled(start, end)
    ? numberFinding('identity-number', 'identity-number.labelled', { start, end, digits: number })
    : null;
}

/**
 * Resident identity numbers: 18 characters with region, date of birth and check character (GB 11643-1999), in
 * any grouping; without the right check character, and the 15 digits of before 1999, only where labelled.
 */
export function findIdentityNumbers(folded: string, runs: readonly DigitRun[]): Candidate[] {
  const found: Candidate[] = [];
  const isLabelled = labelTestOf(folded);
  for (let first = 0; first < runs.length; first += 1) {
    const run = runs[first]!;
    if (run.gap === null && run.digits.length < 15) continue;
    if (run.digits.length > 18 || run.digits[0] === '0') continue;
    const candidates = groupingsFrom(runs, first, { longest: 18, gap: anyGap })
      .filter(({ digits }) => digits.length === 15 || digits.length >= 17)
      .map((grouping) => judge(folded, grouping, isLabelled))
      .filter((candidate) => candidate !== null);
    const best = candidates.find(({ reason }) => reason === 'identity-number.checksum') ?? candidates[0];
    if (best) found.push(best);
  }
  return found;
}
