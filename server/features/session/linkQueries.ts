import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { hashOf } from './sessionCookie.ts';

/** A one-time link that can still be used. */
export interface SetupLink {
  /** null: makes the first administrator. */
  personId: number | null;
  login: string | null;
  name: string | null;
  expiresAt: string;
}

/** The link of a token, if it is unused, not over and its person is not disabled. */
export const findLink = (transaction: Transaction, token: string): Promise<SetupLink | null> =>
  transaction.first<SetupLink>(sql`
    select
      link.person_id as "personId", person.login, person.name, link.expires_at as "expiresAt"
    from setup_link as link
    left join person on person.id = link.person_id
    where link.token_hash = ${hashOf(token)} and link.used_at is null and link.expires_at > now()
      and person.is_disabled is not true`);

/** Uses a link up. @returns false when somebody else has, or it is over */
export async function takeLink(transaction: Transaction, token: string): Promise<boolean> {
  const count = await transaction.run(sql`
    update setup_link
    set used_at = now()
    where token_hash = ${hashOf(token)} and used_at is null and expires_at > now()`);
  return count === 1;
}

/** Ends every unused link for the first administrator. */
export const endFirstAdministratorLinks = (transaction: Transaction): Promise<number> =>
  transaction.run(sql`
    update setup_link
    set expires_at = now()
    where person_id is null and used_at is null and expires_at > now()`);

/** Whether somebody can administer: an account with a password, the role, and nothing of a demonstration. */
export async function hasAdministrator(transaction: Transaction): Promise<boolean> {
  const { isThere } = await transaction.one<{ isThere: boolean }>(sql`
    select exists (
      select from person_grant
      join person on person.id = person_id
      where role = 'admin' and password_hash is not null and not is_disabled and not is_demonstration
    ) as "isThere"`);
  return isThere;
}

/** Makes a person with a role in every region that lies in no other. @returns null when the login is taken */
export async function insertFirstAdministrator(
  transaction: Transaction,
  { login, name }: { login: string; name: string },
): Promise<number | null> {
  const person = await transaction.first<{ id: number }>(sql`
    insert into person (login, name)
    values (${login}, ${name})
    on conflict (login) do nothing
    returning id`);
  if (!person) return null;
  await transaction.run(sql`
    insert into person_grant (person_id, role, region_code)
    select ${person.id}, 'admin', code
    from region
    where parent_code is null`);
  return person.id;
}
