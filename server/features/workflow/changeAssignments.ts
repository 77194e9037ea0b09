import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { changeAssignmentsAnswer, Conflict } from '#contract/workflow';
import { grantsFor } from '#domain/access/permissions';
import { regionCovers } from '#domain/regions/regionCodes';
import { isEditable } from '#domain/versions/versionState';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import type { Services } from '../../services.ts';
import { sendEvents, type OutboxEvent } from '../events/outbox.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import {
  groupByValue,
  isSameValue,
  valueAfter,
  villageErrors,
  wantedPlaces,
  type Batch,
  type PlaceChange,
  type WantedPlace,
} from './assignmentBatch.ts';
import {
  findBatch,
  keepBatch,
  linkEvidence,
  listKnownEvidence,
  listLaterChanges,
  readPlaces,
  writeChanges,
  type CurrentPlace,
  type EvidenceLink,
} from './assignmentQueries.ts';
import { readPreconditions } from './preconditions.ts';
import { lockVersion, type VersionFacts } from './queries.ts';
import type { StepRequest } from './steps.ts';

type Answer = z.output<typeof changeAssignmentsAnswer>;
/** A village of the batch: what is wanted beside what is. */
type Candidate = WantedPlace & CurrentPlace;

/** Villages an event names at most: longer news goes out in parts, so that none blocks a slow listener. */
const villagesAnEvent = 500;

const invalid = (message: string, errors: { path: string; message: string }[]) =>
  new AppError('invalid-request', message, { errors });

