import { isSameValue, type AssignmentValue } from './assignmentValue.ts';
import { isLockedChange, type Canvas } from './stroke.ts';
import { isEffective, type ValueChange } from './valueChange.ts';

/** Steps that can be undone. */
export const historyLimit = 500;

/** A step: one accepted stroke, or all strokes that were accepted together. */
export interface StrokeRecord {
  /** The key of its batch. */
  readonly id: string;
  /** Of the version after it; missing while it is on its way. */
  readonly revision?: number;
  /** What it did, by village; never empty. */
  readonly changes: readonly ValueChange[];
}

/**
 * The steps of one person in one draft, plain data that goes through JSON unharmed. Every step is in exactly one of
 * the two lists, so none is lost.
 */
export interface StrokeHistory {
  /** Oldest first. */
  readonly strokes: readonly StrokeRecord[];
  /** Undone, the last one last. */
  readonly undone: readonly StrokeRecord[];
}

export const emptyHistory: StrokeHistory = { strokes: [], undone: [] };

/** An undo or redo as changes to be queued like those of a stroke. */
export interface HistoryStep {
  readonly history: StrokeHistory;
  /** The step that is undone or done again: `reverses` of the batch. */
  readonly strokeId: string;
  /** Never empty. */
  readonly changes: readonly ValueChange[];
  /** Hold another value than the step left, changed since: they keep it. */
  readonly keptIds: readonly number[];
  /** Would go back but are locked. */
  readonly lockedIds: readonly number[];
}

/** A batch of the person as the journal has it, in the order of its revisions; queued ones may follow. */
export interface JournalBatch {
  readonly id: string;
  /** stroke: whatever is no undo and no redo, an edit of the table too. */
  readonly kind: 'stroke' | 'undo' | 'redo';
  /** The batch that is undone or done again; null for a stroke. */
  readonly reverses: string | null;
  /** null while it is not saved. */
  readonly revision: number | null;
  readonly changes: readonly ValueChange[];
}

const withStroke = (strokes: readonly StrokeRecord[], stroke: StrokeRecord): StrokeRecord[] =>
  [...strokes, stroke].slice(-historyLimit);

/** Adds a step and forgets what was undone. A step without changes is none: the history stays as it is. */
export function recordStroke(history: StrokeHistory, stroke: StrokeRecord): StrokeHistory {
  // Sorted, so that the record is the same whether it was kept here or comes from the journal.
  const changes = stroke.changes
    .filter(isEffective)
    .toSorted((one, other) => one.villageId - other.villageId);
  if (changes.length === 0) return history;
  return { strokes: withStroke(history.strokes, { ...stroke, changes }), undone: [] };
}

const reversed = ({ villageId, before, after }: ValueChange): ValueChange => ({
  villageId,
  before: after,
  after: before,
});

/** Sorts the changes of a step by whether they can be made on the present values. */
function feasible(
  changes: readonly ValueChange[],
  canvas: Canvas,
): Pick<HistoryStep, 'changes' | 'keptIds' | 'lockedIds'> {
  const step = { changes: [] as ValueChange[], keptIds: [] as number[], lockedIds: [] as number[] };
  for (const change of changes) {
    const { villageId, before, after } = change;
    const present: AssignmentValue | undefined = canvas.valueOf(villageId);
    if (present !== undefined && isSameValue(present, after)) continue;
    if (present === undefined || !isSameValue(present, before)) step.keptIds.push(villageId);
    else if (isLockedChange(change, canvas)) step.lockedIds.push(villageId);
    else step.changes.push(change);
  }
  return step;
}

const without = (strokes: readonly StrokeRecord[], { id }: StrokeRecord): StrokeRecord[] =>
  strokes.filter((stroke) => stroke.id !== id);

const afterUndo = ({ strokes, undone }: StrokeHistory, stroke: StrokeRecord): StrokeHistory => ({
  strokes: without(strokes, stroke),
  undone: [...undone, stroke],
});

const afterRedo = ({ strokes, undone }: StrokeHistory, stroke: StrokeRecord): StrokeHistory => ({
  strokes: withStroke(strokes, stroke),
  undone: without(undone, stroke),
});

/**
 * Undoes the last step that can still change something. Only villages that hold what the step left go back; others
 * were changed since, by somebody else or by a later step, and keep their value, and locked ones stay.
 *
 * A step that would change nothing is passed over but stays where it is: once its villages are unlocked, or hold its
 * values again, it is the next to be undone. So there are no dead presses of the key, and nothing is forgotten.
 * @param canvas with the accepted values, without pending strokes
 * @returns null when no step can change anything; the history is then as it was
 */
export function undoStroke(history: StrokeHistory, canvas: Canvas): HistoryStep | null {
  for (const stroke of history.strokes.toReversed()) {
    const step = feasible(stroke.changes.map(reversed), canvas);
    if (step.changes.length === 0) continue;
    return { ...step, strokeId: stroke.id, history: afterUndo(history, stroke) };
  }
  return null;
}

/**
 * Does again what was undone last and can still change something, by the same rules; it becomes the latest step.
 * @returns null when nothing can be done again
 */
export function redoStroke(history: StrokeHistory, canvas: Canvas): HistoryStep | null {
  for (const stroke of history.undone.toReversed()) {
    const step = feasible(stroke.changes, canvas);
    if (step.changes.length === 0) continue;
    return { ...step, strokeId: stroke.id, history: afterRedo(history, stroke) };
  }
  return null;
}

/** The server has taken the step. */
export function confirmStroke(history: StrokeHistory, id: string, revision: number): StrokeHistory {
  const confirmed = (strokes: readonly StrokeRecord[]) =>
    strokes.map((stroke) => (stroke.id === id ? { ...stroke, revision } : stroke));
  return { strokes: confirmed(history.strokes), undone: confirmed(history.undone) };
}

/**
 * The history that led to a journal: the same record as the one that was kept step by step, on any machine. After a
 * conflict was decided, a batch was refused, or the server changed fewer villages than a batch names, the journal with
 * what is still queued (`rebaseBatches`) says what the steps have become.
 *
 * A journal may begin in the middle: an undo or redo of a batch it does not name changes nothing here. It holds every
 * step that can be undone when it begins no later than the 500th stroke from its end.
 * @param entries of one person in one draft, oldest first
 */
export function historyFromJournal(entries: Iterable<JournalBatch>): StrokeHistory {
  let history = emptyHistory;
  for (const { id, kind, reverses, revision, changes } of entries) {
    if (kind === 'stroke') {
      history = recordStroke(history, revision === null ? { id, changes } : { id, revision, changes });
      continue;
    }
    const [from, after] = kind === 'undo' ? [history.strokes, afterUndo] : [history.undone, afterRedo];
    const stroke = from.find((record) => record.id === reverses);
    if (stroke) history = after(history, stroke);
  }
  return history;
}

/**
 * Queued batches after one before them was refused or lost villages to a conflict: what they would replace now, so
 * that undoing them does not bring back a value that never was. What they lead to stays.
 * @param batches oldest first
 * @param savedValueOf what the server has, without the queue
 */
export function rebaseBatches<Batch extends Pick<JournalBatch, 'changes'>>(
  batches: readonly Batch[],
  savedValueOf: (villageId: number) => AssignmentValue,
): Batch[] {
  const values = new Map<number, AssignmentValue>();
  return batches.map((batch) => ({
    ...batch,
    changes: batch.changes.map(({ villageId, after }) => {
      const queued = values.get(villageId);
      values.set(villageId, after);
      return { villageId, before: queued === undefined ? savedValueOf(villageId) : queued, after };
    }),
  }));
}
