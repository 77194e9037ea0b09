import { describe, expect, it } from 'vitest';
import type { AssignmentValue, WantedValue } from './assignmentValue.ts';
import { PendingStrokes } from './pendingStrokes.ts';
import { noLocks, strokeOutcome, type Canvas, type Locks } from './stroke.ts';

const category = (categoryKey: string): AssignmentValue => ({
  status: 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const erased: AssignmentValue = { status: 'unassigned', categoryKey: null, reviewDate: null, reason: null };
const paint = (categoryKey: string): WantedValue => ({ status: 'assigned', categoryKey });
const eraser: WantedValue = { status: 'unassigned' };
/** 1 a · 2 a · 3 b · 4 未分类 · 5 not in the list; 2 lies in another township. */
const values = new Map<number, AssignmentValue>([
  [1, category('a')],
  [2, category('a')],
  [3, category('b')],
  [4, erased],
  [5, null],
]);
const canvasOf = (locks: Partial<Locks> = {}, of: Canvas['valueOf'] = (id) => values.get(id)): Canvas => ({
  valueOf: of,
  townshipOf: (id) => (id === 2 ? '433122102' : '433122101'),
  locks: { ...noLocks, ...locks },
});
const idsOf = (wanted: WantedValue, villageIds: number[], locks: Partial<Locks> = {}) => {
  const { changes, lockedIds, unchangedIds } = strokeOutcome([{ wanted, villageIds }], canvasOf(locks));
  return [changes.map(({ villageId }) => villageId), lockedIds, unchangedIds];
};

describe('a stroke', () => {
  it('changes who is not as wanted, each village once', () => {
    const { changes } = strokeOutcome([{ wanted: paint('b'), villageIds: [4, 1, 4] }], canvasOf());
    expect(changes).toEqual([
      { villageId: 4, before: erased, after: category('b') },
      { villageId: 1, before: category('a'), after: category('b') },
    ]);
    expect(idsOf(paint('b'), [1, 3, 5])).toEqual([[1, 5], [], [3]]);
  });

  it('erases to 未分类, and brings nobody into the list by erasing', () => {
    expect(idsOf(eraser, [1, 4, 5])).toEqual([[1], [], [4, 5]]);
    expect(idsOf({ status: 'outside' }, [1, 5])).toEqual([[1], [], [5]]);
  });

  it('does not paint into a locked category nor out of it', () => {
    const locks = { categoryKeys: new Set(['a']) };
    expect(idsOf(paint('a'), [1, 3, 4], locks)).toEqual([[], [3, 4], [1]]);
    expect(idsOf(paint('b'), [1, 3, 4], locks)).toEqual([[4], [1], [3]]);
    expect(idsOf(eraser, [1, 3], locks)).toEqual([[3], [1], []]);
    expect(idsOf({ ...paint('a'), reason: '人口' }, [1], locks)).toEqual([[1], [], []]);
  });

  it('locks 暂不分类 like a category, and 未分类 never', () => {
    const locks = { categoryKeys: new Set(['deferred', 'unassigned']) };
    expect(idsOf({ status: 'deferred', reviewDate: '2026-09-01' }, [1, 4], locks)).toEqual([[], [1, 4], []]);
    expect(idsOf(paint('b'), [4], locks)).toEqual([[4], [], []]);
    expect(idsOf(eraser, [1], locks)).toEqual([[1], [], []]);
  });

  it('leaves locked villages and townships, even their reasons', () => {
    expect(idsOf(paint('b'), [1, 2, 3, 4], { villageIds: new Set([1, 3]) })).toEqual([[2, 4], [1], [3]]);
    expect(idsOf(paint('b'), [1, 2], { townshipCodes: new Set(['433122102']) })).toEqual([[1], [2], []]);
    expect(idsOf({ ...paint('a'), reason: '人口' }, [1], { villageIds: new Set([1]) })).toEqual([
      [],
      [1],
      [],
    ]);
  });

  it('leaves villages that are not this person’s', () => {
    expect(idsOf(paint('b'), [99])).toEqual([[], [99], []]);
    expect(idsOf(eraser, [99])).toEqual([[], [99], []]);
  });

  it('may want another value for each group of villages; the last counts', () => {
    const sweeps = [
      { wanted: paint('b'), villageIds: [1, 2] },
      { wanted: paint('c'), villageIds: [2, 3] },
    ];
    expect(strokeOutcome(sweeps, canvasOf()).changes.map(({ after }) => after?.categoryKey)).toEqual([
      'b',
      'c',
      'c',
    ]);
  });
});

describe('pending strokes', () => {
  const shown = (pending: PendingStrokes) => (id: number) => {
    const value = pending.valueOf(id);
    return value === undefined ? values.get(id) : value;
  };
  const add = (pending: PendingStrokes, wanted: WantedValue, villageIds: number[]) =>
    pending.add(strokeOutcome([{ wanted, villageIds }], canvasOf({}, shown(pending))).changes);
  const pendingWith = (...strokes: [string, number[]][]) => {
    const pending = new PendingStrokes();
    for (const [key, villageIds] of strokes) {
      add(pending, paint(key), villageIds);
    }
    return pending;
  };

  it('gather until they are accepted, the later one wins', () => {
    const pending = pendingWith(['b', [1, 2]], ['c', [2, 4]]);
    expect(pending.outcome(canvasOf()).changes).toEqual([
      { villageId: 1, before: category('a'), after: category('b') },
      { villageId: 2, before: category('a'), after: category('c') },
      { villageId: 4, before: erased, after: category('c') },
    ]);
    pending.clear();
    expect([pending.isEmpty, pending.strokeCount, pending.outcome(canvasOf()).changes]).toEqual([
      true,
      0,
      [],
    ]);
  });

  it('are none without effect, and come to nothing when they cancel each other out', () => {
    expect(pendingWith(['a', [1, 2]]).strokeCount).toBe(0);
    expect(pendingWith(['b', [1]], ['b', [1]]).strokeCount).toBe(1);
    const there = pendingWith(['b', [1]], ['a', [1]]);
    expect(there.strokeCount).toBe(2);
    expect(there.outcome(canvasOf())).toEqual({ changes: [], lockedIds: [], unchangedIds: [1] });
  });

  it('are taken back and put back one by one, until another is made', () => {
    const pending = pendingWith(['b', [1, 2]], ['c', [2, 4]]);
    const keys = () => [1, 2, 4].map((id) => pending.valueOf(id)?.categoryKey);
    pending.takeBack();
    expect(keys()).toEqual(['b', 'b', undefined]);
    pending.takeBack();
    pending.takeBack();
    expect([keys(), pending.isEmpty, pending.takenBackCount]).toEqual([
      [undefined, undefined, undefined],
      true,
      2,
    ]);
    pending.putBack();
    pending.putBack();
    pending.putBack();
    expect(keys()).toEqual(['b', 'c', 'c']);
    pending.takeBack();
    add(pending, eraser, [1]);
    pending.putBack();
    expect([keys(), pending.strokeCount]).toEqual([[null, 'b', undefined], 2]);
  });

  it('do not reach a village that was locked in between', () => {
    const outcome = pendingWith(['b', [1, 2]]).outcome(canvasOf({ villageIds: new Set([2]) }));
    expect([outcome.changes.length, outcome.lockedIds]).toEqual([1, [2]]);
  });

  it('lie on values that change below them', () => {
    const outcome = pendingWith(['b', [1, 2]]).outcome(
      canvasOf({}, (id) => (id === 1 ? category('b') : category('c'))),
    );
    expect(outcome.changes).toEqual([{ villageId: 2, before: category('c'), after: category('b') }]);
  });
});
