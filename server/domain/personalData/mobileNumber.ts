import { groupingsFrom, isPartOfDecimal, type DigitRun, type Grouping } from './digitRuns.ts';
import { numberFinding, type Candidate } from './finding.ts';

const mobile = /^(?:0086|86)?(1[3-9]\d{9})$/;
const groupGap = /^[^/\n]{1,3}$/;
const mobileLabel = /手机|电话|联系|微信|热线|拨打|致电|短信|号码|tel|phone|mobile|cell/i;
/** Latin letters a number may stick to: labels. Any other make it part of a code or a hash. */
const gluedLabel =
  /(?:^|[^A-Za-z0-9])(?:tel|telephone|phone|mobile|mob|cell|t|m|p|v|vx|wx|wechat|sj|dh|id|no)$/i;
const gluedAfter = /^(?:tel|wx|vx|wechat|x(?![A-Za-z0-9]))/i;
const unitAfter =
  /^\s*(?:[万亿百千]?(?:元|人民币|美元|人|亩|公顷|吨|公里|千米|平方|立方|千瓦|度|株|头|羽|户|次|(?:m|kg|km|kW)(?![A-Za-z_-])))/;
const typicalSizes = new Set([
  '11',
  '3,4,4',
  '3,8',
  '7,4',
  '4,4,3',
  '4,3,4',
  '3,3,5',
  '5,6',
  '3,5,3',
  '1,10',
  '2,9',
]);

/** Sizes of the groups without the country code before them. */
function ownSizes({ sizes, digits }: Grouping): number[] {
  const countryCode = digits.length - 11;
  const [first = 0, ...others] = sizes;
  if (countryCode === 0) return sizes;
  return first === countryCode ? others : [first - countryCode, ...others];
}

/** Groups of fours that are years or round amounts: three neighbouring cells of a table, no number. */
function isRowOfAmounts(grouping: Grouping): boolean {
  const groups: string[] = [];
  let start = grouping.digits.length - 11;
  for (const size of ownSizes(grouping)) {
    groups.push(grouping.digits.slice(start, start + size));
    start += size;
  }
  const isPlain = (group: string) => /^(?:\d+00|20[0-4]\d|19[5-9]\d)$/.test(group);
  return groups.length === 3 && groups.slice(1).every(isPlain);
}

/**
 * Whether the groups are some of a longer row: parted by the same spaces on both sides (a table without rulers),
 * or by the same dash on one (the number of an object or a document).
 */
function isAmongNumbers(runs: readonly DigitRun[], { first, last, gaps }: Grouping): boolean {
  const isSame = (gap: string | null | undefined) => gap !== null && gap !== undefined && gap === gaps[0];
  const isBehind = isSame(runs[first - 1]?.gap);
  const isBefore = isSame(runs[last]?.gap);
  return /^\s*$/.test(gaps[0] ?? '') ? isBehind && isBefore : isBehind || isBefore;
}

function isGluedToLetters(folded: string, start: number, end: number): boolean {
  const before = folded.slice(Math.max(0, start - 12), start);
  const after = folded.slice(end, end + 8);
  // The X of an identity number ends it.
  const isBehindLetters = /[A-Za-z]$/.test(before) && !/[0-9][Xx]$/.test(before);
  return (
    (isBehindLetters && !gluedLabel.test(before)) || (/^[A-Za-z]/.test(after) && !gluedAfter.test(after))
  );
}

function isMobile(folded: string, runs: readonly DigitRun[], grouping: Grouping): boolean {
  const { start, end, digits, sizes, gaps } = grouping;
  const isPlausible = mobile.test(digits) && !/0{7}$/.test(digits);
  if (!isPlausible || isPartOfDecimal(folded, start, end) || isGluedToLetters(folded, start, end))
    return false;
  if (unitAfter.test(folded.slice(end, end + 8))) return false;
  const before = folded.slice(Math.max(0, start - 14), start);
  if (/(?:[¥￥$]|版本号?|version|v)\s*$/i.test(before) && !gluedLabel.test(before)) return false;
  if (sizes.length === 1) return true;
  const isTypical = typicalSizes.has(ownSizes(grouping).join(','));
  if (mobileLabel.test(before)) return isTypical || sizes.every((size) => size <= 4);
  const isDotted = gaps.some((gap) => /[._]/.test(gap));
  if (isDotted && ownSizes(grouping).join(',') !== '3,4,4') return false;
  if (!isTypical) return sizes.length === 11 && !isAmongNumbers(runs, grouping);
  return !isRowOfAmounts(grouping) && !isAmongNumbers(runs, grouping);
}

/** The country code in brackets or after a plus belongs to the number. */
function withPlus(folded: string, start: number): number {
  const before = /(?:[（(]\s*)?\+\s?$|[（(]?\+?86[)）]\s?$/.exec(folded.slice(Math.max(0, start - 6), start));
  return before ? start - before[0].length : start;
}

/** Mobile numbers: eleven digits 13…–19…, with or without +86, whole or in groups. */
export function findMobileNumbers(folded: string, runs: readonly DigitRun[]): Candidate[] {
  const found: Candidate[] = [];
  for (let first = 0; first < runs.length; first += 1) {
    const run = runs[first]!;
    if (run.gap === null && run.digits.length < 11) continue;
    if (run.digits.length > 15 || !/^(?:1|8|00)/.test(run.digits)) continue;
    const shortest = groupingsFrom(runs, first, { longest: 15, gap: groupGap }).find((grouping) =>
      isMobile(folded, runs, grouping),
    );
    if (!shortest) continue;
    const { end, digits } = shortest;
    const start = withPlus(folded, shortest.start);
    found.push(
      numberFinding('mobile-number', 'mobile-number.pattern', { start, end, digits: digits.slice(-11) }),
    );
  }
  return found;
}