/** @throws AppError invalid-request naming edits whose category the scheme does not have */
async function checkCategories(transaction: Transaction, { edits }: Batch, schemeId: string): Promise<void> {
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
async function candidatesOf(
  transaction: Transaction,
  { batch, versionId, actor }: { batch: Batch; versionId: string; actor: Principal },
): Promise<Candidate[]> {
  const wanted = wantedPlaces(batch);
  const places = await readPlaces(transaction, { versionId, villageIds: [...wanted.keys()] });
  const candidates = places.map((place) => ({ ...wanted.get(place.villageId)!, ...place }));
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
async function checkConflicts(
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
async function evidenceLinks(transaction: Transaction, candidates: Candidate[]): Promise<EvidenceLink[]> {
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

function byCounty(changes: readonly PlaceChange[]): Map<string, PlaceChange[]> {
  const counties = new Map<string, PlaceChange[]>();
  for (const change of changes) {
    const county = counties.get(change.countyCode);
    if (county) county.push(change);
    else counties.set(change.countyCode, [change]);
  }
  return counties;
}

/** News of a batch, a county at a time: who looks on at another county does not hear of it. */
function newsOf(
  changes: readonly PlaceChange[],
  { versionId, revision, actorId }: { versionId: string; revision: number; actorId: number },
): OutboxEvent[] {
  return [...byCounty(changes)].flatMap(([regionCode, ofCounty]) => {
    const events: OutboxEvent[] = [];
    for (let start = 0; start < ofCounty.length; start += villagesAnEvent) {
      const villages = ofCounty.slice(start, start + villagesAnEvent).map(({ villageId, after }) => ({
        id: villageId,
        status: after?.status ?? 'outside',
        categoryKey: after?.categoryKey ?? null,
      }));
      const payload = { revision, villages };
      events.push({ topic: 'assignments-changed', regionCode, versionId, actorId, payload });
    }
    return events;
  });
}

interface Accepted {
  version: VersionFacts;
  changes: PlaceChange[];
  links: EvidenceLink[];
  request: Pick<StepRequest, 'database' | 'origin'>;
  actor: Principal;
}

/** What a batch did: the revision after it, and how many files were newly linked. */
interface Written {
  revision: number;
  linked: number;
}

/** Writes an accepted batch with its journal and news. */
async function writeBatch(
  transaction: Transaction,
  { version, changes, links, actor }: Accepted,
): Promise<Written> {
  const { id: versionId, sourceId } = version;
  const { personId } = actor;
  const revision = changes.length > 0 ? version.revision + 1 : version.revision;
  if (changes.length > 0) {
    await writeChanges(transaction, changes, { versionId, sourceId, personId, revision });
    await sendEvents(transaction, newsOf(changes, { versionId, revision, actorId: personId }));
  }
  const linked = links.length > 0 ? await linkEvidence(transaction, links, { versionId, personId }) : 0;
  return { revision, linked };
}

/** One audit event a batch, however many villages: what they were and what they are, by value. */
async function recordBatch(
  transaction: Transaction,
  { audit }: Pick<Services, 'audit'>,
  { version, changes, links, request, actor, revision, linked }: Accepted & Written,
): Promise<void> {
  if (changes.length === 0 && linked === 0) return;
  const counties = [...new Set([...changes, ...links].map(({ countyCode }) => countyCode))];
  await audit.record(transaction, {
    principal: actor,
    role: auditRole(request.database.role),
    action: 'change-assignments',
    subjectType: 'version',
    subjectId: version.id,
    regionCode: counties.length === 1 ? counties[0]! : version.regionCode,
    before: { revision: version.revision, villages: groupByValue(changes, 'before') },
    after: { revision, villages: groupByValue(changes, 'after'), evidenceLinks: linked },
    origin: request.origin,
  });
}

/**
 * Applies a batch of edits on top of the revision its sender had: disjoint edits of others are merged, villages that
 * somebody changed since are refused as a whole, and a batch sent twice has one effect and one answer.
 * @throws AppError precondition-required, invalid-request, not-found, forbidden, illegal-state, stale-revision
 */
export async function changeAssignments(
  services: Pick<Services, 'audit'>,
  {
    database,
    principal,
    origin,
    params: { id },
    body,
    raw,
  }: StepRequest & { body: Batch; raw: IncomingMessage },
): Promise<Answer> {
  const actor = actorOf(principal);
  const { revision, key } = readPreconditions(raw);
  const { personId } = actor;
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return database.write(async (transaction) => {
    // The same batch once more, while the first is running, waits here.
    const version = await lockVersion(transaction, id);
    const earlier = await findBatch(transaction, { versionId: id, key, personId });
    if (earlier) {
      if (earlier.bodyHash === bodyHash) return earlier.answer as Answer;
      throw usedKey(key);
    }
    requireAllowed(actor, 'edit-assignments', version.regionCode);
    if (!version.isLocked || !isEditable(version.state)) {
      throw new AppError('illegal-state', `version ${id} is ${version.state}: its list is fixed`, {
        members: { state: version.state },
      });
    }
    await checkCategories(transaction, body, version.schemeId);
    const candidates = await candidatesOf(transaction, { batch: body, versionId: id, actor });
    const { overwrite } = body;
    const { merged } = await checkConflicts(transaction, { candidates, overwrite, version, revision });
    const links = await evidenceLinks(transaction, candidates);
    const changes = candidates
      .map(({ villageId, countyCode, value, edit }) => ({
        villageId,
        countyCode,
        before: value,
        after: valueAfter(edit, value),
      }))
      .filter(({ before, after }) => !isSameValue(before, after));
    const accepted = { version, changes, links, request: { database, origin }, actor };
    const written = await writeBatch(transaction, accepted);
    const answer: Answer = { versionId: id, revision: written.revision, changed: changes.length, merged };
    const batch = { versionId: id, key, personId, bodyHash, revision: answer.revision, answer };
    if (!(await keepBatch(transaction, batch))) throw usedKey(key);
    await recordBatch(transaction, services, { ...accepted, ...written });
    return answer;
  });
}

const usedKey = (key: string) =>
  invalid(`the key ${key} was used for another batch`, [
    {
      path: 'header.idempotency-key',
      message: '这个标记已用于另一批修改 this key was used for another batch',
    },
  ]);
