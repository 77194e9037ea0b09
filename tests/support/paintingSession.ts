import assert from 'node:assert/strict';
import { isSameValue, valueAfter, type AssignmentValue } from '#domain/painting/assignmentValue';
import { Finder, finderKinds } from '#domain/painting/finder';
import { LocalValues } from '#domain/painting/localValues';
import { listConflicts, mergeRemoteChanges, type RemoteChanges } from '#domain/painting/remoteChanges';
import {
  confirmStroke,
  historyFromJournal,
  rebaseBatches,
  recordStroke,
  redoStroke,
  undoStroke,
  type HistoryStep,
  type JournalBatch,
  type StrokeHistory,
} from '#domain/painting/strokeHistory';
import type { ValueChange } from '#domain/painting/valueChange';
import { applyToTotals, countVillages, type VillageTotals } from '#domain/painting/villageTotals';
import {
  erased,
  figuresOf,
  ids,
  isLocked,
  neighbours,
  ServerModel,
  townshipOf,
  type Operation,
  type Painting,
} from './paintingDraft.ts';

/** A batch of the planner with the revision of the list it was made on. */
interface SentBatch {
  batch: JournalBatch;
  seen: number;
}

/**
 * One planner (painting, offline at times) and one colleague (writing on the server) in one draft, against a model
 * that keeps everything and computes every answer from scratch.
 */
export class PaintingSession {
  readonly server = new ServerModel();
  local = new LocalValues(structuredClone(this.server.rows));
  history: StrokeHistory = historyFromJournal([]);
  queue: SentBatch[] = [];
  readonly locks = new Set<string | number>();
  /** News of the colleague on its way, in order. */
  news: RemoteChanges[] = [];
  /** Everything up to here has arrived. */
  seen = 1;
  /**
   * No answer came while news was on its way, no queue was kept over a reload and nothing was painted over an open
   * conflict: conflicts are foreseen exactly.
   */
  isExact = true;
  totals = this.recount();
  finder = this.find();
  /** The model: strokes that are pending as plain maps, newest last. */
  pending: Map<number, AssignmentValue>[] = [];
  takenBack: Map<number, AssignmentValue>[] = [];
  nextId = 1;
  steps = { undone: 0, kept: 0, locked: 0, conflicts: 0, foreseen: 0, refused: 0, redone: 0, reloads: 0 };

  recount(): VillageTotals {
    return countVillages(
      ids.map((id) => [id, this.local.shownValueOf(id)!]),
      figuresOf,
    );
  }
  find(): Finder {
    return new Finder(
      ids.map((id) => ({ id, countyCode: '433122', townshipCode: townshipOf(id) })),
      {
        valueOf: (id) => this.local.shownValueOf(id),
        previousValueOf: () => erased,
        neighbours,
        violatingIds: new Set([2, 3, 5]),
        commentedIds: new Set([7]),
      },
    );
  }
  get surroundings() {
    return {
      townshipOf,
      locks: {
        categoryKeys: new Set(
          [...this.locks].filter((lock) => lock === 'a' || lock === 'deferred').map(String),
        ),
        villageIds: new Set([...this.locks].filter((lock) => typeof lock === 'number')),
        townshipCodes: new Set(
          [...this.locks].filter((lock) => typeof lock === 'string' && lock.length > 8).map(String),
        ),
      },
    };
  }
  get canvas() {
    return { ...this.surroundings, valueOf: this.local.acceptedValueOf };
  }

  /** The model's values, from scratch. */
  acceptedInModel = (id: number): AssignmentValue => {
    const queued = this.queue.findLast(({ batch }) =>
      batch.changes.some(({ villageId }) => villageId === id),
    );
    return queued
      ? queued.batch.changes.find(({ villageId }) => villageId === id)!.after
      : this.local.savedOf(id)!.value;
  };
  shownInModel = (id: number): AssignmentValue => {
    const stroke = this.pending.findLast((values) => values.has(id));
    return stroke ? stroke.get(id)! : this.acceptedInModel(id);
  };

  show(changes: readonly ValueChange[]): void {
    this.totals = applyToTotals(this.totals, changes, figuresOf);
    this.finder.update(changes.map(({ villageId }) => villageId));
  }

  /** Every step ever made and when it was done or undone last, from the journal and the queue. */
  stepsInModel() {
    const steps: { id: string; changes: readonly ValueChange[]; isDone: boolean; at: number }[] = [];
    const entries = [...this.server.journal, ...this.queue.map(({ batch }) => batch)];
    entries.forEach(({ id, kind, reverses, changes }, at) => {
      if (kind === 'stroke') {
        if (changes.every(({ before, after }) => isSameValue(before, after))) return;
        for (const step of steps) if (!step.isDone) step.at = -1;
        steps.push({ id, changes, isDone: true, at });
        return;
      }
      const step = steps.find((candidate) => candidate.id === reverses && candidate.at >= 0);
      if (step && step.isDone === (kind === 'undo')) Object.assign(step, { isDone: kind === 'redo', at });
    });
    return steps.filter(({ at }) => at >= 0).toSorted((one, other) => other.at - one.at);
  }

