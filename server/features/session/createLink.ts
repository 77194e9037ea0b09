import { randomBytes } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { hashOf } from './sessionCookie.ts';

/** Makes a one-time link. Only the hash of its token is kept. @param personId null: for the first administrator */
export async function createLink(
  transaction: Transaction,
  { personId, createdBy, hours }: { personId: number | null; createdBy: number | null; hours: number },
): Promise<{ path: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url');
  const { expiresAt } = await transaction.one<{ expiresAt: string }>(sql`
    insert into setup_link (token_hash, person_id, created_by, expires_at)
    values (${hashOf(token)}, ${personId}, ${createdBy}, now() + ${hours}::integer * interval '1 hour')
    returning expires_at as "expiresAt"`);
  return { path: `/setup/${token}`, expiresAt };
}
