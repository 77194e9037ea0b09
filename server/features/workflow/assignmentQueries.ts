import type { AssignmentValue } from '#contract/workflow';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { PlaceChange } from './assignmentBatch.ts';

/** A village of the base map with its place in a version's list. */
export interface CurrentPlace {
  villageId: number;
  name: string;
  countyCode: string;
  value: AssignmentValue;
}

/** Places of villages in a version, of those that exist. */
export async function readPlaces(
  transaction: Transaction,
  { versionId, villageIds }: { versionId: string; villageIds: readonly number[] },
): Promise<CurrentPlace[]> {
  return transaction.all<CurrentPlace>(sql`
    select
      village.id as "villageId", village.name, village.county_code as "countyCode",
      case when assignment.village_id is not null then jsonb_build_object(
        'status', assignment.status, 'categoryKey', assignment.category_key,
        'reviewDate', assignment.review_date, 'reason', assignment.reason
      ) end as value
    from village
    left join assignment
      on assignment.version_id = ${versionId} and assignment.county_code = village.county_code
      and assignment.village_id = village.id
    where village.id = any(${villageIds}::integer[])`);
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

/** Remembers the answer of a batch; false when somebody else used the key for this version. */
export async function keepBatch(
  transaction: Transaction,
  batch: {
    versionId: string;
    key: string;
    personId: number;
    bodyHash: string;
    revision: number;
    answer: object;
  },
): Promise<boolean> {
  const { versionId, key, personId, bodyHash, revision, answer } = batch;
  const kept = await transaction.run(sql`
    insert into assignment_batch (version_id, key, person_id, body_hash, revision, answer)
    values (${versionId}, ${key}, ${personId}, ${bodyHash}, ${revision}, ${JSON.stringify(answer)})
    on conflict do nothing`);
  return kept === 1;
}

interface Write {
  versionId: string;
  sourceId: string;
  personId: number;
  /** The revision the batch makes. */
  revision: number;
}

/** Writes the changes of a batch and its journal: a few statements, however many villages. */
export async function writeChanges(
  transaction: Transaction,
  changes: readonly PlaceChange[],
  { versionId, sourceId, personId, revision }: Write,
): Promise<void> {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change(
    "villageId" integer, "countyCode" text, before jsonb, after jsonb
  )`;
  if (changes.some(({ after }) => after === null)) {
    await transaction.run(sql`
      delete from assignment
      using ${rows}
      where assignment.version_id = ${versionId} and assignment.county_code = change."countyCode"
        and assignment.village_id = change."villageId" and jsonb_typeof(change.after) is distinct from 'object'`);
  }
  await transaction.run(sql`
    insert into assignment (
      version_id, county_code, village_id, status, category_key, review_date, reason, source_id, revision,
      changed_by, changed_at
    )
    select
      ${versionId}, "countyCode", "villageId", after ->> 'status', after ->> 'categoryKey',
      (after ->> 'reviewDate')::date, after ->> 'reason', ${sourceId}, ${revision}::integer,
      ${personId}::integer, now()
    from ${rows}
    where jsonb_typeof(after) = 'object'
    on conflict (version_id, county_code, village_id) do update set
      status = excluded.status, category_key = excluded.category_key, review_date = excluded.review_date,
      reason = excluded.reason, revision = excluded.revision, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`);
  await transaction.run(sql`
    insert into assignment_change (version_id, county_code, revision, village_id, before, after, person_id)
    select
      ${versionId}, "countyCode", ${revision}::integer, "villageId", nullif(before, 'null'::jsonb),
      nullif(after, 'null'::jsonb), ${personId}::integer
    from ${rows}`);
  await transaction.run(sql`
    update plan_version
    set revision = ${revision}
    where id = ${versionId}`);
}

/** A file that is to stand beside a village's assignment. */
export interface EvidenceLink {
  villageId: number;
  countyCode: string;
  hash: string;
  fileName: string;
}

/** Of these files, the ones the asker brought or sees. */
export async function listKnownEvidence(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<Set<string>> {
  const rows = await transaction.all<{ hash: string }>(sql`
    select distinct hash
    from evidence
    where hash = any(${hashes}::text[])`);
  return new Set(rows.map(({ hash }) => hash));
}

/** Links files to villages; returns how many links are new. The linker stands for the file as if they had brought it. */
export async function linkEvidence(
  transaction: Transaction,
  links: readonly EvidenceLink[],
  { versionId, personId }: { versionId: string; personId: number },
): Promise<number> {
  const hashes = [...new Set(links.map(({ hash }) => hash))];
  await transaction.run(sql`
    insert into evidence (hash, media_type, bytes, uploaded_by)
    select distinct on (hash) hash, media_type, bytes, ${personId}::integer
    from evidence
    where hash = any(${hashes}::text[])
    on conflict do nothing`);
  return transaction.run(sql`
    insert into assignment_evidence (version_id, county_code, village_id, hash, file_name, added_by)
    select ${versionId}, "countyCode", "villageId", hash, "fileName", ${personId}::integer
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link(
      "villageId" integer, "countyCode" text, hash text, "fileName" text
    )
    on conflict do nothing`);
}
