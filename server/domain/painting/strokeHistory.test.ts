import { describe, expect, it } from 'vitest';
import type { AssignmentValue } from './assignmentValue.ts';
import { noLocks, type Canvas, type Locks } from './stroke.ts';
import {
  confirmStroke,
  emptyHistory,
  historyFromJournal,
  historyLimit,
  rebaseBatches,
  recordStroke,
  redoStroke,
  undoStroke,
  type HistoryStep,
  type JournalBatch,
  type StrokeHistory,
} from './strokeHistory.ts';
import type { ValueChange } from './valueChange.ts';

const place = (categoryKey: string): AssignmentValue => ({
  status: 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const change = (villageId: number, before: string, after: string): ValueChange => ({
  villageId,
  before: place(before),
  after: place(after),
});

/** Villages by the letter of their category, and the history of one person. */
class Draft {
  readonly values = new Map<number, AssignmentValue>();
  history: StrokeHistory = emptyHistory;
  locks: Locks = noLocks;

  constructor(letters: string) {
    [...letters].forEach((letter, index) => this.values.set(index + 1, place(letter)));
  }
  get letters(): string {
    return [...this.values.values()].map((value) => value?.categoryKey ?? '-').join('');
  }
  get canvas(): Canvas {
    return {
      valueOf: (id) => this.values.get(id),
      townshipOf: (id) => String(id),
      locks: this.locks,
    };
  }
  paint(id: string, letter: string, villageIds: number[]) {
    const changes = villageIds.map((villageId) => ({
      villageId,
      before: this.values.get(villageId)!,
      after: place(letter),
    }));
    this.#make(changes);
    this.history = recordStroke(this.history, { id, changes });
  }
  undo = () => this.#step(undoStroke(this.history, this.canvas));
  redo = () => this.#step(redoStroke(this.history, this.canvas));

  #step(step: HistoryStep | null) {
    if (step === null) return null;
    this.history = step.history;
    this.#make(step.changes);
    return [step.strokeId, step.keptIds, step.lockedIds];
  }
  #make(changes: readonly ValueChange[]) {
    for (const { villageId, after } of changes) this.values.set(villageId, after);
  }
}

describe('undo and redo', () => {
  it('go back and forth by whole strokes', () => {
    const draft = new Draft('aaaa');
    draft.paint('one', 'b', [1, 2]);
    draft.paint('two', 'c', [2, 3]);
    expect(draft.undo()).toEqual(['two', [], []]);
    expect(draft.letters).toBe('bbaa');
    expect(draft.undo()).toEqual(['one', [], []]);
    expect([draft.letters, draft.undo()]).toEqual(['aaaa', null]);
    draft.redo();
    draft.redo();
    expect([draft.letters, draft.redo()]).toEqual(['bcca', null]);
  });

  it('a new stroke forgets what was undone; one without changes is no stroke', () => {
    const draft = new Draft('aa');
    draft.paint('one', 'b', [1]);
    draft.undo();
    expect(recordStroke(draft.history, { id: 'empty', changes: [] })).toBe(draft.history);
    draft.paint('two', 'c', [2]);
    expect([draft.redo(), draft.letters]).toEqual([null, 'ac']);
  });

  it('go back in the explanation too', () => {
    const draft = new Draft('a');
    const explained = { ...place('a')!, reason: '人口减少' };
    draft.history = recordStroke(draft.history, {
      id: 'reason',
      changes: [{ villageId: 1, before: place('a'), after: explained }],
    });
    draft.values.set(1, explained);
    draft.undo();
    expect(draft.values.get(1)).toEqual(place('a'));
  });

  it('leave villages alone that somebody else changed since, and say which', () => {
    const draft = new Draft('aaa');
    draft.paint('one', 'b', [1, 2, 3]);
    draft.values.set(2, place('x'));
    draft.values.delete(3);
    expect(draft.undo()).toEqual(['one', [2, 3], []]);
    expect(draft.letters).toBe('ax');
    expect(draft.redo()).toEqual(['one', [2, 3], []]);
    expect(draft.letters).toBe('bx');
  });

  it('have nothing to say of a village that is already where it should be', () => {
    const draft = new Draft('aa');
    draft.paint('one', 'b', [1, 2]);
    draft.values.set(2, place('a'));
    expect(draft.undo()).toEqual(['one', [], []]);
    expect(draft.letters).toBe('aa');
  });

  it('pass over a stroke that would change nothing and keep it for when it would', () => {
    const draft = new Draft('aaa');
    draft.paint('one', 'b', [1]);
    draft.paint('two', 'c', [2]);
    draft.values.set(2, place('x'));
    expect(draft.undo()).toEqual(['one', [], []]);
    expect(draft.undo()).toBeNull();
    expect(draft.history.strokes.map(({ id }) => id)).toEqual(['two']);
    draft.values.set(2, place('c'));
    expect(draft.undo()).toEqual(['two', [], []]);
    expect(draft.letters).toBe('aaa');
  });

  it('leave locked villages, and the stroke waits for the key when all of it is locked', () => {
    const draft = new Draft('aaa');
    draft.paint('one', 'b', [1, 2]);
    draft.paint('two', 'c', [3]);
    draft.locks = { ...noLocks, villageIds: new Set([2]), townshipCodes: new Set(['3']) };
    expect(draft.undo()).toEqual(['one', [], [2]]);
    expect([draft.letters, draft.undo()]).toEqual(['abc', null]);
    draft.locks = { ...noLocks, categoryKeys: new Set(['a']) };
    expect(draft.undo()).toBeNull();
    draft.locks = noLocks;
    expect(draft.undo()).toEqual(['two', [], []]);
  });

  it(`reach ${historyLimit} steps back and no further`, () => {
    const draft = new Draft('a');
    for (let step = 0; step < historyLimit + 20; step += 1) draft.paint(`s${step}`, `k${step}`, [1]);
    let steps = 0;
    while (draft.undo()) steps += 1;
    expect([steps, draft.letters]).toEqual([historyLimit, 'k19']);
    expect(historyLimit).toBeGreaterThanOrEqual(200);
  });

  it('do not change the history they are given', () => {
    const draft = new Draft('a');
    draft.paint('one', 'b', [1]);
    const { history } = draft;
    const copy = structuredClone(history);
    draft.undo();
    draft.redo();
    confirmStroke(history, 'one', 7);
    expect(history).toEqual(copy);
  });
});

