import type { Conflict } from '#contract/workflow';
import { call } from '../../api/call.ts';
import { BatchQueue } from './batchQueue.svelte.ts';
import { pendingKey, sendBatch } from './versionWork.svelte.ts';

/** A draft with changes on their way, whatever page it is open on. */
export interface ConflictedWork {
  readonly id: string;
  readonly queue: Pick<BatchQueue, 'pendingEdits' | 'pendingVillages' | 'decide'>;
}

/**
 * Two values of one village in two drafts: the person's own changes go to a copy, the draft keeps the colleagues'.
 * The changes lie in the copy's own queue before the draft lets go of them, so that a failure in between loses none.
 * @returns the id of the copy
 * @throws ApiFailure when the copy cannot be made; nothing has changed then
 */
export async function keepBoth(
  work: ConflictedWork,
  { personId, label, conflicts }: { personId: number; label: string; conflicts: readonly Conflict[] },
): Promise<string> {
  const edits = work.queue.pendingEdits;
  const copy = await call('createVersion', {
    body: { kind: 'copy', from: work.id, label: label.slice(0, 120) },
  });
  const queue = new BatchQueue({
    send: (batch) => sendBatch(copy.id, batch),
    onsaved: () => {},
    storage: localStorage,
    storageKey: pendingKey(personId, copy.id),
    personId,
  });
  queue.add(edits, copy.revision);
  work.queue.decide(new Map(conflicts.map(({ villageId }) => [villageId, 'theirs'])));
  return copy.id;
}