  /** What an undo or redo has to do: the latest step with a village that can be turned. */
  expectedStep(kind: 'undo' | 'redo') {
    for (const { id, changes, isDone } of this.stepsInModel()) {
      if (isDone !== (kind === 'undo')) continue;
      const after = new Map<number, AssignmentValue>();
      for (const change of changes) {
        const [from, to] = kind === 'undo' ? [change.after, change.before] : [change.before, change.after];
        if (isSameValue(from, to)) continue;
        const present = this.acceptedInModel(change.villageId);
        if (isSameValue(from, present) && !isLocked(change.villageId, from, to, this.locks))
          after.set(change.villageId, to);
      }
      if (after.size > 0) return { id, after };
    }
    return null;
  }

  enqueue(batch: Omit<JournalBatch, 'revision'>): void {
    this.queue.push({ batch: { ...batch, revision: null }, seen: this.seen });
  }

  turn(kind: 'undo' | 'redo'): void {
    const expected = this.expectedStep(kind);
    const step: HistoryStep | null = (kind === 'undo' ? undoStroke : redoStroke)(this.history, this.canvas);
    assert.deepStrictEqual(
      step && {
        id: step.strokeId,
        after: new Map(step.changes.map(({ villageId, after }) => [villageId, after])),
      },
      expected,
    );
    if (step === null) return;
    this.steps[kind === 'undo' ? 'undone' : 'redone'] += 1;
    this.steps.kept += step.keptIds.length;
    this.steps.locked += step.lockedIds.length;
    const id = this.newId(kind);
    this.history = step.history;
    this.enqueue({ id, kind, reverses: step.strokeId, changes: step.changes });
    this.show(this.local.enqueue({ id, changes: step.changes }));
  }
  newId = (kind: string): string => `${kind}-${this.nextId++}`;

  rebase(): void {
    const batches = rebaseBatches(
      this.queue.map(({ batch }) => batch),
      (id) => this.local.savedOf(id)!.value,
    );
    this.queue.forEach((sent, index) => (sent.batch = batches[index]!));
    this.rebuild();
  }
  rebuild(): void {
    this.history = historyFromJournal([...this.server.journal, ...this.queue.map(({ batch }) => batch)]);
  }

  paint({ wanted, villageIds }: Painting): void {
    const expected = new Map<number, AssignmentValue>();
    for (const id of villageIds) {
      const before = this.shownInModel(id);
      const after = before === null && wanted.status === 'unassigned' ? null : valueAfter(wanted, before);
      if (!isSameValue(before, after) && !isLocked(id, before, after, this.locks)) expected.set(id, after);
    }
    const { changes, lockedIds, unchangedIds } = this.local.paint(
      [{ wanted, villageIds }],
      this.surroundings,
    );
    assert.deepStrictEqual(new Map(changes.map(({ villageId, after }) => [villageId, after])), expected);
    assert.deepStrictEqual(changes.length + lockedIds.length + unchangedIds.length, villageIds.length);
    this.show(changes);
    if (expected.size === 0) return;
    this.pending.push(expected);
    this.takenBack = [];
  }

  accept(): void {
    const expected = ids.filter((id) => {
      const [before, after] = [this.acceptedInModel(id), this.shownInModel(id)];
      return !isSameValue(before, after) && !isLocked(id, before, after, this.locks);
    });
    const id = this.newId('stroke');
    const { changes, shown } = this.local.accept(id, this.surroundings);
    assert.deepStrictEqual(
      changes.map(({ villageId }) => villageId).toSorted((one, other) => one - other),
      expected,
    );
    this.dropPending();
    this.history = recordStroke(this.history, { id, changes });
    if (changes.length > 0) this.enqueue({ id, kind: 'stroke', reverses: null, changes });
    this.show(shown);
  }
  dropPending(): void {
    this.pending = [];
    this.takenBack = [];
  }

  /** Sends the first batch; the planner answers for each village in conflict: mine or theirs. */
  send(isMine: (id: number) => boolean): void {
    const first = this.queue.shift();
    if (!first) return;
    const { batch, seen } = first;
    const conflicts = this.server.conflicting(batch.changes, seen);
    if (this.isExact && this.news.length === 0) this.expectForeseen(batch.id, conflicts);
    if (this.news.length > 0 && conflicts.length === 0) this.isExact = false;
    this.steps.conflicts += conflicts.length;
    // The dialog shows both values, so what was on its way has arrived.
    if (conflicts.length > 0) while (this.news.length > 0) this.deliver();
    this.local.standBy(conflicts.filter(isMine), this.server.revision);
    const theirs = new Set(conflicts.filter((id) => !isMine(id)));
    const wanted = batch.changes.filter(({ villageId }) => !theirs.has(villageId));
    const changes = this.server.take(wanted);
    const { revision } = this.server;
    if (changes.length > 0) this.server.journal.push({ ...batch, revision, changes });
    this.show(this.local.discard(batch.id, theirs));
    this.show(this.local.confirm(batch.id, revision));
    if (this.news.length === 0) this.seen = revision;
    // What was made on the same list stands on the answer, when nothing of others was merged.
    if (changes.length > 0 && revision === seen + 1) {
      for (const next of this.queue) next.seen = Math.max(next.seen, revision);
    }
    this.history = confirmStroke(this.history, batch.id, revision);
    // Not all of the batch was taken as it was queued: the journal says what the steps have become.
    if (conflicts.length > 0 || changes.length !== batch.changes.length) this.rebase();
  }

