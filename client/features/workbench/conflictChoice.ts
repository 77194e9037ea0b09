import type { Conflict } from '#contract/workflow';
import type { ChangeGroup } from '#domain/painting/valueChange';
import type { AssignmentEdit } from './assignmentEdits.ts';
import type { Batch, OpenConflict } from './batchQueue.svelte.ts';

export type ConflictSide = 'mine' | 'theirs';
/** A side for each village by its id. */
export type ConflictChoices = ReadonlyMap<number, ConflictSide>;

/** Edits without some villages; an edit that is left without any goes away. */
export function editsWithout(
  edits: readonly AssignmentEdit[],
  villageIds: ReadonlySet<number>,
): AssignmentEdit[] {
  return edits
    .map((edit) => ({ ...edit, villageIds: edit.villageIds.filter((id) => !villageIds.has(id)) }))
    .filter((edit) => edit.villageIds.length > 0);
}

const groupsWithout = (groups: readonly ChangeGroup[], villageIds: ReadonlySet<number>): ChangeGroup[] =>
  groups
    .map((group) => ({ ...group, villageIds: group.villageIds.filter((id) => !villageIds.has(id)) }))
    .filter((group) => group.villageIds.length > 0);

/** Villages whose newer value is replaced. */
export const overwritten = (conflicts: readonly Conflict[], choices: ConflictChoices): number[] =>
  conflicts.map(({ villageId }) => villageId).filter((id) => choices.get(id) === 'mine');

/**
 * The batch after a decision: villages of theirs go out of it; the others stand on the revision that was shown, so
 * that a value nobody has seen yet (changed once more since) asks again instead of being replaced.
 * @param otherwise for villages without a choice
 * @returns null when nothing is left to send
 */
export function decideConflicts(
  batch: Batch,
  { conflicts, revision }: OpenConflict,
  choices: ConflictChoices,
  key: string,
  otherwise: ConflictSide = 'theirs',
): Batch | null {
  const theirs = conflicts
    .map(({ villageId }) => villageId)
    .filter((id) => (choices.get(id) ?? otherwise) === 'theirs');
  const edits = editsWithout(batch.edits, new Set(theirs));
  if (edits.length === 0) return null;
  const decided: Batch = { ...batch, key, revision, edits, isSent: false };
  return batch.changes ? { ...decided, changes: groupsWithout(batch.changes, new Set(theirs)) } : decided;
}
