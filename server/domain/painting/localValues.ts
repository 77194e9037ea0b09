import { isSameValue, type AssignmentValue } from './assignmentValue.ts';
import { PendingStrokes } from './pendingStrokes.ts';
import { strokeOutcome, type Canvas, type StrokeOutcome, type Sweep } from './stroke.ts';
import type { ValueChange } from './valueChange.ts';

/** What the server has of a village, and the revision of the version that wrote it. */
export interface SavedValue {
  readonly value: AssignmentValue;
  readonly revision: number;
}

/** An accepted step on its way to the server. */
export interface QueuedBatch {
  readonly id: string;
  readonly changes: readonly ValueChange[];
  /** Revision of the list it was made on, for a batch that was kept over a reload; otherwise that of each village. */
  readonly seenRevision?: number;
}

/** One village of a queued batch. */
export interface QueuedValue {
  readonly batchId: string;
  readonly value: AssignmentValue;
  /** Revision of the value the person had before them: what is saved later, by others, is a conflict. */
  readonly seenRevision: number;
}

/** An outcome with what it makes of the map. */
export interface ShownOutcome extends StrokeOutcome {
  /** Villages whose shown value differs from before, for colours, totals and lists. */
  readonly shown: readonly ValueChange[];
}

/** What holds wherever the values come from. */
export type Surroundings = Pick<Canvas, 'locks' | 'townshipOf'>;

const noQueue: readonly QueuedValue[] = [];

/**
 * The values of a draft as one person has them before them: pending strokes over queued batches over what the server
 * has. Owned by who made it. Every method that changes it returns the changes of the shown values, in time of the
 * villages concerned, so that colours and totals are derived from nothing else.
 */
export class LocalValues {
  readonly #saved: Map<number, SavedValue>;
  /** By village, oldest first. */
  readonly #queued = new Map<number, QueuedValue[]>();
  /** Villages of each queued batch, in the order of the batches. */
  readonly #batches = new Map<string, Set<number>>();
  readonly #pending = new PendingStrokes();

  /** @param saved every village the person may see, also those outside the list (value null) */
  constructor(saved: Iterable<readonly [villageId: number, saved: SavedValue]>) {
    this.#saved = new Map(saved);
  }

