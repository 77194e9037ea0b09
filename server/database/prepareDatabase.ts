import { StartError } from '../startError.ts';
import type { Database } from './database.ts';
import { loadShippedData } from './load/index.ts';
import { migrate, type Migration } from './migrate.ts';
import { leastPostgres } from './ready.ts';
import { grantRequestRoles } from './requestRoles.ts';
import { describeDifference, ensureSecurity } from './security/security.ts';
import { sql } from './sql.ts';

export interface PrepareOptions {
  migrations: readonly Migration[];
  /** Text of security/security.sql. */
  securityScript: string;
  /** The login role of requests; null on the embedded engine, where it is the administrator. */
  loginRole: string | null;
  /** See `Config.hasDemonstration`. */
  withDemonstration: boolean;
  /** One line for a person at the console. */
  report: (line: string) => void;
}

/**
 * Makes a database ready to serve: schema, roles, shipped data. Costs a few queries when all of it is
 * there; several servers may do it at once.
 * @throws StartError when the database is too old, or its schema or the data files do not fit
 */
export async function prepareDatabase(database: Database, options: PrepareOptions): Promise<void> {
  const { migrations, securityScript, loginRole, withDemonstration, report } = options;
  const { major } = await database.administer((administration) =>
    administration.one<{ major: number }>(
      sql`select current_setting('server_version_num')::integer / 10000 as major`,
    ),
  );
  if (major < leastPostgres) {
    throw new StartError(
      'unavailable',
      `the database is PostgreSQL ${major}: ${leastPostgres} or newer is needed`,
    );
  }
  const applied = await migrate(database, migrations);
  if (applied.length > 0) report(`${applied.length} migrations applied`);
  const difference = await ensureSecurity(database, securityScript);
  if (difference.missing.length > 0) {
    throw new StartError(
      'unavailable',
      `the database has lost roles, rights or flags (a dump does not carry them): run \`npm run db:mend\`; ${describeDifference(difference)}`,
    );
  }
  if (loginRole !== null) await grantRequestRoles(database, loginRole);
  await loadShippedData(database, { withDemonstration, log: report });
}
