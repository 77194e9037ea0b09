import { createHash } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** One thing data depends on: a load of shipped data, or how often a map layer was drawn on (`drawn sites`). */
export interface DataState {
  key: string;
  checksum: string;
}

/** What the data of the transaction's role depends on: for the public it is the release alone. */
export const readDataState = (transaction: Transaction): Promise<DataState[]> =>
  transaction.all<DataState>(sql`
    select key, checksum
    from data_state
    order by key`);

/** A short name of a state. */
export function versionOf(states: readonly DataState[]): string {
  const hash = createHash('sha256');
  for (const { key, checksum } of states) hash.update(`${key}=${checksum}\n`);
  return hash.digest('hex').slice(0, 12);
}

/**
 * Names the state of what the transaction's role reads: for staff it changes when shipped data is loaded anew,
 * demonstration data is removed or a person draws, for the public it is the release.
 */
export const readDataVersion = async (transaction: Transaction): Promise<string> =>
  versionOf(await readDataState(transaction));
