import type { z } from 'zod';
import type { createVersionBody, VersionRow } from '#contract/workflow';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { sendEvent } from '../events/outbox.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import { deleteDraft, lockVersion, readVersionFacts, readVersionRow, type VersionFacts } from './queries.ts';
import type { StepRequest } from './steps.ts';

type CreateVersion = z.output<typeof createVersionBody>;
type Audited = Pick<Services, 'audit'>;

/**
 * The next number of a plan. Numbers of deleted drafts are not given again: the audit log names versions by them.
 * Others who make a version of the plan wait until this transaction ends.
 */
async function nextNumber(transaction: Transaction, planId: string): Promise<number> {
  await transaction.run(sql`select pg_advisory_xact_lock(hashtextextended(${`versions of ${planId}`}, 0))`);
  const { number } = await transaction.one<{ number: number }>(sql`
    select greatest(
      (select max(number) from plan_version where plan_id = ${planId}),
      (
        select max(substring(subject_id from '-v([0-9]{1,8})$')::integer)
        from audit_event
        where subject_type = 'version' and action = 'create-version'
          and starts_with(subject_id, ${`${planId}-v`})
      )
    ) + 1 as number`);
  return number;
}

interface NewVersion {
  id: string;
  number: number;
  label: string;
  year: number | null;
  authorId: number;
}

async function insertCopy(
  transaction: Transaction,
  { from, kind }: CreateVersion,
  { id, number, label, year, authorId }: NewVersion,
): Promise<void> {
  await transaction.run(sql`
    insert into plan_version (
      id, plan_id, number, state, scheme_id, scheme_revision, base_version, data_date, source_id, region_code,
      label, kind, year, based_on, author_id, is_demonstration
    )
    select
      ${id}, plan_id, ${number}, 'draft', scheme_id, scheme_revision, base_version, data_date, source_id,
      region_code, ${label}, ${kind}, ${year}, id, ${authorId}, is_demonstration
    from plan_version
    where id = ${from}`);
  await transaction.run(sql`
    insert into assignment (
      version_id, county_code, village_id, status, category_key, review_date, printed_name, printed_township,
      reason, criterion, clause, flags, source_id, source_place
    )
    select
      ${id}, county_code, village_id, status, category_key, review_date, printed_name, printed_township,
      reason, criterion, clause, flags, source_id, source_place
    from assignment
    where version_id = ${from}`);
  await transaction.run(sql`
    insert into version_rule (version_id, id, position, category_key, expression, clause, note)
    select ${id}, id, position, category_key, expression, clause, note
    from version_rule
    where version_id = ${from}`);
  // What the document declares is about the document's list; next year's list is another.
  if (kind !== 'copy') return;
  await transaction.run(sql`
    insert into declared_count (version_id, county_code, category_key, declared, source_place)
    select ${id}, county_code, category_key, declared, source_place
    from declared_count
    where version_id = ${from}`);
}

/** @throws AppError illegal-state, invalid-request when a version cannot be adjusted to a year */
async function checkAdjustment(transaction: Transaction, source: VersionFacts, year: number): Promise<void> {
  if (source.state !== 'approved' && source.state !== 'published') {
    throw new AppError('illegal-state', `version ${source.id} is ${source.state}: nothing holds to adjust`, {
      members: { state: source.state },
    });
  }
  const { start } = await transaction.one<{ start: number }>(sql`
    select period_start as start
    from plan
    where id = ${source.planId}`);
  if (year < start) {
    throw new AppError('invalid-request', `year ${year} is before the plan of ${start}`, {
      errors: [{ path: 'year', message: `规划期从 ${start} 年开始 the plan begins in ${start}` }],
    });
  }
}

/**
 * Makes a draft with the list of another version.
 * @throws AppError not-found, forbidden, illegal-state, invalid-request
 */
export function createVersion(
  { audit }: Audited,
  { database, principal, origin, body }: Omit<StepRequest, 'params'> & { body: CreateVersion },
): Promise<VersionRow> {
  const actor = actorOf(principal);
  return database.write(async (transaction) => {
    const source = await readVersionFacts(transaction, body.from);
    const { planId, regionCode } = source;
    requireAllowed(actor, 'create-version', regionCode);
    const year = body.kind === 'adjustment' ? body.year : null;
    if (year !== null) await checkAdjustment(transaction, source, year);
    const number = await nextNumber(transaction, planId);
    const id = `${planId}-v${number}`;
    const label = body.label ?? `${year}年度动态调整`;
    await insertCopy(transaction, body, { id, number, label, year, authorId: actor.personId });
    await sendEvent(transaction, {
      topic: 'version-created',
      regionCode,
      versionId: id,
      actorId: actor.personId,
      payload: { kind: body.kind, basedOn: body.from },
    });
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(database.role),
      action: 'create-version',
      subjectType: 'version',
      subjectId: id,
      regionCode,
      before: null,
      after: {
        state: 'draft',
        kind: body.kind,
        basedOn: body.from,
        fromRevision: source.revision,
        label,
        year,
      },
      origin,
    });
    return readVersionRow(transaction, id);
  });
}

/**
 * Throws a draft away that was made here; the plan's own document stays.
 * @throws AppError not-found, forbidden, illegal-state
 */
export function deleteVersion(
  { audit }: Audited,
  { database, principal, origin, params: { id } }: StepRequest,
): Promise<{ deleted: true }> {
  const actor = actorOf(principal);
  return database.write(async (transaction) => {
    const version = await lockVersion(transaction, id);
    const { regionCode, state, kind, label, revision } = version;
    requireAllowed(actor, 'create-version', regionCode);
    const isDeletable = state === 'draft' && kind !== 'document' && version.isLocked;
    if (!isDeletable || !(await deleteDraft(transaction, id))) {
      throw new AppError('illegal-state', `version ${id} (${kind}) is ${state}: it cannot be deleted`, {
        members: { state },
      });
    }
    await sendEvent(transaction, {
      topic: 'version-deleted',
      regionCode,
      versionId: id,
      actorId: actor.personId,
      payload: {},
    });
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(database.role),
      action: 'delete-version',
      subjectType: 'version',
      subjectId: id,
      regionCode,
      before: { state, kind, label, revision },
      after: null,
      origin,
    });
    return { deleted: true as const };
  });
}
