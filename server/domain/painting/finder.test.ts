import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssignmentValue } from './assignmentValue.ts';
import { Finder, FinderList, VillageOrder } from './finder.ts';
import { neighboursOf } from './neighbours.ts';
import { RankedSet } from './rankedSet.ts';

const seed = 20260403;
const place = (key: string): AssignmentValue => ({
  status: key === 'unassigned' || key === 'deferred' ? key : 'assigned',
  categoryKey: key === 'unassigned' || key === 'deferred' ? null : key,
  reviewDate: key === 'deferred' ? '2026-09-01' : null,
  reason: null,
});
/** Five villages in a row, the fifth in another county that sorts before; 6 has no borders. */
const villages = [1, 2, 3, 4, 5, 6].map((id) => ({
  id,
  countyCode: id === 5 ? '433101' : '433122',
  townshipCode: id === 1 ? '433122103' : '433122101',
}));
const chain = neighboursOf(
  [1, 2, 3, 4].map((id) => ({ left: id, right: id + 1 })),
  6,
);
const before = new Map<number, AssignmentValue>(
  ['a', 'a', 'b', 'unassigned', 'unassigned', 'a'].map((key, index) => [index + 1, place(key)]),
);

function finderOver(values: Map<number, AssignmentValue>) {
  const violatingIds = new Set([2, 9]);
  const commentedIds = new Set([3]);
  const finder = new Finder(villages, {
    valueOf: (id) => values.get(id),
    previousValueOf: (id) => before.get(id),
    neighbours: chain,
    violatingIds,
    commentedIds,
  });
  return { finder, violatingIds, commentedIds };
}

describe('the finder', () => {
  it('lists by county, township and id', () => {
    expect(new VillageOrder(villages).ids).toEqual([5, 2, 3, 4, 6, 1]);
    const { lists } = finderOver(new Map(before)).finder;
    expect(lists.unassigned.slice()).toEqual([5, 4]);
    expect(lists.violating.slice()).toEqual([2]);
    expect(lists.commented.slice()).toEqual([3]);
    expect(lists.changed.slice()).toEqual([]);
  });

  it('takes nobody without a category for a neighbour or for isolated, nor a village without known borders', () => {
    const values = new Map(before);
    const { finder } = finderOver(values);
    // 3 stands alone; 4 and 5 are both 未分类 side by side and not a pair; 6 has no borders.
    expect(finder.lists.isolated.slice()).toEqual([3]);
    for (const id of [3, 4, 5]) values.set(id, place('deferred'));
    finder.update([3, 4, 5]);
    expect(finder.lists.isolated.size).toBe(0);
    expect(finder.lists.unassigned.size).toBe(0);
  });

  it('looks at the neighbours of what changed', () => {
    const values = new Map(before);
    const { finder } = finderOver(values);
    values.set(2, place('b'));
    finder.update([2]);
    expect(finder.lists.isolated.slice()).toEqual([1]);
    expect(finder.lists.changed.slice()).toEqual([2]);
  });

  it('follows the rules and the comments, and finds who was taken out of the list only as a difference', () => {
    const values = new Map(before);
    const { finder, violatingIds, commentedIds } = finderOver(values);
    violatingIds.add(4);
    commentedIds.delete(3);
    values.set(2, null);
    finder.update([2, 3, 4]);
    expect(finder.lists.violating.slice()).toEqual([4]);
    expect(finder.lists.commented.size).toBe(0);
    expect(finder.lists.changed.slice()).toEqual([2]);
  });

  it('a change of explanation or day is no difference, and nothing differs without a version before', () => {
    const values = new Map(before).set(1, { ...place('a')!, reason: '人口' });
    expect(finderOver(values).finder.lists.changed.size).toBe(0);
    const { lists } = new Finder(villages, {
      valueOf: () => place('c'),
      previousValueOf: null,
      neighbours: chain,
      violatingIds: new Set(),
      commentedIds: new Set(),
    });
    expect(lists.changed.size).toBe(0);
  });

  it('who may not see a village does not find it', () => {
    const { lists } = finderOver(new Map()).finder;
    expect(Object.values(lists).map((list) => list.size)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('walking along a list', () => {
  const listOf = (ids: number[]) => {
    const list = new FinderList(new VillageOrder(villages));
    for (const id of ids) list.set(id, true);
    return list;
  };

  it('goes round, and says n of m', () => {
    const list = listOf([5, 3, 6]);
    expect([list.next(null), list.next(5), list.next(3), list.next(6)]).toEqual([5, 3, 6, 5]);
    expect([list.previous(null), list.previous(5), list.previous(6)]).toEqual([6, 6, 3]);
    expect([5, 3, 6, 4].map((id) => list.positionOf(id))).toEqual([1, 2, 3, null]);
    expect(list.size).toBe(3);
  });

  it('goes on from where the current village was when it has left the list', () => {
    const list = listOf([5, 3, 4, 1]);
    list.set(3, false);
    expect([list.next(3), list.previous(3), list.positionOf(3)]).toEqual([4, 5, null]);
    list.set(1, false);
    expect([list.next(1), list.previous(1)]).toEqual([5, 4]);
  });

  it('has nowhere to go in an empty list, and starts anew from a village of elsewhere', () => {
    expect([listOf([]).next(5), listOf([]).previous(null)]).toEqual([null, null]);
    const list = listOf([3, 4]);
    expect([list.next(99), list.previous(99), list.positionOf(99), list.has(99)]).toEqual([
      3,
      4,
      null,
      false,
    ]);
    list.set(99, true);
    expect(list.slice()).toEqual([3, 4]);
    expect([list.slice(1, 9), list.slice(0, 1)]).toEqual([[4], [3]]);
  });
});

describe('a ranked set', () => {
  it('agrees with a sorted array', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }).chain((capacity) =>
          fc.record({
            capacity: fc.constant(capacity),
            steps: fc.array(fc.tuple(fc.nat(capacity - 1), fc.boolean()), { maxLength: 150 }),
          }),
        ),
        ({ capacity, steps }) => {
          const ranks = new RankedSet(capacity);
          const model = new Set<number>();
          for (const [rank, isMember] of steps) {
            ranks.set(rank, isMember);
            if (isMember) model.add(rank);
            else model.delete(rank);
          }
          const sorted = [...model].sort((one, other) => one - other);
          expect(ranks.size).toBe(sorted.length);
          expect(sorted.map((_, position) => ranks.at(position))).toEqual(sorted);
          expect([ranks.at(-1), ranks.at(sorted.length)]).toEqual([null, null]);
          for (let rank = 0; rank < capacity; rank += 1) {
            expect(ranks.has(rank)).toBe(model.has(rank));
            expect(ranks.countBefore(rank)).toBe(sorted.filter((member) => member < rank).length);
          }
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('refuses a rank it has no room for', () => {
    expect(() => new RankedSet(3).set(3, true)).toThrow(RangeError);
    expect(() => new RankedSet(0).set(0, true)).toThrow(RangeError);
  });
});