  /** What the browser says before the server does; a village of several batches is judged by its last. */
  expectForeseen(batchId: string, conflicts: number[]): void {
    const foreseen = listConflicts(this.local).filter(({ batchIds }) => batchIds.join(' ') === batchId);
    const alone = conflicts.filter((id) => this.local.queuedOf(id).length === 1);
    this.steps.foreseen += foreseen.length;
    assert.deepStrictEqual(new Set(foreseen.map(({ villageId }) => villageId)), new Set(alone));
  }

  /** The server refuses the first batch for another reason, and the planner gives it up. */
  refuse(): void {
    const first = this.queue.shift();
    if (!first) return;
    this.steps.refused += 1;
    this.show(this.local.discard(first.batch.id));
    this.rebase();
  }

  deliver(): void {
    const news = this.news.shift();
    if (!news) return;
    this.show(mergeRemoteChanges(this.local, news).shown);
    this.seen = this.news.length === 0 ? this.server.revision : Math.max(this.seen, news.revision);
  }

  remote({ wanted, villageIds }: Painting): void {
    const changes = villageIds
      .map((villageId) => {
        const before = this.server.valueOf(villageId);
        return { villageId, before, after: valueAfter(wanted, before) };
      })
      .filter(({ before, after }) => !isSameValue(before, after));
    if (changes.length === 0) return;
    this.server.write(changes, true);
    const villages = changes.map(({ villageId, after }) => ({ villageId, value: after }));
    this.news.push({ revision: this.server.revision, villages });
  }

  /** Another page or machine: list and journal from the server, the queue from where it was kept, through JSON. */
  reload(): void {
    this.steps.reloads += 1;
    const live = this.history;
    this.rebuild();
    assert.deepStrictEqual(this.history, live);
    this.history = JSON.parse(JSON.stringify(live)) as StrokeHistory;
    assert.deepStrictEqual(this.history, live);
    this.dropPending();
    this.news = [];
    this.seen = this.server.revision;
    if (this.queue.length > 0) this.isExact = false;
    this.queue = JSON.parse(JSON.stringify(this.queue)) as SentBatch[];
    this.local = new LocalValues(structuredClone(this.server.rows));
    for (const { batch, seen } of this.queue) this.local.enqueue({ ...batch, seenRevision: seen });
    this.totals = this.recount();
    this.finder = this.find();
  }

  run(each: Operation): void {
    switch (each.kind) {
      case 'paint':
        return this.paint(each);
      case 'remote':
        return this.remote(each);
      case 'accept':
        return this.accept();
      case 'reject':
        this.dropPending();
        return this.show(this.local.reject());
      case 'takeBack': {
        const stroke = this.pending.pop();
        if (stroke) this.takenBack.push(stroke);
        return this.show(this.local.takeBack());
      }
      case 'putBack': {
        const stroke = this.takenBack.pop();
        if (stroke) this.pending.push(stroke);
        return this.show(this.local.putBack());
      }
      case 'undo':
      case 'redo':
        return this.turn(each.kind);
      case 'send':
        return this.send((id) => (id * 7 + each.salt) % 2 === 0);
      case 'refuse':
        return this.refuse();
      case 'deliver':
        return this.deliver();
      case 'reload':
        return this.reload();
      case 'lock':
        if (!this.locks.delete(each.target)) this.locks.add(each.target);
    }
  }

  /** Everything that is kept up to date agrees with what is computed from scratch. */
  check(): void {
    if (this.queue.length === 0 && this.news.length === 0) this.isExact = true;
    // Painted on while in conflict: the browser goes on asking, the server takes the later list for seen.
    if (listConflicts(this.local).some(({ batchIds }) => batchIds.length > 1)) this.isExact = false;
    for (const id of ids) {
      assert.deepStrictEqual(this.local.acceptedValueOf(id), this.acceptedInModel(id));
      assert.deepStrictEqual(this.local.shownValueOf(id), this.shownInModel(id));
    }
    assert.deepStrictEqual(
      this.local.queuedBatchIds,
      this.queue.map(({ batch }) => batch.id),
    );
    assert.deepStrictEqual(this.totals, this.recount());
    const fresh = this.find();
    for (const kind of finderKinds)
      assert.deepStrictEqual(this.finder.lists[kind].slice(), fresh.lists[kind].slice());
  }
}
