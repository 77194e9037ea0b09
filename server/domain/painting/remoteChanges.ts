import { isSameValue, type AssignmentValue } from './assignmentValue.ts';
import type { LocalValues } from './localValues.ts';
import type { ValueChange } from './valueChange.ts';

/** What somebody else has changed in the draft: one accepted batch, or the part of it that this person sees. */
export interface RemoteChanges {
  /** Of the version after the batch. */
  readonly revision: number;
  readonly villages: readonly { readonly villageId: number; readonly value: AssignmentValue }[];
}

/** A village that is queued here and was changed by somebody else since. */
export interface RemoteConflict {
  readonly villageId: number;
  /** What this person made of it last. */
  readonly mine: AssignmentValue;
  readonly theirs: AssignmentValue;
  /** Revision that wrote `theirs`. */
  readonly revision: number;
  /** Queued batches that touch the village, oldest first. */
  readonly batchIds: readonly string[];
}

export interface RemoteOutcome {
  /** Villages whose shown value changed: those without queued or pending strokes of one's own. */
  readonly shown: readonly ValueChange[];
  /** Villages in conflict with queued strokes. */
  readonly conflicts: readonly RemoteConflict[];
  /** Villages that changed beneath a pending stroke: it still shows, and accepting it will replace the new value. */
  readonly beneathPendingIds: readonly number[];
}

/** The conflict of a village, if there is one: both came to the same value otherwise, or nobody else touched it. */
function conflictOf(local: LocalValues, villageId: number): RemoteConflict | null {
  const queued = local.queuedOf(villageId);
  const saved = local.savedOf(villageId);
  const last = queued.at(-1);
  if (!last || !saved || saved.revision <= queued[0]!.seenRevision || isSameValue(last.value, saved.value)) {
    return null;
  }
  const batchIds = queued.map(({ batchId }) => batchId);
  return { villageId, mine: last.value, theirs: saved.value, revision: saved.revision, batchIds };
}

/**
 * Takes other people's accepted changes into what one person has before them. Queued and pending values stay on top;
 * news that is older than what is known of a village is passed over, so that events may come late or twice.
 * Batches of one's own are not news: `LocalValues.confirm` takes them.
 */
export function mergeRemoteChanges(local: LocalValues, { revision, villages }: RemoteChanges): RemoteOutcome {
  const newer = villages.filter(({ villageId }) => revision > (local.savedOf(villageId)?.revision ?? -1));
  const beneathPendingIds = newer
    .filter(({ villageId, value }) => {
      const saved = local.savedOf(villageId);
      return local.pending.valueOf(villageId) !== undefined && !isSameValue(saved?.value ?? null, value);
    })
    .map(({ villageId }) => villageId);
  const shown = local.setSaved(newer.map(({ villageId, value }) => [villageId, { value, revision }]));
  const conflicts = newer.flatMap(({ villageId }) => conflictOf(local, villageId) ?? []);
  return { shown, conflicts, beneathPendingIds };
}

/** Every open conflict, in time of the queued villages. They end by `confirm`, `discard` or `standBy`. */
export const listConflicts = (local: LocalValues): RemoteConflict[] =>
  [...local.queuedVillageIds].flatMap((villageId) => conflictOf(local, villageId) ?? []);
