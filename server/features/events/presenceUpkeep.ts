import type { Database } from '../../database/database.ts';
import { sql } from '../../database/sql.ts';
import { isFresh, type Connection } from './presenceQueries.ts';

/**
 * Renews the connections of this process, and takes away those that nobody renews: their process was killed. Upkeep,
 * one short transaction for all.
 */
export function renewPresence(database: Database, connections: readonly Connection[]): Promise<void> {
  return database.administer(async (administration) => {
    // Renewed even where another process has taken them for gone, after a long pause of this one.
    await administration.run(sql`
      insert into xiangtu.version_presence (version_id, person_id, connection_id)
      select version_id, person_id, connection_id
      from unnest(
        ${connections.map(({ versionId }) => versionId)}::text[], ${connections.map(({ personId }) => personId)}::integer[],
        ${connections.map(({ id }) => id)}::uuid[]
      ) as connection(version_id, person_id, connection_id)
      join xiangtu.plan_version as version on version.id = version_id
      on conflict (version_id, person_id, connection_id) do update set seen_at = now()`);
    await administration.run(sql`
      with gone as (
        delete from xiangtu.version_presence
        where not ${isFresh}
        returning version_id, person_id, connection_id
      )
      insert into xiangtu.outbox (topic, region_code, version_id, actor_id)
      select distinct 'presence-changed', version.region_code, gone.version_id, gone.person_id
      from gone
      join xiangtu.plan_version as version on version.id = gone.version_id
      where not exists (
        select
        from xiangtu.version_presence as other
        where other.version_id = gone.version_id and other.person_id = gone.person_id and ${isFresh}
      )`);
  });
}
