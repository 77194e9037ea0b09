import type { AssignmentValue } from '#contract/workflow';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A village of the base map with its place in a version's list. */
export interface CurrentPlace {
  villageId: number;
  name: string;
  countyCode: string;
  value: AssignmentValue;
}

interface PlaceRow extends Omit<CurrentPlace, 'value'> {
  status: NonNullable<AssignmentValue>['status'] | null;
  categoryKey: string | null;
  reviewDate: string | null;
  reason: string | null;
  criterion: string | null;
  clause: string | null;
}

/**
 * Values of rows; equal rows give the same object, so that whatever is worked out of a value is worked out once.
 * Thousands of villages have a handful of values.
 */
function valueReader(): (row: PlaceRow) => AssignmentValue {
  const values = new Map<string, AssignmentValue>();
  return ({ status, categoryKey, reviewDate, reason, criterion, clause }) => {
    if (status === null) return null;
    // U+0000 is in no text of the database.
    const key = `${status}\0${categoryKey}\0${reviewDate}\0${reason}\0${criterion}\0${clause}`;
    const known = values.get(key);
    if (known !== undefined) return known;
    // Like domain/painting, which leaves out what is not said.
    const value = {
      status,
      categoryKey,
      reviewDate,
      reason,
      ...(criterion === null ? {} : { criterion }),
      ...(clause === null ? {} : { clause }),
    };
    values.set(key, value);
    return value;
  };
}

/** Places of villages in a version, of those that exist. */
export async function readPlaces(
  transaction: Transaction,
  { versionId, villageIds }: { versionId: string; villageIds: readonly number[] },
): Promise<CurrentPlace[]> {
  const rows = await transaction.all<PlaceRow>(sql`
    select
      village.id as "villageId", village.name, village.county_code as "countyCode", assignment.status,
      assignment.category_key as "categoryKey", assignment.review_date as "reviewDate", assignment.reason,
      assignment.criterion, assignment.clause
    from village
    left join assignment
      on assignment.version_id = ${versionId} and assignment.county_code = village.county_code
      and assignment.village_id = village.id
    where village.id = any(${villageIds}::integer[])`);
  const valueOf = valueReader();
  return rows.map((row) => ({
    villageId: row.villageId,
    name: row.name,
    countyCode: row.countyCode,
    value: valueOf(row),
  }));
}

/** The latest change of a village after some revision. */
export interface LaterChange {
  villageId: number;
  revision: number;
  at: string;
  by: { id: number; name: string };
}

/** Villages of a version that changed after a revision, with their latest change. */
export function listLaterChanges(
  transaction: Transaction,
  { versionId, revision }: { versionId: string; revision: number },
): Promise<LaterChange[]> {
  return transaction.all<LaterChange>(sql`
    select distinct on (change.village_id)
      change.village_id as "villageId", change.revision, change.changed_at as at,
      jsonb_build_object('id', person.id, 'name', person.name) as by
    from assignment_change as change
    join person on person.id = change.person_id
    where change.version_id = ${versionId} and change.revision > ${revision}
    order by change.village_id, change.revision desc`);
}

/** The answer a person's earlier batch of the same key got, and what it was about. */
export function findBatch(
  transaction: Transaction,
  { versionId, key, personId }: { versionId: string; key: string; personId: number },
) {
  return transaction.first<{ bodyHash: string; answer: unknown }>(sql`
    select body_hash as "bodyHash", answer
    from assignment_batch
    where version_id = ${versionId} and key = ${key} and person_id = ${personId}`);
}

/** Whether a key names a stroke of the person in this version that changed something. */
export async function isOwnStroke(
  transaction: Transaction,
  { versionId, key, personId }: { versionId: string; key: string; personId: number },
): Promise<boolean> {
  const found = await transaction.first(sql`
    select
    from assignment_batch
    where version_id = ${versionId} and key = ${key} and person_id = ${personId} and kind = 'stroke' and changed > 0`);
  return found !== null;
}

interface KeptBatch {
  versionId: string;
  key: string;
  personId: number;
  bodyHash: string;
  revision: number;
  changed: number;
  /** undefined: a stroke. */
  history: { kind: 'undo' | 'redo'; reverses: string } | undefined;
  answer: object;
}

/** Remembers a batch with its answer; false when somebody else used the key for this version. */
export async function keepBatch(transaction: Transaction, batch: KeptBatch): Promise<boolean> {
  const { versionId, key, personId, bodyHash, revision, changed, history, answer } = batch;
  const kept = await transaction.run(sql`
    insert into assignment_batch (
      version_id, key, person_id, body_hash, revision, changed, kind, reverses, answer
    )
    values (
      ${versionId}, ${key}, ${personId}, ${bodyHash}, ${revision}, ${changed}, ${history?.kind ?? 'stroke'},
      ${history?.reverses ?? null}, ${JSON.stringify(answer)}
    )
    on conflict do nothing`);
  return kept === 1;
}
