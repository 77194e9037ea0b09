import type { Database } from './database.ts';
import { databaseRoleNames } from './role.ts';
import { sql } from './sql.ts';

/**
 * Lets the login role of `DATABASE_URL` take the request roles, without inheriting their rights: a
 * request that forgets its role then sees nothing. Does nothing when the login is a superuser, as the
 * embedded engine's is, or has the roles already.
 */
export async function grantRequestRoles(database: Database, login: string): Promise<void> {
  await database.administer(async (administration) => {
    const missing = await administration.all<{ statement: string }>(sql`
      select case
          -- Since PostgreSQL 16 inheriting belongs to the grant, before to the role.
          when current_setting('server_version_num')::integer >= 160000
            then format('grant %I to %I with inherit false, set true', request.rolname, login.rolname)
          else format('grant %I to %I', request.rolname, login.rolname)
        end as statement
      from pg_roles as request, pg_roles as login
      where request.rolname = any(${databaseRoleNames})
        and login.rolname = ${login}
        and not pg_has_role(login.oid, request.oid, 'member')`);
    for (const { statement } of missing) await administration.script(statement);
  });
}
