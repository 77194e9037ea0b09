import { exactEdits, groupChanges, ungroupChanges, type ValueChange } from '#domain/painting/valueChange';
import {
  confirmStroke,
  emptyHistory,
  historyFromJournal,
  rebaseBatches,
  recordStroke,
  redoStroke,
  undoStroke,
  type HistoryStep,
  type JournalBatch,
  type StrokeHistory,
} from '#domain/painting/strokeHistory';
import type { Canvas } from '#domain/painting/stroke';
import type { EvidenceFile } from '../workbench/assignmentEdits.ts';
import { BatchQueue, type Batch, type BatchAnswer } from '../workbench/batchQueue.svelte.ts';
import { pendingKey, sendBatch } from '../workbench/versionWork.svelte.ts';
import type { DraftSync } from './draftSync.svelte.ts';
import type { PaintingValues } from './paintingValues.ts';

interface StepsOptions {
  id: string;
  personId: number;
  storage: Storage;
  sync: DraftSync;
  /** Shown values changed by something that came from the server or the queue. */
  onsettle: () => void;
}

/**
 * Accepted steps on their way to the server and what can be undone of them. A step is in the browser's storage before
 * it is sent; the journal of the server and the queue together are the history, on any machine.
 */
export class DraftSteps {
  readonly queue: BatchQueue;
  readonly #sync: DraftSync;
  readonly #onsettle: () => void;
  #values: PaintingValues | null = null;
  #journal: readonly JournalBatch[] = [];
  #history = $state.raw<StrokeHistory>(emptyHistory);

  constructor({ id, personId, storage, sync, onsettle }: StepsOptions) {
    this.#sync = sync;
    this.#onsettle = onsettle;
    this.queue = new BatchQueue({
      send: (batch) => sendBatch(id, batch),
      onsaved: (answer, batch) => this.#onSaved(answer, batch),
      onreplaced: () => {
        this.#requeue();
        // What others wrote is to be seen where their value won.
        sync.reloadSoon();
      },
      storage,
      storageKey: pendingKey(personId, id),
      personId,
    });
  }

  get history(): StrokeHistory {
    return this.#history;
  }

  /** Begins with what the person did before, here or elsewhere, and with what is still queued here. */
  begin(values: PaintingValues, journal: readonly JournalBatch[]): void {
    this.#values = values;
    this.#journal = journal;
    this.#requeue();
    // Not before: what it is compared with must be known when the answer comes.
    this.queue.retry();
  }

  /** Makes a step of changes. */
  add(changes: readonly ValueChange[], evidence: readonly EvidenceFile[]): void {
    const key = this.#enqueue(changes, exactEdits(changes, evidence));
    this.#history = recordStroke(this.#history, { id: key, changes });
  }

  /** Undoes the last step, or does the last undone again. @returns null when there is none that changes anything */
  move(kind: 'undo' | 'redo', canvas: Canvas): HistoryStep | null {
    const step = (kind === 'undo' ? undoStroke : redoStroke)(this.#history, canvas);
    if (step === null) return null;
    this.#enqueue(step.changes, exactEdits(step.changes), { kind, reverses: step.strokeId });
    this.#history = step.history;
    return step;
  }

  #enqueue(changes: readonly ValueChange[], edits: Batch['edits'], history?: Batch['history']): string {
    const key = crypto.randomUUID();
    const values = this.#values!;
    values.show(values.local.enqueue({ id: key, changes }));
    const rest = { key, changes: groupChanges(changes), ...(history ? { history } : {}) };
    return this.queue.add(edits, this.#sync.revision, rest);
  }

  /** Puts what waits on the saved values again, and makes the history anew. */
  #requeue(): void {
    const values = this.#values;
    if (!values) return;
    const { local } = values;
    for (const id of local.queuedBatchIds) values.show(local.discard(id));
    const known = new Set(this.#journal.map(({ id }) => id));
    const waiting = this.queue.batches.filter(({ key }) => !known.has(key));
    const rebased = rebaseBatches(waiting.map(journalBatchOf), (id) => local.savedOf(id)?.value ?? null);
    rebased.forEach(({ id, changes }, index) => {
      values.show(local.enqueue({ id, changes, seenRevision: waiting[index]!.revision }));
    });
    this.#history = historyFromJournal([...this.#journal, ...rebased]);
    this.#onsettle();
  }

  #onSaved({ revision, merged }: BatchAnswer, batch: Readonly<Batch>): void {
    const values = this.#values;
    if (values) {
      values.show(values.local.confirm(batch.key, revision));
      this.#journal = [...this.#journal, { ...journalBatchOf(batch), revision }];
      this.#history = confirmStroke(this.#history, batch.key, revision);
      this.#onsettle();
    }
    // What others did in between is not shown yet.
    if (merged > 0) this.#sync.reloadSoon();
    else this.#sync.revision = Math.max(this.#sync.revision, revision);
  }
}

const journalBatchOf = ({ key, history, changes }: Readonly<Batch>): JournalBatch => ({
  id: key,
  kind: history?.kind ?? 'stroke',
  reverses: history?.reverses ?? null,
  revision: null,
  changes: ungroupChanges(changes ?? []),
});