describe('the history of a journal', () => {
  const batch = (id: string, rest: Partial<JournalBatch> = {}): JournalBatch => ({
    id,
    kind: 'stroke',
    reverses: null,
    revision: null,
    changes: [change(1, 'a', id)],
    ...rest,
  });
  const undo = (reverses: string) => batch(`undo-${reverses}`, { kind: 'undo', reverses });
  const redo = (reverses: string) => batch(`redo-${reverses}`, { kind: 'redo', reverses });
  const idsOf = (entries: JournalBatch[]) => {
    const { strokes, undone } = historyFromJournal(entries);
    return [strokes, undone].map((records) => records.map(({ id }) => id).join(' '));
  };

  it('holds what is done and what is undone, in order', () => {
    const three = [batch('b'), batch('c'), batch('d')];
    expect(idsOf([...three, undo('d'), undo('b')])).toEqual(['c', 'd b']);
    expect(idsOf([...three, undo('d'), undo('b'), redo('b')])).toEqual(['c b', 'd']);
    expect(idsOf([...three, undo('d'), batch('e')])).toEqual(['b c e', '']);
  });

  it('passes over batches it does not know and those without effect', () => {
    expect(idsOf([undo('x'), batch('b'), redo('b'), redo('y'), undo('b'), undo('b')])).toEqual(['', 'b']);
    expect(idsOf([batch('b'), undo('b'), batch('c', { changes: [] })])).toEqual(['', 'b']);
  });

  it('knows which revision a step made, as the step-by-step history does', () => {
    const kept = recordStroke(recordStroke(emptyHistory, { id: 'b', changes: batch('b').changes }), {
      id: 'c',
      changes: batch('c').changes,
    });
    const rebuilt = historyFromJournal([batch('b', { revision: 4 }), batch('c')]);
    expect(rebuilt.strokes).toEqual([
      { id: 'b', revision: 4, changes: batch('b').changes },
      { id: 'c', changes: batch('c').changes },
    ]);
    expect(confirmStroke(kept, 'b', 4).strokes[0]!.revision).toBe(4);
  });

  it('stands on what is saved when a batch before it was refused', () => {
    const later = [
      batch('c', { changes: [change(1, 'b', 'c')] }),
      batch('d', { changes: [change(1, 'c', 'd')] }),
    ];
    const rebased = rebaseBatches(later, () => place('a'));
    expect(rebased.map(({ changes }) => changes)).toEqual([[change(1, 'a', 'c')], [change(1, 'c', 'd')]]);
    const same = rebaseBatches(later.slice(0, 1), () => place('c'));
    expect(historyFromJournal(same).strokes).toEqual([]);
  });

  it('goes through JSON unharmed', () => {
    const history = historyFromJournal([batch('b', { revision: 4 }), batch('c'), undo('c')]);
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  });
});
