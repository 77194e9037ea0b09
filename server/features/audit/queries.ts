import type { z } from 'zod';
import type { auditEventSchema, HistoryEvent } from '#contract/audit';
import type { SealedRecord } from '#domain/audit/auditChain';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** The last record of a chain. */
export interface ChainHead {
  chain: string;
  number: number;
  mac: string;
}

/**
 * The head of a chain, locked until the transaction ends; a chain begins with its first record.
 * Names are qualified: the publisher records too, and unqualified names are the release's there.
 */
export async function lockHead(
  transaction: Transaction,
  { chain, genesis }: { chain: string; genesis: string },
): Promise<ChainHead> {
  const lock = sql`select chain, number, mac from xiangtu.audit_chain where chain = ${chain} for update`;
  const head = await transaction.first<ChainHead>(lock);
  if (head) return head;
  await transaction.run(sql`
    insert into xiangtu.audit_chain (chain, number, mac)
    values (${chain}, 0, ${genesis})
    on conflict (chain) do nothing`);
  return transaction.one<ChainHead>(lock);
}

/** Adds a sealed record to its chain and moves the head on. */
export async function appendEvent(transaction: Transaction, record: SealedRecord): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await transaction.run(sql`
    with head as (
      update xiangtu.audit_chain
      set number = ${record.number}, mac = ${record.mac}
      where chain = ${record.chain}
    )
    insert into xiangtu.audit_event (
      chain, number, at, person_id, person_name, role, action, subject_type, subject_id, region_code,
      request_id, address, before, after, previous_mac, mac
    ) values (
      ${record.chain}, ${record.number}, ${record.at}, ${record.personId}, ${record.personName}, ${record.role},
      ${record.action}, ${record.subjectType}, ${record.subjectId}, ${record.regionCode}, ${record.requestId},
      ${record.address}, ${json(record.before)}::jsonb, ${json(record.after)}::jsonb, ${record.previousMac},
      ${record.mac}
    )`);
}

/** Where every chain ends. */
export const listHeads = (transaction: Transaction): Promise<ChainHead[]> =>
  transaction.all<ChainHead>(sql`select chain, number, mac from xiangtu.audit_chain order by chain`);

/** Records of a chain after one of them, in order. */
export const listRecords = (
  transaction: Transaction,
  { chain, after, limit }: { chain: string; after: number; limit: number },
): Promise<SealedRecord[]> =>
  transaction.all<SealedRecord>(sql`
    select
      chain, number, at, person_id as "personId", person_name as "personName", role, action,
      subject_type as "subjectType", subject_id as "subjectId", region_code as "regionCode",
      request_id as "requestId", address, before, after, previous_mac as "previousMac", mac
    from xiangtu.audit_event
    where chain = ${chain} and number > ${after}
    order by number
    limit ${limit}`);

/** Time, chain and number of the last event of a page: times of one transaction are the same. */
export type EventKey = [recordedAt: string, chain: string, number: number];
type Keyed<Event> = Event & { recordedAt: string };
type AuditEvent = z.output<typeof auditEventSchema>;

export const keyOf = ({ recordedAt, chain, number }: Keyed<HistoryEvent>): EventKey => [
  recordedAt,
  chain,
  number,
];

/** To the microsecond, as events of one page can be that close. */
const recordedAt = sql`to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const historyColumns = sql`
  chain, number, at,
  case when person_id is not null then jsonb_build_object('id', person_id, 'name', person_name) end as actor,
  role, action, subject_type as "subjectType", subject_id as "subjectId", before, after,
  ${recordedAt} as "recordedAt"`;

const older = (key: EventKey | null): Fragment =>
  key === null
    ? sql`true`
    : sql`(recorded_at, chain, number) < (${key[0]}::timestamptz, ${key[1]}::text, ${key[2]}::bigint)`;

interface Page {
  key: EventKey | null;
  limit: number;
}

/** Newest first, one more than `limit` when there is a next page. */
export const listHistory = (
  transaction: Transaction,
  { type, id, key, limit }: Page & { type: string; id: string },
): Promise<Keyed<HistoryEvent>[]> =>
  transaction.all(sql`
    select ${historyColumns}
    from xiangtu.audit_event
    where subject_type = ${type} and subject_id = ${id} and ${older(key)}
    order by recorded_at desc, chain desc, number desc
    limit ${limit + 1}`);

/**
 * As `listHistory`, for one village: batches are recorded as events of their version, the journal of changes holds
 * them village by village; edits of its territory are events of its own.
 */
export const listVillageHistory = (
  transaction: Transaction,
  { id, key, limit }: Page & { id: number },
): Promise<Keyed<HistoryEvent>[]> =>
  transaction.all(sql`
    with event as (
      select
        change.county_code::text as chain, change.revision::bigint as number, change.changed_at as recorded_at,
        'change-assignments' as action, 'planner' as role,
        jsonb_build_object('id', person.id, 'name', person.name) as actor, change.before,
        coalesce(change.after, '{}') || jsonb_build_object('versionId', change.version_id) as after
      from assignment_change as change
      join person on person.id = change.person_id
      where change.village_id = ${id}
      union all
      select
        chain, number, recorded_at, action, role,
        case when person_id is not null then jsonb_build_object('id', person_id, 'name', person_name) end, before, after
      from xiangtu.audit_event
      where subject_type = 'village' and subject_id = ${String(id)}
    )
    select
      chain, number, ${recordedAt} as at, actor, role, action,
      'village' as "subjectType", ${String(id)}::text as "subjectId", before, after, ${recordedAt} as "recordedAt"
    from event
    where ${older(key)}
    order by recorded_at desc, chain desc, number desc
    limit ${limit + 1}`);

/** As `listHistory`, of everything the role may see, with addresses. */
export const listEvents = (
  transaction: Transaction,
  { chain, action, person, key, limit }: Page & { chain?: string; action?: string; person?: number },
): Promise<Keyed<AuditEvent>[]> => {
  const conditions = [
    older(key),
    ...(chain === undefined ? [] : [sql`chain = ${chain}`]),
    ...(action === undefined ? [] : [sql`action = ${action}`]),
    ...(person === undefined ? [] : [sql`person_id = ${person}`]),
  ];
  return transaction.all(sql`
    select ${historyColumns}, address, request_id as "requestId"
    from xiangtu.audit_event
    where ${sql.join(conditions, ' and ')}
    order by recorded_at desc, chain desc, number desc
    limit ${limit + 1}`);
};
