import type { Grant } from '#domain/access/permissions';
import { sql, type Query } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A live session with its person. */
export interface SessionRow {
  csrfToken: string;
  /** Its end must be put off. */
  isAging: boolean;
  personId: number;
  login: string;
  name: string;
  isDemonstration: boolean;
  grants: Grant[];
}

export interface SessionLife {
  idleSeconds: number;
  /** From the login to the end at the latest. */
  totalSeconds: number;
  /** How far the end may fall behind before it is put off. */
  touchSeconds: number;
}

const seconds = (count: number) => sql`(${count}::double precision * interval '1 second')`;
const absoluteEnd = ({ totalSeconds }: SessionLife) =>
  sql`((session.sess ->> 'startedAt')::timestamptz + ${seconds(totalSeconds)})`;

/** One row with one column: the live session of a hashed id as JSON, or null. */
export const findSession = (sid: string, life: SessionLife): Query => sql`
  select (
    select jsonb_build_object(
      'csrfToken', session.sess ->> 'csrfToken', 'personId', person.id, 'login', person.login, 'name', person.name,
      'isDemonstration', person.is_demonstration,
      'isAging', session.expire < least(
        now() + ${seconds(life.idleSeconds - life.touchSeconds)}, ${absoluteEnd(life)}
      ),
      'grants', (
        select coalesce(
          jsonb_agg(jsonb_build_object('role', role, 'regionCode', region_code) order by region_code, role), '[]'
        )
        from person_grant
        where person_id = person.id
      )
    )
    from session
    join person on person.id = session.person_id and not person.is_disabled
    where session.sid = ${sid} and session.expire > now() and ${absoluteEnd(life)} > now()
  ) as session`;

/** Puts the end of a session off, not beyond its absolute one. */
export const touchSession = (transaction: Transaction, sid: string, life: SessionLife): Promise<number> =>
  transaction.run(sql`
    update session
    set expire = least(now() + ${seconds(life.idleSeconds)}, ${absoluteEnd(life)})
    where sid = ${sid} and expire > now()`);

export const insertSession = (
  transaction: Transaction,
  { sid, data, idleSeconds }: { sid: string; data: unknown; idleSeconds: number },
): Promise<number> =>
  transaction.run(sql`
    insert into session (sid, sess, expire)
    values (${sid}, ${JSON.stringify(data)}::json, now() + ${seconds(idleSeconds)})`);

export const deleteSession = (transaction: Transaction, sid: string): Promise<number> =>
  transaction.run(sql`delete from session where sid = ${sid}`);

export const deleteSessionsOf = (transaction: Transaction, personId: number): Promise<number> =>
  transaction.run(sql`delete from session where person_id = ${personId}`);

export const deleteEndedSessions = (transaction: Transaction): Promise<number> =>
  transaction.run(sql`delete from session where expire < now()`);

export interface Account {
  id: number;
  login: string;
  name: string;
  passwordHash: string | null;
  isDisabled: boolean;
  isDemonstration: boolean;
  failedAttempts: number;
  /** Seconds the account rests yet; 0: it does not. */
  lockedSeconds: number;
}

const accountRows = sql`
  select
    id, login, name, password_hash as "passwordHash", is_disabled as "isDisabled",
    is_demonstration as "isDemonstration", failed_attempts as "failedAttempts",
    greatest(ceil(extract(epoch from coalesce(locked_until, now()) - now())), 0)::integer as "lockedSeconds"
  from person`;

/** The account of a login name, locked for change. */
export const lockAccount = (transaction: Transaction, login: string): Promise<Account | null> =>
  transaction.first<Account>(sql`${accountRows} where login = ${login} for update`);

export const findAccount = (transaction: Transaction, id: number): Promise<Account | null> =>
  transaction.first<Account>(sql`${accountRows} where id = ${id}`);

export const countFailure = (
  transaction: Transaction,
  { id, failures, lockedSeconds }: { id: number; failures: number; lockedSeconds: number },
): Promise<number> =>
  transaction.run(sql`
    update person
    set failed_attempts = ${failures}, locked_until = case
      when ${lockedSeconds} > 0 then now() + ${seconds(lockedSeconds)}
    end
    where id = ${id}`);

/** Forgets failures, if the password is still the one that was checked. @returns whether it is */
export async function acceptPassword(
  transaction: Transaction,
  { id, passwordHash }: { id: number; passwordHash: string },
): Promise<boolean> {
  const count = await transaction.run(sql`
    update person
    set failed_attempts = 0, locked_until = null
    where id = ${id} and password_hash = ${passwordHash} and not is_disabled`);
  return count === 1;
}

/** Sets a password; sessions and links of the person end. */
export async function setPassword(
  transaction: Transaction,
  { id, passwordHash }: { id: number; passwordHash: string },
): Promise<void> {
  await transaction.run(sql`
    update person
    set password_hash = ${passwordHash}, password_changed_at = now(), failed_attempts = 0, locked_until = null
    where id = ${id}`);
  await deleteSessionsOf(transaction, id);
  await transaction.run(sql`
    update setup_link
    set expires_at = now()
    where person_id = ${id} and used_at is null and expires_at > now()`);
}

/** Names of demonstration accounts that can log in. */
export async function listDemonstrationLogins(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.all<{ login: string }>(sql`
    select login
    from person
    where is_demonstration and not is_disabled and password_hash is not null
    order by id`);
  return rows.map(({ login }) => login);
}
