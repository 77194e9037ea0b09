import type { LiveEvent } from '#contract/workflow';
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../database/role.ts';
import { sql } from '../../database/sql.ts';
import type { Position } from './position.ts';

interface EventRow {
  id: number;
  transactionId: string;
  topic: LiveEvent['topic'];
  regionCode: string;
  versionId: string | null;
  actorId: number | null;
  at: string;
  payload: Record<string, unknown>;
}

/**
 * The position everything before which is complete: no transaction before it is still running. With how many events
 * lie between another position and it, up to a limit.
 */
export async function readPresent(
  database: Database,
  scope: Scope,
  { since, limit }: { since: Position | null; limit: number },
): Promise<{ present: Position; missed: number }> {
  const { transactionId = '0', id = 0 } = since ?? {};
  const row = await database.readOne<{ horizon: string; second: number; missed: number }>(
    'leader',
    scope,
    sql`
    select
      pg_snapshot_xmin(pg_current_snapshot())::text as horizon, extract(epoch from now())::bigint as second,
      case when ${since !== null}::boolean then (
        select count(*)::integer
        from (
          select
          from outbox
          where (transaction_id, id) > (${transactionId}::xid8, ${id}::bigint)
          limit ${limit}::integer
        ) as later
      ) else 0 end as missed`,
  );
  return { present: { transactionId: row.horizon, id: 0, second: row.second }, missed: row.missed };
}

/** Events after a position that no running transaction can still add to, oldest first, and where they end. */
export async function readEvents(
  database: Database,
  scope: Scope,
  { after, limit }: { after: Position; limit: number },
): Promise<{ events: EventRow[]; present: Position }> {
  const row = await database.readOne<{ horizon: string; second: number; events: EventRow[] }>(
    'leader',
    scope,
    sql`
    select
      pg_snapshot_xmin(pg_current_snapshot())::text as horizon, extract(epoch from now())::bigint as second,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', id, 'transactionId', transaction_id::text, 'topic', topic, 'regionCode', region_code,
          'versionId', version_id, 'actorId', actor_id, 'at', at, 'payload', payload
        ) order by transaction_id, id)
        from (
          select id, transaction_id, topic, region_code, version_id, actor_id, at, payload
          from outbox
          where (transaction_id, id) > (${after.transactionId}::xid8, ${after.id}::bigint)
            and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
          order by transaction_id, id
          limit ${limit}::integer
        ) as event
      ), '[]') as events`,
  );
  return { events: row.events, present: { transactionId: row.horizon, id: 0, second: row.second } };
}

export type { EventRow };
