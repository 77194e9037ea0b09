import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { AssignmentValue, changeAssignmentsAnswer } from '#contract/workflow';
import { isSameValue, valueAfter } from '#domain/painting/assignmentValue';
import { isEditable } from '#domain/versions/versionState';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import type { Services } from '../../services.ts';
import { sendEvents } from '../events/outbox.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import { groupByValue, type Batch, type PlaceChange } from './assignmentBatch.ts';
import { findBatch, keepBatch } from './assignmentQueries.ts';
import { writeChanges } from './assignmentWrites.ts';
import {
  candidatesOf,
  checkCategories,
  checkConflicts,
  checkHistory,
  evidenceLinks,
  invalid,
  type Candidate,
} from './batchChecks.ts';
import { newsOf } from './batchNews.ts';
import { linkEvidence, type EvidenceLink } from './evidenceLinks.ts';
import { readPreconditions } from './preconditions.ts';
import { lockVersion, type VersionFacts } from './queries.ts';
import type { StepRequest } from './steps.ts';

type Answer = z.output<typeof changeAssignmentsAnswer>;

/** What the candidates come to, of those that change. Villages that go the same way share their values. */
function changesOf(candidates: readonly Candidate[]): PlaceChange[] {
  const known = new Map<Candidate['edit'], Map<AssignmentValue, AssignmentValue>>();
  const afterOf = ({ edit, value }: Candidate): AssignmentValue => {
    const ofEdit = known.get(edit) ?? new Map<AssignmentValue, AssignmentValue>();
    known.set(edit, ofEdit);
    if (!ofEdit.has(value)) ofEdit.set(value, valueAfter(edit, value));
    return ofEdit.get(value) ?? null;
  };
  return candidates.flatMap((candidate) => {
    const { villageId, countyCode, value: before } = candidate;
    const after = afterOf(candidate);
    return isSameValue(before, after) ? [] : [{ villageId, countyCode, before, after }];
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
    await checkHistory(transaction, body, { versionId: id, personId });
    const candidates = await candidatesOf(transaction, { batch: body, versionId: id, actor });
    const { overwrite } = body;
    const { merged } = await checkConflicts(transaction, { candidates, overwrite, version, revision });
    const links = await evidenceLinks(transaction, candidates);
    const changes = changesOf(candidates);
    const accepted = { version, changes, links, request: { database, origin }, actor };
    const written = await writeBatch(transaction, accepted);
    const answer: Answer = { versionId: id, revision: written.revision, changed: changes.length, merged };
    const { history } = body;
    const kept = { ...answer, key, personId, bodyHash, history, answer };
    if (!(await keepBatch(transaction, kept))) throw usedKey(key);
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
