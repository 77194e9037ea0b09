import type { Person } from '#contract/people';
import type { Grant } from '#domain/access/permissions';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A person as administrators know them, without what depends on who asks. */
export type PersonRow = Omit<Person, 'isManaged'>;

const personRows = (condition: Fragment): Fragment => sql`
  select
    id, login, name, is_disabled as "isDisabled", is_demonstration as "isDemonstration",
    password_changed_at is not null as "hasPassword",
    case when locked_until > now() then locked_until end as "lockedUntil", created_at as "createdAt",
    (
      select coalesce(
        jsonb_agg(jsonb_build_object('role', role, 'regionCode', region_code) order by region_code, role), '[]'
      )
      from person_grant
      where person_id = person.id
    ) as grants
  from person
  where ${condition}
  order by login`;

export const listPersons = (transaction: Transaction): Promise<PersonRow[]> =>
  transaction.all<PersonRow>(personRows(sql`true`));

export const findPerson = (transaction: Transaction, id: number): Promise<PersonRow | null> =>
  transaction.first<PersonRow>(personRows(sql`id = ${id}`));

/** Keeps others from changing the person or their grants until the transaction ends. */
export const lockPerson = (transaction: Transaction, id: number): Promise<number> =>
  transaction.run(sql`select id from person where id = ${id} for update`);

/** Codes that are no region of the base data. */
export async function unknownRegions(transaction: Transaction, codes: readonly string[]): Promise<string[]> {
  const rows = await transaction.all<{ code: string }>(sql`
    select asked.code
    from unnest(${codes}::text[]) as asked (code)
    where not exists (select from region where region.code = asked.code)`);
  return rows.map(({ code }) => code);
}

/** @returns the id; null when the login is taken */
export async function insertPerson(
  transaction: Transaction,
  { login, name, createdBy }: { login: string; name: string; createdBy: number },
): Promise<number | null> {
  const row = await transaction.first<{ id: number }>(sql`
    insert into person (login, name, created_by)
    values (${login}, ${name}, ${createdBy})
    on conflict (login) do nothing
    returning id`);
  return row?.id ?? null;
}

export async function changePerson(
  transaction: Transaction,
  id: number,
  { name, isDisabled, unlock }: { name?: string; isDisabled?: boolean; unlock?: true },
): Promise<void> {
  const changes = [
    ...(name === undefined ? [] : [sql`name = ${name}`]),
    ...(isDisabled === undefined ? [] : [sql`is_disabled = ${isDisabled}`]),
    ...(unlock === undefined ? [] : [sql`locked_until = null, failed_attempts = 0`]),
  ];
  if (changes.length === 0) return;
  await transaction.run(sql`update person set ${sql.join(changes, ', ')} where id = ${id}`);
}

export const endSessions = (transaction: Transaction, personId: number): Promise<number> =>
  transaction.run(sql`delete from session where person_id = ${personId}`);

const columnsOf = (grants: readonly Grant[]) => [
  grants.map(({ role }) => role),
  grants.map(({ regionCode }) => regionCode),
];

export async function insertGrants(
  transaction: Transaction,
  { personId, grants, grantedBy }: { personId: number; grants: readonly Grant[]; grantedBy: number },
): Promise<void> {
  const [roles, codes] = columnsOf(grants);
  await transaction.run(sql`
    insert into person_grant (person_id, role, region_code, granted_by)
    select ${personId}, given.role, given.code, ${grantedBy}
    from unnest(${roles}::text[], ${codes}::text[]) as given (role, code)
    on conflict (person_id, role, region_code) do nothing`);
}

export async function deleteGrants(
  transaction: Transaction,
  { personId, grants }: { personId: number; grants: readonly Grant[] },
): Promise<void> {
  const [roles, codes] = columnsOf(grants);
  await transaction.run(sql`
    delete from person_grant
    using unnest(${roles}::text[], ${codes}::text[]) as taken (role, code)
    where person_id = ${personId} and person_grant.role = taken.role and region_code = taken.code`);
}
