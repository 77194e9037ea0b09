import type { VersionRow } from '#contract/workflow';
import type { VersionAction, VersionState } from '#domain/versions/versionState';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { notFound } from '../../errors.ts';
import { sourceObject } from '../sources/sourceObject.ts';

const actor = (alias: Fragment): Fragment => sql`
  case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;

/** Versions as the workbench lists them, newest first. Counts are of the rows the asker sees. */
export function listVersionRows(
  transaction: Transaction,
  { id, planId, state }: { id?: string; planId?: string; state?: VersionState },
): Promise<VersionRow[]> {
  const conditions = [sql`true`];
  if (id !== undefined) conditions.push(sql`version.id = ${id}`);
  if (planId !== undefined) conditions.push(sql`version.plan_id = ${planId}`);
  if (state !== undefined) conditions.push(sql`version.state = ${state}`);
  return transaction.all<VersionRow>(sql`
    select
      version.id, version.plan_id as "planId", version.number, version.state, version.scheme_id as "schemeId",
      version.scheme_revision as "schemeRevision", version.base_version as "baseVersion", version.revision,
      version.data_date as "dataDate", version.region_code as "regionCode", version.kind, version.label,
      version.year, version.is_demonstration as "isDemonstration", ${sourceObject(sql`null`)} as source,
      plan.short_name as "planShortName", plan.short_name_en as "planShortNameEn",
      ${actor(sql`author`)} as author, version.created_at as "createdAt",
      ${actor(sql`submitter`)} as "submittedBy", version.submitted_at as "submittedAt",
      ${actor(sql`decider`)} as "decidedBy", version.decided_at as "decidedAt",
      version.decision_reason as "decisionReason", version.based_on as "basedOn",
      list.members, list.unassigned, comments.open as "openComments"
    from plan_version as version
    join plan on plan.id = version.plan_id
    join source on source.id = version.source_id
    left join person as author on author.id = version.author_id
    left join person as submitter on submitter.id = version.submitted_by
    left join person as decider on decider.id = version.decided_by
    cross join lateral (
      select
        count(*)::integer as members, (count(*) filter (where status = 'unassigned'))::integer as unassigned
      from assignment
      where version_id = version.id
    ) as list
    cross join lateral (
      select count(*)::integer as open
      from version_comment
      where version_id = version.id and resolved_at is null
    ) as comments
    where ${sql.join(conditions, ' and ')}
    order by version.created_at desc, version.plan_id, version.number desc`);
}

/** @throws AppError not-found, also for a version the asker may not know of */
export async function readVersionRow(transaction: Transaction, id: string): Promise<VersionRow> {
  const [row] = await listVersionRows(transaction, { id });
  if (!row) throw notFound('version', id);
  return row;
}

/** What decisions about a version depend on. */
export interface VersionFacts {
  id: string;
  planId: string;
  number: number;
  state: VersionState;
  kind: VersionRow['kind'];
  label: string | null;
  revision: number;
  regionCode: string;
  schemeId: string;
  sourceId: string;
  /** null: made from none. */
  basedOn: string | null;
  submittedById: number | null;
}

const factColumns = sql`
  id, plan_id as "planId", number, state, kind, label, revision, region_code as "regionCode",
  scheme_id as "schemeId", source_id as "sourceId", based_on as "basedOn",
  submitted_by as "submittedById"`;

/** @throws AppError not-found, also for a version the asker may not know of */
export async function readVersionFacts(transaction: Transaction, id: string): Promise<VersionFacts> {
  const version = await transaction.first<VersionFacts>(sql`
    select ${factColumns}
    from plan_version
    where id = ${id}`);
  if (!version) throw notFound('version', id);
  return version;
}

/**
 * A version for a change: nobody else changes it until the transaction ends. Row-level security lets a role lock
 * only what it may change; another version is answered unlocked, for the caller to say what is wrong.
 * @throws AppError not-found, also for a version the asker may not know of
 */
export async function lockVersion(
  transaction: Transaction,
  id: string,
): Promise<VersionFacts & { isLocked: boolean }> {
  const locked = await transaction.first<VersionFacts>(sql`
    select ${factColumns}
    from plan_version
    where id = ${id}
    for update`);
  return locked
    ? { ...locked, isLocked: true }
    : { ...(await readVersionFacts(transaction, id)), isLocked: false };
}

/** What each step writes besides the state. */
const stepColumns = (
  action: VersionAction,
  { actorId, reason }: { actorId: number; reason: string | null },
): Fragment => {
  switch (action) {
    case 'submit':
      return sql`, submitted_by = ${actorId}, submitted_at = now(),
        decided_by = null, decided_at = null, decision_reason = null`;
    case 'withdraw':
      return sql`, submitted_by = null, submitted_at = null`;
    case 'approve':
    case 'return':
      return sql`, decided_by = ${actorId}, decided_at = now(), decision_reason = ${reason}`;
    default:
      return sql.empty;
  }
};

/** Moves a locked version on. Returns whether the database let it. */
export async function moveVersion(
  transaction: Transaction,
  step: { id: string; action: VersionAction; next: VersionState; actorId: number; reason: string | null },
): Promise<boolean> {
  const moved = await transaction.run(sql`
    update plan_version
    set state = ${step.next}${stepColumns(step.action, step)}
    where id = ${step.id}`);
  return moved === 1;
}

/** Deletes a draft with all that belongs to it, in an order that lets the guards see a draft throughout. */
export async function deleteDraft(transaction: Transaction, id: string): Promise<boolean> {
  await transaction.run(sql`delete from assignment_evidence where version_id = ${id}`);
  await transaction.run(sql`delete from declared_count where version_id = ${id}`);
  await transaction.run(sql`delete from assignment where version_id = ${id}`);
  await transaction.run(sql`delete from version_rule where version_id = ${id}`);
  await transaction.run(sql`delete from version_rule_list where version_id = ${id}`);
  return (await transaction.run(sql`delete from plan_version where id = ${id}`)) === 1;
}