  get villageIds(): Iterable<number> {
    return this.#saved.keys();
  }
  /** Read it; changes go through this class. */
  get pending(): Pick<
    PendingStrokes,
    'isEmpty' | 'strokeCount' | 'takenBackCount' | 'villageIds' | 'valueOf'
  > {
    return this.#pending;
  }
  /** Queued batches, oldest first. */
  get queuedBatchIds(): string[] {
    return [...this.#batches.keys()];
  }
  get queuedVillageIds(): Iterable<number> {
    return this.#queued.keys();
  }

  savedOf(villageId: number): SavedValue | undefined {
    return this.#saved.get(villageId);
  }
  /** Oldest first. */
  queuedOf(villageId: number): readonly QueuedValue[] {
    return this.#queued.get(villageId) ?? noQueue;
  }
  /** Queued over saved: what an undo goes by, and what pending strokes lie on. */
  acceptedValueOf = (villageId: number): AssignmentValue | undefined => {
    const queued = this.#queued.get(villageId)?.at(-1);
    return queued ? queued.value : this.#saved.get(villageId)?.value;
  };
  /** Pending over queued over saved; undefined = not this person's to see. */
  shownValueOf = (villageId: number): AssignmentValue | undefined => {
    const pending = this.#pending.valueOf(villageId);
    return pending === undefined ? this.acceptedValueOf(villageId) : pending;
  };

  /** Adds a pending stroke. */
  paint(sweeps: readonly Sweep[], surroundings: Surroundings): StrokeOutcome {
    const outcome = strokeOutcome(sweeps, { ...surroundings, valueOf: this.shownValueOf });
    this.#pending.add(outcome.changes);
    return outcome;
  }

  /** Adds a pending stroke whose effect on the shown values is known: one that was painted bit by bit. */
  addStroke(changes: readonly Pick<ValueChange, 'villageId' | 'after'>[]): void {
    this.#pending.add(changes);
  }

  /** Takes the last pending stroke back. */
  takeBack(): ValueChange[] {
    return this.#change(this.#pending.lastIds, () => this.#pending.takeBack());
  }

  /** Brings back the pending stroke that was taken back last. */
  putBack(): ValueChange[] {
    return this.#change(this.#pending.takenBackIds, () => this.#pending.putBack());
  }

  /** Drops the pending strokes. */
  reject(): ValueChange[] {
    return this.#change([...this.#pending.villageIds], () => this.#pending.clear());
  }

  /** What accepting the pending strokes would write now; changes nothing. */
  pendingOutcome(surroundings: Surroundings): StrokeOutcome {
    return this.#pending.outcome({ ...surroundings, valueOf: this.acceptedValueOf });
  }

  /**
   * Makes one queued batch of the pending strokes; without effect (`changes` is empty) there is no batch.
   * @param batchId the batch's key, also the id of its step in the history
   */
  accept(batchId: string, surroundings: Surroundings): ShownOutcome {
    const outcome = this.pendingOutcome(surroundings);
    const shown = this.#change([...this.#pending.villageIds], () => {
      this.#pending.clear();
      this.#enqueue({ id: batchId, changes: outcome.changes });
    });
    return { ...outcome, shown };
  }

  /** Queues a step that is accepted already: an undo, a redo, an edit of the table, what was kept over a reload. */
  enqueue(batch: QueuedBatch): ValueChange[] {
    return this.#change(
      batch.changes.map(({ villageId }) => villageId),
      () => this.#enqueue(batch),
    );
  }

  /** The server has taken a batch. @param revision of the version after it */
  confirm(batchId: string, revision: number): ValueChange[] {
    const villageIds = [...(this.#batches.get(batchId) ?? [])];
    return this.#change(villageIds, () => {
      for (const villageId of villageIds) this.#confirm(villageId, batchId, revision);
      this.#batches.delete(batchId);
    });
  }

  /** A batch goes, or some of its villages: it was refused, or a conflict was decided for the others. */
  discard(batchId: string, villageIds?: Iterable<number>): ValueChange[] {
    const batch = this.#batches.get(batchId);
    const dropped = [...(villageIds ?? batch ?? [])].filter((villageId) => batch?.has(villageId));
    return this.#change(dropped, () => {
      for (const villageId of dropped) {
        this.#unqueue(villageId, batchId);
        batch?.delete(villageId);
      }
      if (batch?.size === 0) this.#batches.delete(batchId);
    });
  }

  /**
   * The person has seen what is saved and stands by the queued values: no conflict until it changes once more.
   * @param revision that was shown to them
   */
  standBy(villageIds: Iterable<number>, revision: number): void {
    for (const villageId of villageIds) this.#see(villageId, revision);
  }

  /**
   * Takes what the server says of villages, if it is newer than what is known of each. From a list that was loaded anew:
   * its rows with the revision of each, and null with the list's revision for villages that have gone from it.
   */
  setSaved(entries: Iterable<readonly [villageId: number, saved: SavedValue]>): ValueChange[] {
    const newer = [...entries].filter(
      ([villageId, { revision }]) => revision > (this.#saved.get(villageId)?.revision ?? -1),
    );
    return this.#change(
      newer.map(([villageId]) => villageId),
      () => {
        for (const [villageId, saved] of newer) this.#saved.set(villageId, saved);
      },
    );
  }

  #enqueue({ id: batchId, changes, seenRevision: kept }: QueuedBatch): void {
    if (changes.length === 0) return;
    if (this.#batches.has(batchId)) throw new RangeError(`batch ${batchId} is queued twice`);
    this.#batches.set(batchId, new Set(changes.map(({ villageId }) => villageId)));
    for (const { villageId, after: value } of changes) {
      const queue = this.#queued.get(villageId) ?? [];
      const seenRevision = queue[0]?.seenRevision ?? kept ?? this.#saved.get(villageId)?.revision ?? 0;
      queue.push({ batchId, value, seenRevision });
      this.#queued.set(villageId, queue);
    }
  }

  #confirm(villageId: number, batchId: string, revision: number): void {
    const taken = this.#unqueue(villageId, batchId);
    const saved = this.#saved.get(villageId);
    // Somebody wrote over it before the answer came, or both came to the same value and the server wrote nothing.
    if (!taken || (saved && (revision <= saved.revision || isSameValue(taken.value, saved.value)))) return;
    this.#saved.set(villageId, { value: taken.value, revision });
    this.#see(villageId, revision);
  }

  #see(villageId: number, revision: number): void {
    const queue = this.#queued.get(villageId);
    if (!queue) return;
    this.#queued.set(
      villageId,
      queue.map((queued) => ({ ...queued, seenRevision: Math.max(queued.seenRevision, revision) })),
    );
  }

  #unqueue(villageId: number, batchId: string): QueuedValue | undefined {
    const queue = this.#queued.get(villageId) ?? [];
    const rest = queue.filter((queued) => queued.batchId !== batchId);
    if (rest.length === 0) this.#queued.delete(villageId);
    else this.#queued.set(villageId, rest);
    return queue.find((queued) => queued.batchId === batchId);
  }

  /** The one way to change anything: compares what is shown before and after. */
  #change(villageIds: readonly number[], make: () => void): ValueChange[] {
    const before = villageIds.map((villageId) => this.shownValueOf(villageId) ?? null);
    make();
    return villageIds
      .map((villageId, index) => ({
        villageId,
        before: before[index]!,
        after: this.shownValueOf(villageId) ?? null,
      }))
      .filter((change) => !isSameValue(change.before, change.after));
  }
}
