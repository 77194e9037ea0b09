import type { Stroke } from '#contract/workflow';
import { groupChanges, type ValueChange } from '#domain/painting/valueChange';
import { historyLimit } from '#domain/painting/strokeHistory';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { readVersionFacts } from './queries.ts';

/** Batches of the journal at most: undos and redos of the last `historyLimit` strokes are among them. */
const mostBatches = 4 * historyLimit;
/** Villages over all batches: the answer stays below about 2 MB. */
const mostChanges = 200_000;

type BatchRow = Omit<Stroke, 'changes'> & { changed: number };

/** The latest batches of a person that changed something, newest first. */
function listBatches(
  transaction: Transaction,
  { versionId, personId }: { versionId: string; personId: number },
): Promise<BatchRow[]> {
  return transaction.all<BatchRow>(sql`
    select key as id, kind, reverses, revision, created_at as at, changed
    from assignment_batch
    where version_id = ${versionId} and person_id = ${personId} and changed > 0
    order by revision desc
    limit ${mostBatches}`);
}

/**
 * As many of the latest batches as are needed to undo `historyLimit` strokes, and as fit.
 * @param batches newest first
 */
export function journalOf<Batch extends { kind: Stroke['kind']; changed: number }>(
  batches: readonly Batch[],
): Batch[] {
  let strokes = 0;
  let changes = 0;
  const end = batches.findIndex(({ kind, changed }, index) => {
    changes += changed;
    if (strokes === historyLimit || (index > 0 && changes > mostChanges)) return true;
    if (kind === 'stroke') strokes += 1;
    return false;
  });
  return end === -1 ? [...batches] : batches.slice(0, end);
}

/** Changes of batches by their revision. */
async function changesByRevision(
  transaction: Transaction,
  { versionId, revisions }: { versionId: string; revisions: readonly number[] },
): Promise<Map<number, ValueChange[]>> {
  const rows = await transaction.all<ValueChange & { revision: number }>(sql`
    select revision, village_id as "villageId", before, after
    from assignment_change
    where version_id = ${versionId} and revision = any(${revisions}::integer[])
    order by revision, village_id`);
  const changes = new Map<number, ValueChange[]>();
  for (const { revision, ...change } of rows) {
    const ofRevision = changes.get(revision);
    if (ofRevision) ofRevision.push(change);
    else changes.set(revision, [change]);
  }
  return changes;
}

/**
 * What a person did in a version, oldest first: what undo goes by after a reload, or on another machine.
 * @throws AppError not-found
 */
export async function listStrokes(
  transaction: Transaction,
  of: { versionId: string; personId: number },
): Promise<{ items: Stroke[]; isCut: boolean }> {
  await readVersionFacts(transaction, of.versionId);
  const batches = await listBatches(transaction, of);
  const journal = journalOf(batches);
  const changes = await changesByRevision(transaction, {
    versionId: of.versionId,
    revisions: journal.map(({ revision }) => revision),
  });
  const items = journal.toReversed().map(({ changed: _changed, ...batch }) => ({
    ...batch,
    changes: groupChanges(changes.get(batch.revision) ?? []).map((group) => ({
      ...group,
      villageIds: [...group.villageIds],
    })),
  }));
  return { items, isCut: journal.length < batches.length || batches.length === mostBatches };
}
