import { randomBytes } from 'node:crypto';
import { removedMark } from '../../database/load/demonstration.ts';
import { loadDemonstrationPeople } from '../../database/load/demonstrationPeople.ts';
import { noScope } from '../../database/role.ts';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { AccountServices } from './login.ts';
import { hashPassword } from './password.ts';
import { setPassword } from './queries.ts';

/** Whether demonstration data is in the database. */
export async function hasDemonstrationData(transaction: Transaction): Promise<boolean> {
  const { isLoaded } = await transaction.one<{ isLoaded: boolean }>(sql`
    select exists (
      select from meta.data_load where key = 'demonstration' and checksum <> ${removedMark}
    ) as "isLoaded"`);
  return isLoaded;
}

/** Makes the accounts in a database whose demonstration data is older than they are. */
async function ensureAccounts(transaction: Transaction): Promise<void> {
  const { hasAny } = await transaction.one<{ hasAny: boolean }>(sql`
    select exists (select from person where is_demonstration) as "hasAny"`);
  if (hasAny) return;
  const top = await transaction.first<{ code: string }>(sql`
    select code from region where parent_code is null order by code limit 1`);
  if (top) await loadDemonstrationPeople(transaction, top.code);
}

/** Accounts that cannot log in yet, locked: another process may be starting too. */
const listNew = (transaction: Transaction): Promise<{ id: number; login: string; name: string }[]> =>
  transaction.all(sql`
    select id, login, name
    from person
    where is_demonstration and password_hash is null and not is_disabled
    order by id
    for update`);

/**
 * Gives demonstration accounts without a password one.
 * @returns the logins that got it
 */
export async function openDemonstrationAccounts(
  { database, audit }: Pick<AccountServices, 'database' | 'audit'>,
  password: string,
): Promise<string[]> {
  return database.transaction('gate', noScope, async (transaction) => {
    await ensureAccounts(transaction);
    const accounts = await listNew(transaction);
    for (const { id, login, name } of accounts) {
      await setPassword(transaction, { id, passwordHash: await hashPassword(password) });
      await audit.record(transaction, {
        principal: null,
        role: 'gate',
        action: 'password-changed',
        subjectType: 'person',
        subjectId: String(id),
        regionCode: null,
        after: { login, name, isDemonstration: true },
        origin: null,
      });
    }
    return accounts.map(({ login }) => login);
  });
}

/** Easily read aloud, and 75 bits. */
export const randomPassword = (): string =>
  randomBytes(15)
    .reduce((text, byte) => text + 'abcdefghjkmnpqrstuvwxyz23456789x'[byte & 31]!, '')
    .replaceAll(/(.{5})(?=.)/g, '$1-');
