import type { Disclosure, Manifest } from '#contract/releases';
import type { Release } from '#contract/releases';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { RecordAudit } from '../audit/recordAudit.ts';
import { sendEvent } from '../events/outbox.ts';
import type { PublishedVersion, Withheld } from './redaction.ts';
import { lockReleases } from './stages.ts';

/** Who moves a release on; null: the program itself, with what it ships. */
export interface Actor {
  principal: Principal | null;
  origin: RequestOrigin | null;
}

export interface PublicationInput extends Actor {
  releaseId: string;
  version: PublishedVersion;
  manifest: Manifest;
  withheld: Withheld;
  disclosure: Disclosure;
  /** The state of the data when the copying began. */
  dataState: string;
  /** The version is public already and only its release is made anew. */
  isRenewal: boolean;
}

/** Changes when shipped data is loaded anew or demonstration data is removed. */
export async function readDataState(transaction: Transaction): Promise<string> {
  const { state } = await transaction.one<{ state: string }>(sql`
    select coalesce(string_agg(key || '=' || checksum, ' ' order by key), '') as state
    from meta.data_load`);
  return state;
}

const illegal = (message: string, state: string) =>
  new AppError('illegal-state', message, { members: { state } });

/** The version and the one before it take their places. */
async function moveVersions(
  transaction: Transaction,
  { version, isRenewal }: PublicationInput,
): Promise<string | null> {
  const before = await transaction.first<{ id: string }>(sql`
    select id from xiangtu.plan_version
    where plan_id = ${version.planId} and state = 'published' and id <> ${version.id}`);
  await transaction.run(sql`
    update xiangtu.plan_version set state = 'superseded'
    where plan_id = ${version.planId} and state = 'published' and id <> ${version.id}`);
  const from = isRenewal ? 'published' : 'approved';
  const moved = await transaction.run(sql`
    update xiangtu.plan_version set state = 'published'
    where id = ${version.id} and state = ${from}`);
  if (moved !== 1) throw illegal(`version ${version.id} is no longer ${from}`, 'changed');
  const { published } = await transaction.one<{ published: number }>(sql`
    select count(*)::integer as published from xiangtu.plan_version
    where plan_id = ${version.planId} and state = 'published'`);
  // Row-level security leaves out what the publisher's regions do not cover.
  if (published !== 1) throw new AppError('forbidden', `the version before ${version.id} is not theirs`);
  return before?.id ?? null;
}

/**
 * The one moment of a publication: before it the public sees the old release, after it the new one.
 * @throws AppError illegal-state when version, data or staged release are no longer what was baked
 */
export async function completePublication(
  transaction: Transaction,
  input: PublicationInput,
  record: RecordAudit,
): Promise<void> {
  const { releaseId, version, manifest, withheld, disclosure, principal, origin } = input;
  await lockReleases(transaction);
  if ((await readDataState(transaction)) !== input.dataState) {
    throw illegal('the data was loaded anew while the release was made', 'changed');
  }
  const previous = await transaction.first<{ id: string }>(sql`
    select id from archive.release where plan_id = ${version.planId} and state = 'published'`);
  await transaction.run(sql`
    update archive.release
    set state = 'superseded', superseded_by = ${releaseId}, superseded_at = ${manifest.publishedAt}
    where plan_id = ${version.planId} and state = 'published'`);
  const supersededVersion = await moveVersions(transaction, input);
  const published = await transaction.run(sql`
    update archive.release
    set state = 'published', published_at = ${manifest.publishedAt}, manifest = ${JSON.stringify(manifest)}::jsonb,
      withheld = ${JSON.stringify(withheld)}::jsonb, is_demonstration = ${manifest.isDemonstration}
    where id = ${releaseId} and state = 'staged'`);
  if (published !== 1) throw illegal(`release ${releaseId} was removed while it was made`, 'removed');
  await sendEvent(transaction, {
    topic: 'release-published',
    regionCode: version.regionCode,
    versionId: version.id,
    actorId: principal?.personId ?? null,
    payload: { releaseId, supersedes: previous?.id ?? null, supersededVersion },
  });
  await record(transaction, {
    principal,
    role: 'publisher',
    action: 'publish-version',
    subjectType: 'version',
    subjectId: version.id,
    regionCode: version.regionCode,
    before: { state: input.isRenewal ? 'published' : 'approved', releaseId: previous?.id ?? null },
    after: { state: 'published', releaseId, supersededVersion },
    origin,
  });
  await record(transaction, {
    principal,
    role: 'publisher',
    action: 'publish-release',
    subjectType: 'release',
    subjectId: releaseId,
    regionCode: version.regionCode,
    before: null,
    after: {
      versionId: version.id,
      supersedes: previous?.id ?? null,
      disclosure,
      withheld,
      files: manifest.files.map(({ name, sha256 }) => ({ name, sha256 })),
    },
    origin,
  });
}

/**
 * Withdraws a release. Its version goes with it unless another release of the same version stands.
 * @throws AppError illegal-state when it is withdrawn already
 */
export async function completeRetraction(
  transaction: Transaction,
  { release, reason, at, principal, origin }: Actor & { release: Release; reason: string; at: string },
  record: RecordAudit,
): Promise<void> {
  await lockReleases(transaction);
  const retracted = await transaction.run(sql`
    update archive.release
    set state = 'retracted', retracted_by = ${principal?.personId ?? null}, retracted_at = ${at},
      retraction_reason = ${reason}
    where id = ${release.id} and state in ('published', 'superseded')`);
  if (retracted !== 1) throw illegal(`release ${release.id} cannot be withdrawn`, 'retracted');
  const versions = await transaction.run(sql`
    update xiangtu.plan_version
    set state = 'retracted', decision_reason = ${reason}
    where id = ${release.versionId} and state in ('published', 'superseded')
      and not exists (
        select from archive.release
        where version_id = ${release.versionId} and state in ('published', 'superseded')
      )`);
  await sendEvent(transaction, {
    topic: 'release-retracted',
    regionCode: release.regionCode,
    versionId: release.versionId,
    actorId: principal?.personId ?? null,
    payload: { releaseId: release.id },
  });
  await record(transaction, {
    principal,
    role: 'publisher',
    action: 'retract-release',
    subjectType: 'release',
    subjectId: release.id,
    regionCode: release.regionCode,
    before: { state: release.state },
    after: { state: 'retracted', reason, versionId: release.versionId, isVersionRetracted: versions === 1 },
    origin,
  });
}
