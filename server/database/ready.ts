import type { Database } from './database.ts';
import type { Migration } from './migrate.ts';
import { databaseRoleNames, noScope } from './role.ts';
import { compareSecurity, describeDifference, type SecurityDifference } from './security/security.ts';
import { sql } from './sql.ts';

/** One thing the server needs of its database, as /api/ready lists it. */
export interface Check {
  name: string;
  isOk: boolean;
  detail: string;
}

/** Oldest major version of PostgreSQL that is supported. */
export const leastPostgres = 15;
const leastPostgis = [3, 3] as const;
const extensions = ['postgis', 'pg_trgm'] as const;

interface Observed {
  version: number;
  extensions: Record<string, string> | null;
  roles: string[] | null;
  takenRoles: string[] | null;
  migrations: string[] | null;
  security: SecurityDifference;
}

const list = (names: readonly string[]) => names.join(', ');
const without = (names: readonly string[], present: readonly string[] | null) =>
  names.filter((name) => !present?.includes(name));

/**
 * Asks the database for everything the server relies on; a dump brings neither roles nor extensions.
 * A database that cannot be reached is a failed check, not an error.
 */
export async function checkReadiness(database: Database, migrations: readonly Migration[]): Promise<Check[]> {
  try {
    const observed = await database.read('leader', noScope, async (transaction) => ({
      ...(await transaction.one<Omit<Observed, 'security'>>(sql`
        select
          current_setting('server_version_num')::integer as version,
          (select json_object_agg(extname, extversion) from pg_extension) as extensions,
          (select json_agg(rolname) from pg_roles where rolname = any(${databaseRoleNames})) as roles,
          (
            select json_agg(rolname) from pg_roles
            where rolname = any(${databaseRoleNames}) and pg_has_role(session_user, oid, 'member')
          ) as "takenRoles",
          (select json_agg(name order by name) from meta.schema_migration) as migrations`)),
      security: await compareSecurity(transaction),
    }));
    return checksOf(observed, migrations);
  } catch (error) {
    return [
      { name: 'database', isOk: false, detail: error instanceof Error ? error.message : String(error) },
    ];
  }
}

/** The checks that follow from what was seen. */
export function checksOf(observed: Observed, migrations: readonly Migration[]): Check[] {
  const major = Math.floor(observed.version / 10_000);
  const postgis = observed.extensions?.postgis;
  const [postgisMajor = 0, postgisMinor = 0] = (postgis ?? '').split('.').map(Number);
  const isPostgisNew =
    postgisMajor > leastPostgis[0] || (postgisMajor === leastPostgis[0] && postgisMinor >= leastPostgis[1]);
  const missingExtensions = without(extensions, Object.keys(observed.extensions ?? {}));
  const missingRoles = without(databaseRoleNames, observed.roles);
  const refusedRoles = without(databaseRoleNames, observed.takenRoles).filter(
    (name) => !missingRoles.includes(name),
  );
  const names = migrations.map(({ name }) => name);
  const pending = without(names, observed.migrations);
  const check = (name: string, isOk: boolean, detail: string): Check => ({ name, isOk, detail });
  return [
    check('postgresql', major >= leastPostgres, `version ${major}; ${leastPostgres} or newer is needed`),
    check(
      'postgis',
      isPostgisNew,
      `version ${postgis ?? 'none'}; ${leastPostgis.join('.')} or newer is needed`,
    ),
    check(
      'extensions',
      missingExtensions.length === 0,
      missingExtensions.length === 0 ? list(extensions) : `missing: ${list(missingExtensions)}`,
    ),
    check(
      'roles',
      missingRoles.length + refusedRoles.length === 0,
      [
        missingRoles.length > 0 ? `missing: ${list(missingRoles)}` : '',
        refusedRoles.length > 0 ? `not granted to the login role: ${list(refusedRoles)}` : '',
      ]
        .filter(Boolean)
        .join('; ') || `${databaseRoleNames.length} request roles`,
    ),
    check(
      'security',
      observed.security.missing.length + observed.security.unexpected.length === 0,
      describeDifference(observed.security) ||
        'roles, rights, policies and leakproof flags as they were made',
    ),
    check(
      'migrations',
      pending.length === 0,
      pending.length === 0 ? `${names.length} applied` : `not applied: ${list(pending)}`,
    ),
  ];
}
