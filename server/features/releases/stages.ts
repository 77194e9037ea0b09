import type { Disclosure } from '#contract/releases';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { PublishedVersion } from './redaction.ts';

/** How often whoever works on a staged release says so, and how long after the last time it is taken for dead. */
export const heartbeatMilliseconds = 3_000;
const deadAfterSeconds = 15;

/** First number of the advisory locks of releases; held for a moment, to the end of a transaction. */
const lockClass = 7420;

export const lockReleases = (transaction: Transaction): Promise<number> =>
  transaction.run(sql`select pg_advisory_xact_lock(${lockClass}, 1)`);

interface StageInput {
  version: PublishedVersion & { dataDate: string | null; isDemonstration: boolean };
  disclosure: Disclosure & { windowStart: string; windowEnd: string };
  personId: number | null;
  at: string;
}

/**
 * Deletes staged releases nobody works on any more. Another process on the same server may be at work: it says so
 * every few seconds in `heartbeat_at`. A lock would not do, as no transaction is open while tiles are baked.
 * @param isAlone no other process can be at work: the embedded database belongs to one
 * @param own ids this process works on
 */
export function removeLeftovers(
  transaction: Transaction,
  { isAlone, own }: { isAlone: boolean; own: readonly string[] },
): Promise<number> {
  return transaction.run(sql`
    delete from archive.release
    where state = 'staged' and id <> all(${own}::text[])
      and (${isAlone} or heartbeat_at < now() - make_interval(secs => ${deadAfterSeconds}))`);
}

/** Ids of the plan's releases that somebody is working on; of all plans without one. */
export async function listStaged(transaction: Transaction, planId?: string): Promise<string[]> {
  const rows = await transaction.all<{ id: string }>(sql`
    select id from archive.release
    where state = 'staged' and (${planId ?? null}::text is null or plan_id = ${planId ?? null})`);
  return rows.map(({ id }) => id);
}

/**
 * Begins a release: nobody sees it before it is published.
 * @returns its id
 * @throws AppError illegal-state while another release of the plan is being made
 */
export async function beginStage(transaction: Transaction, input: StageInput): Promise<string> {
  const { version, disclosure, personId, at } = input;
  await lockReleases(transaction);
  const { isBusy, number } = await transaction.one<{ isBusy: boolean; number: number }>(sql`
    select coalesce(bool_or(state = 'staged'), false) as "isBusy", coalesce(max(number), 0) + 1 as number
    from archive.release
    where plan_id = ${version.planId}`);
  if (isBusy) {
    throw new AppError('illegal-state', `another release of ${version.planId} is being made`, {
      members: { state: 'staged' },
    });
  }
  const id = `${version.planId}-r${number}`;
  await transaction.run(sql`
    insert into archive.release (
      id, plan_id, region_code, version_id, number, state, published_by, published_at, is_demonstration,
      map_approval_number, window_start, window_end, contact, objection, data_date
    )
    values (
      ${id}, ${version.planId}, ${version.regionCode}, ${version.id}, ${number}, 'staged', ${personId}, ${at},
      ${version.isDemonstration}, ${disclosure.mapApprovalNumber || null}, ${disclosure.windowStart},
      ${disclosure.windowEnd}, ${disclosure.contact}, ${disclosure.objection}, ${version.dataDate}
    )`);
  return id;
}

/** Says that the release is still being worked on. @returns false when somebody has removed it */
export async function beat(transaction: Transaction, id: string): Promise<boolean> {
  const touched = await transaction.run(sql`
    update archive.release set heartbeat_at = now() where id = ${id} and state = 'staged'`);
  return touched === 1;
}

export const removeStage = (transaction: Transaction, id: string): Promise<number> =>
  transaction.run(sql`delete from archive.release where id = ${id} and state = 'staged'`);

/**
 * Releases whose rows nobody needs any more. The release that was superseded last keeps its rows for a while:
 * requests under way and processes that have not heard yet are answered from it, whole.
 */
export async function listSpent(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.all<{ id: string }>(sql`
    select id from archive.release
    where (state = 'retracted' or (state = 'superseded' and superseded_at < now() - interval '1 minute'))
      and exists (select from archive.region where release_id = release.id)`);
  return rows.map(({ id }) => id);
}
