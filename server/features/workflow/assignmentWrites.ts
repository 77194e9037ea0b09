import type { AssignmentValue } from '#contract/workflow';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { valueKey, type PlaceChange } from './assignmentBatch.ts';

interface Write {
  versionId: string;
  sourceId: string;
  personId: number;
  /** The revision the batch makes. */
  revision: number;
}

/**
 * The changes of a batch as a table: villages with the numbers of their values, and each value once. A stroke has
 * thousands of villages and a handful of values.
 */
function changeRows(changes: readonly PlaceChange[]): Fragment {
  const values: AssignmentValue[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (value: AssignmentValue): number => {
    const key = valueKey(value);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, values.push(value));
    return values.length;
  };
  const before = changes.map((change) => numberOf(change.before));
  const after = changes.map((change) => numberOf(change.after));
  return sql`
    value as materialized (
      select number::integer, nullif(value, 'null'::jsonb) as value
      from jsonb_array_elements(${JSON.stringify(values)}::jsonb) with ordinality as listed(value, number)
    ),
    change as (
      select village_id, county_code, former.value as before, latter.value as after
      from unnest(
        ${changes.map(({ villageId }) => villageId)}::integer[],
        ${changes.map(({ countyCode }) => countyCode)}::text[], ${before}::integer[], ${after}::integer[]
      ) as changed(village_id, county_code, before_number, after_number)
      join value as former on former.number = before_number
      join value as latter on latter.number = after_number
    )`;
}

/** Values of a village as columns of its row. */
const valueColumns = sql`
  after ->> 'status' as status, after ->> 'categoryKey' as category_key,
  (after ->> 'reviewDate')::date as review_date, after ->> 'reason' as reason, after ->> 'criterion' as criterion,
  after ->> 'clause' as clause`;

/**
 * Writes the changes of a batch and its journal: a few statements, however many villages. The version is locked, so
 * that `before` is what is there.
 */
export async function writeChanges(
  transaction: Transaction,
  changes: readonly PlaceChange[],
  { versionId, sourceId, personId, revision }: Write,
): Promise<void> {
  const removed = changes.filter(({ after }) => after === null);
  const added = changes.filter(({ before, after }) => before === null && after !== null);
  const moved = changes.filter(({ before, after }) => before !== null && after !== null);
  if (removed.length > 0) {
    await transaction.run(sql`
      with ${changeRows(removed)}
      delete from assignment
      using change
      where assignment.version_id = ${versionId} and assignment.county_code = change.county_code
        and assignment.village_id = change.village_id`);
  }
  if (moved.length > 0) {
    // Not by `on conflict`: that checks each row as an insertion first, which doubles the time.
    await transaction.run(sql`
      with ${changeRows(moved)}
      update assignment
      set status = wanted.status, category_key = wanted.category_key, review_date = wanted.review_date,
        reason = wanted.reason, criterion = wanted.criterion, clause = wanted.clause,
        revision = ${revision}::integer, changed_by = ${personId}::integer, changed_at = now()
      from (select county_code, village_id, ${valueColumns} from change) as wanted
      where assignment.version_id = ${versionId} and assignment.county_code = wanted.county_code
        and assignment.village_id = wanted.village_id`);
  }
  if (added.length > 0) {
    await transaction.run(sql`
      with ${changeRows(added)}
      insert into assignment (
        version_id, county_code, village_id, status, category_key, review_date, reason, criterion, clause,
        source_id, revision, changed_by, changed_at
      )
      select
        ${versionId}, county_code, village_id, ${valueColumns}, ${sourceId}, ${revision}::integer,
        ${personId}::integer, now()
      from change`);
  }
  await transaction.run(sql`
    with ${changeRows(changes)}
    insert into assignment_change (version_id, county_code, revision, village_id, before, after, person_id)
    select ${versionId}, county_code, ${revision}::integer, village_id, before, after, ${personId}::integer
    from change`);
  await transaction.run(sql`
    update plan_version
    set revision = ${revision}
    where id = ${versionId}`);
}
