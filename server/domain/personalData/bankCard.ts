import { hasLuhnChecksum } from './checksums.ts';
import { groupingsFrom, isPartOfDecimal, type DigitRun, type Grouping } from './digitRuns.ts';
import { numberFinding, type Candidate } from './finding.ts';

/**
 * Beginnings and lengths of cards issued in China: UnionPay 62 and its predecessors 60 and 955x, Visa 4,
 * Mastercard and Maestro 5, JCB 35 (ISO/IEC 7812 issuer numbers). The 2-series of Mastercard is left out: sixteen
 * digits that begin with a year are document numbers.
 */
const issuers: readonly RegExp[] = [
  /^62\d{14,17}$/,
  /^60[1-3]\d{13,16}$/,
  /^6011\d{12}$/,
  /^65\d{14}$/,
  /^95(?:5[589]|59)\d{12,15}$/,
  /^4\d{15}$/,
  /^4\d{18}$/,
  /^5\d{15}$/,
  /^5\d{17,18}$/,
  /^35(?:2[89]|[3-8]\d)\d{12}$/,
];
const groupGap = /^(?:[^./_\n·•]{1,3}|[·•])$/;
const cardLabel = /卡号|银行卡|一卡通|存折|账号|帐号|账户|帐户|储蓄|社保卡|信用社|银行|农商行|[工农中建交]行/;
/** Words that say the number behind them is of another kind. */
const otherLabel =
  /(?:项目(?:代码|编号|编码)|订单号?|流水号|凭证号?|收据(?:编号|号码|号)?|票据(?:编号|号码|号)?|发票(?:代码|号码)?|合同(?:编号|号)|备案号|受理(?:编号|号)|回执号?|文号|校验码|条码|行政区划代码|区划代码)[^0-9，。；\n]{0,4}$/;

/**
 * Whether the number opens with a division code that a year or the rest of a village's twelve digits follows:
 * project and document numbers of the provinces 41–46 and 50–54 look so and begin like Visa and Mastercard.
 */
function opensWithDivisionCode(digits: string): boolean {
  return (
    /^(?:4[1-6]|5[0-4])(?:0[1-9]|[12]\d|3[0-4])(?:0\d|[12]\d|3[01]|8[1-9])(?:20[0-4]\d|199\d)/.test(digits) ||
    /^43(?:0[1-9]|1[0-3]|31)(?:0\d|[12]\d|3[01]|8[1-9])[0-4]\d\d[0-3]\d\d/.test(digits)
  );
}

/** How people group a card number: in fours, or the issuer's six and the rest; UnionPay's in any larger groups. */
function isCardGrouping({ digits, sizes, gaps }: Grouping): boolean {
  if (sizes.length === 1) return true;
  if (gaps.some((gap) => gap !== gaps[0])) return false;
  if (digits.startsWith('6') && sizes.every((size) => size >= 3)) return true;
  const inner = sizes.slice(0, -1);
  return inner.every((size) => size === 4) || inner.every((size) => size === 5) || sizes[0] === 6;
}

function isCard(folded: string, grouping: Grouping): boolean {
  const { digits, start, end } = grouping;
  if (digits.length < 16 || !issuers.some((issuer) => issuer.test(digits))) return false;
  if (!hasLuhnChecksum(digits) || isPartOfDecimal(folded, start, end)) return false;
  const before = folded.slice(Math.max(0, start - 20), start);
  if (/[A-Fa-f]$/.test(before) && /^[A-Fa-f]/.test(folded.slice(end, end + 1))) return false;
  if (otherLabel.test(before)) return false;
  const isLabelled = cardLabel.test(before) || cardLabel.test(folded.slice(end, end + 10));
  return isLabelled || (isCardGrouping(grouping) && !opensWithDivisionCode(digits));
}

/** Bank card numbers: 16–19 digits of a known issuer with the right check digit, whole or in groups. */
export function findBankCards(folded: string, runs: readonly DigitRun[]): Candidate[] {
  const found: Candidate[] = [];
  for (let first = 0; first < runs.length; first += 1) {
    const run = runs[first]!;
    if (run.gap === null && run.digits.length < 16) continue;
    if (!/^[34569]/.test(run.digits) || run.digits.length > 19) continue;
    const cards = groupingsFrom(runs, first, { longest: 19, gap: groupGap }).filter((grouping) =>
      isCard(folded, grouping),
    );
    const longest = cards.at(-1);
    if (longest) found.push(numberFinding('bank-card', 'bank-card.luhn', longest));
  }
  return found;
}
