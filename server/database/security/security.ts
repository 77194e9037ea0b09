import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';
import { databaseRoleNames } from '../role.ts';
import { sql } from '../sql.ts';
import type { Administration, Transaction } from '../transaction.ts';

/** What differs between the rights, policies and flags that should be and those that are. */
export interface SecurityDifference {
  missing: string[];
  unexpected: string[];
}

/** The first words of the items that are about flags of functions. */
const leakproofMark = 'leakproof ';
const scriptItem = (script: string): string =>
  `script ${createHash('sha256').update(script).digest('hex').slice(0, 16)}`;

/** Functions behind the operators of the 2-d spatial index, all of which must be leakproof. */
const spatialFunctions = sql`
  select distinct pg_operator.oprcode
  from pg_amop
  join pg_opfamily on pg_opfamily.oid = amopfamily and opfname = 'gist_geometry_ops_2d'
  join pg_operator on pg_operator.oid = amopopr`;

/**
 * Roles, rights, policies and flags as the catalog has them, an item each in words: what can be compared with
 * what security.sql made, and named when it is not there.
 */
async function readItems(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.all<{ item: string }>(sql`
    with
      request_role as (
        select oid, rolname, rolcanlogin or rolinherit or rolsuper or rolcreatedb or rolcreaterole
          or rolbypassrls as is_strong
        from pg_roles
        where rolname = any(${databaseRoleNames})
      ),
      relation as (
        select pg_class.oid, nspname || '.' || relname as name, relkind, relrowsecurity, relacl
        from pg_class
        join pg_namespace on pg_namespace.oid = relnamespace
        where nspname in ('xiangtu', 'release', 'archive', 'meta') and relkind in ('r', 'p', 'v')
      ),
      grantee as (select oid, rolname from request_role union all select 0, 'everybody')
    select 'role ' || rolname || case when is_strong then ' (with rights of its own)' else '' end as item
    from request_role
    union all
    select 'row-level security of ' || name
    from relation
    where relrowsecurity
    union all
    select format('policy %s of %s.%s for %s to %s (%s)', policyname, schemaname, tablename, lower(cmd),
      array_to_string(roles, '+'), left(md5(concat_ws('|', permissive, qual, with_check)), 8))
    from pg_policies
    where schemaname in ('xiangtu', 'release', 'archive', 'meta')
    union all
    select format('right to %s %s of %s', lower(privilege_type), name, rolname)
    from relation
    cross join lateral aclexplode(relacl) as acl
    join grantee on grantee.oid = acl.grantee
    union all
    select format('right to %s %s (%s) of %s', lower(privilege_type), name, attname, rolname)
    from relation
    join pg_attribute on attrelid = relation.oid and not attisdropped
    cross join lateral aclexplode(attacl) as acl
    join grantee on grantee.oid = acl.grantee
    union all
    select format('right to %s schema %s of %s', lower(privilege_type), nspname, rolname)
    from pg_namespace
    cross join lateral aclexplode(nspacl) as acl
    join grantee on grantee.oid = acl.grantee
    where nspname in ('xiangtu', 'release', 'archive', 'meta')
    union all
    select ${leakproofMark}::text || oprcode::regprocedure
    from (${spatialFunctions}) as spatial
    join pg_proc on pg_proc.oid = oprcode
    where proleakproof
    order by item`);
  return rows.map(({ item }) => item);
}

/**
 * Makes roles, rights, policies and flags what security.sql says, and keeps a list of them. Changes nothing that
 * is already so. @param script the text of security.sql
 */
export async function applySecurity(administration: Administration, script: string): Promise<void> {
  await administration.script(script);
  const wanted = await administration.all<{ item: string }>(sql`
    select ${leakproofMark}::text || oprcode::regprocedure as item
    from (${spatialFunctions}) as spatial`);
  const items = new Set([
    ...(await readItems(administration)),
    ...wanted.map(({ item }) => item),
    scriptItem(script),
  ]);
  await administration.run(sql`delete from meta.security_state`);
  await administration.run(sql`
    insert into meta.security_state (item)
    select unnest(${[...items]}::text[])`);
}

/** Compares the catalog with what security.sql made when it was last applied; a dump brings the list, not the roles. */
export async function compareSecurity(transaction: Transaction): Promise<SecurityDifference> {
  const expected = await transaction.all<{ item: string }>(sql`
    select item from meta.security_state where item not like 'script %' order by item`);
  const present = new Set(await readItems(transaction));
  const wanted = new Set(expected.map(({ item }) => item));
  return {
    missing: [...wanted].filter((item) => !present.has(item)),
    unexpected: [...present].filter((item) => !wanted.has(item)),
  };
}

/** In a few words, however long the lists are. */
export function describeDifference({ missing, unexpected }: SecurityDifference): string {
  const some = (items: string[]) =>
    items.slice(0, 12).join(', ') + (items.length > 12 ? `, and ${items.length - 12} more` : '');
  return [
    ...(missing.length > 0 ? [`missing: ${some(missing)}`] : []),
    ...(unexpected.length > 0 ? [`not expected: ${some(unexpected)}`] : []),
  ].join('; ');
}

/**
 * Applies the script when it has changed or never was applied here; otherwise only looks.
 * @returns what is missing then: somebody restored a dump or changed rights by hand, which is not mended silently
 */
export async function ensureSecurity(database: Database, script: string): Promise<SecurityDifference> {
  return database.administer(async (administration) => {
    // Two servers may start at once: the second finds the script applied.
    await administration.run(sql`select pg_advisory_xact_lock(7410, 2)`);
    const { isCurrent } = await administration.one<{ isCurrent: boolean }>(sql`
      select exists (
        select from meta.security_state where item = ${scriptItem(script)}
      ) as "isCurrent"`);
    if (!isCurrent) await applySecurity(administration, script);
    return compareSecurity(administration);
  });
}
