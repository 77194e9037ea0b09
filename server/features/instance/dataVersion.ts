import { createHash } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/**
 * Names the state of what the transaction's role reads: for staff it changes when shipped data is loaded anew or
 * demonstration data is removed, for the public it is the release. Part of tile URLs, which may therefore be
 * kept for ever.
 */
export async function readDataVersion(transaction: Transaction): Promise<string> {
  const loads = await transaction.all<{ key: string; checksum: string }>(sql`
    select key, checksum
    from data_state
    order by key`);
  const hash = createHash('sha256');
  for (const { key, checksum } of loads) hash.update(`${key}=${checksum}\n`);
  return hash.digest('hex').slice(0, 12);
}
