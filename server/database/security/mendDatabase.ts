import { StartError } from '../../startError.ts';
import type { Database } from '../database.ts';
import { grantRequestRoles } from '../requestRoles.ts';
import { sql } from '../sql.ts';
import { applySecurity, compareSecurity, type SecurityDifference } from './security.ts';

/**
 * Makes roles, rights, policies and flags of a restored database what the script says, and lets the login role of
 * requests take the roles. Changes no data.
 * @param options.loginRole null on the embedded engine, where requests come as the administrator
 * @returns what could not be mended: flags need a superuser
 * @throws StartError when the database was never migrated
 */
export async function mendDatabase(
  database: Database,
  { securityScript, loginRole }: { securityScript: string; loginRole: string | null },
): Promise<SecurityDifference> {
  const difference = await database.administer(async (administration) => {
    const { isMigrated } = await administration.one<{ isMigrated: boolean }>(sql`
      select to_regclass('meta.security_state') is not null as "isMigrated"`);
    if (!isMigrated) {
      throw new StartError('unavailable', 'this database has no schema yet: start the server, it makes one');
    }
    await applySecurity(administration, securityScript);
    return compareSecurity(administration);
  });
  if (loginRole !== null) await grantRequestRoles(database, loginRole);
  return difference;
}
