import type { LiveEvent } from '#contract/workflow';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

export interface OutboxEvent {
  topic: LiveEvent['topic'];
  /** Whoever's region overlaps it hears of the event. */
  regionCode: string;
  versionId: string | null;
  actorId: number | null;
  /** Nothing that somebody with an overlapping region may not know. */
  payload: Readonly<Record<string, unknown>>;
}

/** Leaves an event for those who look on; they hear of it when the transaction has committed, and only then. */
export async function sendEvent(transaction: Transaction, event: OutboxEvent): Promise<void> {
  await sendEvents(transaction, [event]);
}

/** Several events at once, in their order. */
export async function sendEvents(transaction: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  // Named in full: the publisher's unqualified names are the release's.
  await transaction.run(sql`
    insert into xiangtu.outbox (topic, region_code, version_id, actor_id, payload)
    select topic, "regionCode", "versionId", "actorId", payload
    from rows from (
      jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as (
        topic text, "regionCode" text, "versionId" text, "actorId" integer, payload jsonb
      )
    ) with ordinality as event(topic, "regionCode", "versionId", "actorId", payload, place)
    order by place`);
}
