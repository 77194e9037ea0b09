import type { Database } from '../../database/database.ts';
import type { Scope } from '../../database/role.ts';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { sendEvent } from './outbox.ts';

/** Seconds after which a connection that was not renewed counts as gone. */
export const staleSeconds = 45;

/** One open stream of a version. */
export interface Connection {
  /** UUID. */
  id: string;
  versionId: string;
  personId: number;
}

/** Somebody who has a version open, however many streams they have. */
export interface PresentPerson {
  id: number;
  name: string;
  /** When the first of their streams began. */
  since: string;
}

/** Of a row of version_presence. */
export const isFresh = sql`seen_at > now() - make_interval(secs => ${staleSeconds}::double precision)`;

/** Who has a version open, who came first first. */
export function listPresence(transaction: Transaction, versionId: string): Promise<PresentPerson[]> {
  return transaction.all<PresentPerson>(sql`
    select person.id, person.name, min(since) as since
    from version_presence
    join person on person.id = version_presence.person_id
    where version_id = ${versionId} and ${isFresh}
    group by person.id, person.name
    order by since, person.id`);
}

/** Whether another stream of the person has the version open. Locked, so that two that end at once see each other. */
async function isElsewhere(
  transaction: Transaction,
  { id, versionId, personId }: Connection,
): Promise<boolean> {
  await transaction.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`presence of ${personId} in ${versionId}`}, 0))`,
  );
  const other = await transaction.first(sql`
    select
    from version_presence
    where version_id = ${versionId} and person_id = ${personId} and connection_id <> ${id}::uuid and ${isFresh}`);
  return other !== null;
}

/** Tells the others; nothing where the version has gone meanwhile. */
async function tell(
  transaction: Transaction,
  { versionId, personId }: Connection,
  regionCode: string,
): Promise<void> {
  await sendEvent(transaction, {
    topic: 'presence-changed',
    regionCode,
    versionId,
    actorId: personId,
    payload: {},
  });
}

const regionOf = (transaction: Transaction, versionId: string) =>
  transaction.first<{ regionCode: string }>(sql`
    select region_code as "regionCode"
    from plan_version
    where id = ${versionId}`);

/** Says that somebody has a version open. @returns false for a version they may not see */
export function insertPresence(
  database: Database,
  { connection, scope }: { connection: Connection; scope: Scope },
): Promise<boolean> {
  const { id, versionId, personId } = connection;
  return database.transaction('leader', scope, async (transaction) => {
    const version = await regionOf(transaction, versionId);
    if (!version) return false;
    const wasThere = await isElsewhere(transaction, connection);
    await transaction.run(sql`
      insert into version_presence (version_id, person_id, connection_id)
      values (${versionId}, ${personId}, ${id}::uuid)
      on conflict (version_id, person_id, connection_id) do update set seen_at = now()`);
    if (!wasThere) await tell(transaction, connection, version.regionCode);
    return true;
  });
}

/** Says that a stream has ended. */
export function deletePresence(
  database: Database,
  { connection, scope }: { connection: Connection; scope: Scope },
): Promise<void> {
  const { id, versionId } = connection;
  return database.transaction('leader', scope, async (transaction) => {
    const version = await regionOf(transaction, versionId);
    if (!version) return;
    const isStillThere = await isElsewhere(transaction, connection);
    const deleted = await transaction.run(sql`
      delete from version_presence
      where version_id = ${versionId} and connection_id = ${id}::uuid`);
    if (deleted === 1 && !isStillThere) await tell(transaction, connection, version.regionCode);
  });
}
