/** What kind of personal datum a finding is. */
export type FindingKind = 'identity-number' | 'bank-card' | 'mobile-number' | 'landline' | 'name-and-address';

/** Why a finding is one; the client has a sentence for each key. */
export type FindingReason =
  | 'identity-number.checksum'
  | 'identity-number.labelled'
  | 'identity-number.old'
  | 'bank-card.luhn'
  | 'mobile-number.pattern'
  | 'landline.beside-name'
  | 'name.beside-address'
  | 'name.labelled';

/** One personal datum in a text. */
export interface Finding {
  kind: FindingKind;
  /** Offset of its first code unit in the given text. */
  start: number;
  /** Offset behind its last code unit. */
  end: number;
  /** Masked: enough to find the place again, never the datum itself. */
  excerpt: string;
  reason: FindingReason;
}

/** A finding that still knows which part an exempt text has to cover. */
export interface Candidate extends Finding {
  /** The span that makes it personal: the number, or the name without its address. */
  datum: { start: number; end: number };
}

/** First four and last two characters of a number, the rest as stars. */
export const maskNumber = (digits: string): string =>
  digits.slice(0, 4) + '*'.repeat(Math.max(1, digits.length - 6)) + digits.slice(-2);

/** The first character of a name, the rest as stars. */
export const maskName = (name: string): string => name.slice(0, 1) + '*'.repeat(Math.max(1, name.length - 1));

/** A finding of a number that stands from `start` to `end`. */
export function numberFinding(
  kind: FindingKind,
  reason: FindingReason,
  { start, end, digits }: { start: number; end: number; digits: string },
): Candidate {
  return { kind, start, end, excerpt: maskNumber(digits), reason, datum: { start, end } };
}
