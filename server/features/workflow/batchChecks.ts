import type { Conflict } from '#contract/workflow';
import { grantsFor } from '#domain/access/permissions';
import { isSameValue, valueAfter } from '#domain/painting/assignmentValue';
import { regionCovers } from '#domain/regions/regionCodes';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { villageErrors, wantedPlaces, type Batch, type WantedPlace } from './assignmentBatch.ts';
import { isOwnStroke, listLaterChanges, readPlaces, type CurrentPlace } from './assignmentQueries.ts';
import { listKnownEvidence, type EvidenceLink } from './evidenceLinks.ts';
import type { VersionFacts } from './queries.ts';

/** A village of the batch: what is wanted beside what is. */
export type Candidate = WantedPlace & CurrentPlace;

export const invalid = (message: string, errors: { path: string; message: string }[]) =>
  new AppError('invalid-request', message, { errors });

/** @throws AppError invalid-request naming edits whose category the scheme does not have */
export async function checkCategories(
  transaction: Transaction,
  { edits }: Batch,
  schemeId: string,
): Promise<void> {
  const keys = new Set(await readCategoryKeys(transaction, schemeId));
  const errors = edits.flatMap((edit, index) =>
    edit.status === 'assigned' && !keys.has(edit.categoryKey)
      ? [
          {
            path: `edits.${index}.categoryKey`,
            message: '方案中没有这个类别 the scheme has no such category',
          },
        ]
      : [],
  );
  if (errors.length > 0) throw invalid(`${errors.length} edits name an unknown category`, errors);
}

/** @throws AppError invalid-request for unknown villages, forbidden for those of counties the person does not cover */
export async function candidatesOf(
  transaction: Transaction,
  { batch, versionId, actor }: { batch: Batch; versionId: string; actor: Principal },
): Promise<Candidate[]> {
  const wanted = wantedPlaces(batch);
  const places = await readPlaces(transaction, { versionId, villageIds: [...wanted.keys()] });
  const candidates = places.map(({ villageId, name, countyCode, value }) => {
    const { edit, editIndex } = wanted.get(villageId)!;
    return { villageId, name, countyCode, value, edit, editIndex };
  });
  if (candidates.length < wanted.size) {
    for (const { villageId } of places) wanted.delete(villageId);
    throw invalid(
      `${wanted.size} villages do not exist`,
      villageErrors([...wanted.values()], (id) => `没有村 ${id} village ${id} does not exist`),
    );
  }
  const grants = grantsFor(actor.grants, 'edit-assignments');
  const outside = candidates.filter(
    ({ countyCode }) => !grants.some(({ regionCode }) => regionCovers(regionCode, countyCode)),
  );
  if (outside.length > 0) {
    throw new AppError(
      'forbidden',
      `${actor.login}: ${outside.length} villages are outside the regions granted`,
      {
        errors: villageErrors(outside, (id) => `村 ${id} 不在所辖地区 village ${id} is outside your regions`),
      },
    );
  }
  return candidates;
}

/**
 * Compares a batch with what happened since its revision. Edits of others to other villages are merged.
 * @throws AppError stale-revision naming the villages both changed, unless the batch overwrites them
 */
export async function checkConflicts(
  transaction: Transaction,
  {
    candidates,
    overwrite,
    version,
    revision,
  }: { candidates: Candidate[]; overwrite: readonly number[]; version: VersionFacts; revision: number },
): Promise<{ merged: number }> {
  if (revision > version.revision) {
    throw invalid(`revision ${revision} is newer than ${version.revision}`, [
      {
        path: 'header.if-match',
        message: `最新修订号是 ${version.revision} the latest is ${version.revision}`,
      },
    ]);
  }
  if (revision === version.revision) return { merged: 0 };
  const changes = await listLaterChanges(transaction, { versionId: version.id, revision });
  const later = new Map(changes.map((change) => [change.villageId, change]));
  const decided = new Set(overwrite);
  const conflicts: Conflict[] = [];
  for (const { villageId, name, countyCode, value: theirs, edit } of candidates) {
    const change = later.get(villageId);
    if (!change) continue;
    later.delete(villageId);
    const mine = valueAfter(edit, theirs);
    if (decided.has(villageId) || isSameValue(mine, theirs)) continue;
    const { by, at } = change;
    conflicts.push({ villageId, name, countyCode, mine, theirs, by, at, revision: change.revision });
  }
  if (conflicts.length > 0) {
    throw new AppError(
      'stale-revision',
      `version ${version.id}: ${conflicts.length} villages changed since`,
      {
        members: { conflicts, revision: version.revision },
      },
    );
  }
  return { merged: later.size };
}

/** @throws AppError invalid-request naming files that are not there */
export async function evidenceLinks(
  transaction: Transaction,
  candidates: Candidate[],
): Promise<EvidenceLink[]> {
  const links = candidates.flatMap(({ villageId, countyCode, edit }) =>
    edit.evidence.map(({ hash, fileName }) => ({ villageId, countyCode, hash, fileName })),
  );
  if (links.length === 0) return [];
  const known = await listKnownEvidence(transaction, [...new Set(links.map(({ hash }) => hash))]);
  const missing = candidates.filter(({ edit }) => edit.evidence.some(({ hash }) => !known.has(hash)));
  if (missing.length > 0) {
    const edits = [...new Set(missing.map(({ editIndex }) => editIndex))];
    throw invalid(
      'evidence is not there',
      edits.map((index) => ({
        path: `edits.${index}.evidence`,
        message: '佐证文件不存在，请先上传 the file is not there, upload it first',
      })),
    );
  }
  return links;
}

/** @throws AppError invalid-request when a batch takes back what is no stroke of its sender in this version */
export async function checkHistory(
  transaction: Transaction,
  { history }: Batch,
  of: { versionId: string; personId: number },
): Promise<void> {
  if (history === undefined || (await isOwnStroke(transaction, { ...of, key: history.reverses }))) return;
  throw invalid(`${history.reverses} is no stroke of person ${of.personId}`, [
    {
      path: 'history.reverses',
      message:
        '只能撤销或重做自己在本版的修改 only your own strokes in this version can be undone or done again',
    },
  ]);
}
