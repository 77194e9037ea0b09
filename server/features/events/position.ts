/**
 * A place in the order of events. Events are ordered by the transaction that sent them, then by their number: numbers
 * are given before transactions commit, so by number alone a reader could pass one that is not visible yet.
 */
export interface Position {
  /** Decimal digits: it has 64 bits. */
  transactionId: string;
  id: number;
  /** When it was the present, in seconds since 1970 by the clock of the database. */
  second: number;
}

/** The id a client is given and repeats when it comes back. */
export const encodePosition = ({ transactionId, id, second }: Position): string =>
  `${transactionId}-${id}-${second}`;

/** null for what this server did not give out. */
export function decodePosition(text: string): Position | null {
  const [, transactionId, id, second] = /^(\d{1,19})-(\d{1,15})-(\d{1,12})$/.exec(text) ?? [];
  if (transactionId === undefined) return null;
  return { transactionId, id: Number(id), second: Number(second) };
}

/** Negative where `one` is before `other`. */
export function comparePositions(one: Position, other: Position): number {
  const [left, right] = [BigInt(one.transactionId), BigInt(other.transactionId)];
  if (left !== right) return left < right ? -1 : 1;
  return one.id - other.id;
}
