import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffVersions, type DiffCell, type VersionEntry } from './versionDiff.ts';

const seed = 20260103;
const categoryKeys = ['first', 'second', 'third'];
const entry = (villageId: number, key: string, people: number | null = null): VersionEntry =>
  key === 'unassigned' || key === 'deferred'
    ? { villageId, status: key, categoryKey: null, people }
    : { villageId, status: 'assigned', categoryKey: key, people };
const side = (entries: VersionEntry[], keys = categoryKeys) => ({ entries, categoryKeys: keys });
const diff = (before: VersionEntry[], after: VersionEntry[]) =>
  diffVersions({ before: side(before), after: side(after) });

/** Villages with one population each, and where the two versions put them; null = not in the list. */
const key = fc.constantFrom(...categoryKeys, 'unassigned', 'deferred');
const villages = fc.uniqueArray(
  fc.record({
    villageId: fc.integer({ min: 1, max: 5000 }),
    people: fc.option(fc.integer({ min: 0, max: 9000 })),
    old: fc.option(key),
    new: fc.option(key),
  }),
  { selector: ({ villageId }) => villageId, maxLength: 60 },
);
type Village = { villageId: number; people: number | null; old: string | null; new: string | null };
const listOf = (rows: Village[], which: 'old' | 'new') =>
  rows.flatMap((row) => (row[which] === null ? [] : [entry(row.villageId, row[which], row.people)]));
const cellsOf = (matrix: DiffCell[][]) => matrix.flat();
const sum = (cells: DiffCell[], of: (cell: DiffCell) => number) =>
  cells.reduce((total, cell) => total + of(cell), 0);

describe('the difference of two versions', () => {
  it('is a matrix, a list and counts', () => {
    const { fromKeys, matrix, ...rest } = diff(
      [
        entry(9, 'first', 100),
        entry(2, 'unassigned', 50),
        entry(3, 'first'),
        entry(4, 'deferred', 7),
        entry(5, 'second', 8),
      ],
      [
        entry(1, 'third', 30),
        entry(2, 'second', 50),
        entry(3, 'second'),
        entry(4, 'third', 7),
        entry(9, 'second', 100),
      ],
    );
    expect(fromKeys).toEqual(['first', 'second', 'third', 'unassigned', 'deferred', 'outside']);
    expect(cellsOf(matrix).filter((cell) => cell.villages > 0)).toEqual([
      { from: 'first', to: 'second', villages: 2, people: 100, peopleUnknown: 1 },
      { from: 'second', to: 'outside', villages: 1, people: 8, peopleUnknown: 0 },
      { from: 'unassigned', to: 'second', villages: 1, people: 50, peopleUnknown: 0 },
      { from: 'deferred', to: 'third', villages: 1, people: 7, peopleUnknown: 0 },
      { from: 'outside', to: 'third', villages: 1, people: 30, peopleUnknown: 0 },
    ]);
    expect(rest).toEqual({
      toKeys: fromKeys,
      changes: [
        { villageId: 1, from: 'outside', to: 'third' },
        { villageId: 2, from: 'unassigned', to: 'second' },
        { villageId: 3, from: 'first', to: 'second' },
        { villageId: 4, from: 'deferred', to: 'third' },
        { villageId: 5, from: 'second', to: 'outside' },
        { villageId: 9, from: 'first', to: 'second' },
      ],
      changed: 6,
      newlyAssigned: 2,
      removed: 1,
      unchanged: 0,
    });
  });

  it('compares versions of two schemes', () => {
    const { fromKeys, toKeys, matrix } = diffVersions({
      before: side([entry(1, 'a', 5)], ['a']),
      after: side([entry(1, 'y', 5)], ['x', 'y']),
    });
    expect([fromKeys.length, toKeys.length]).toEqual([4, 5]);
    expect(matrix[0]![1]).toEqual({ from: 'a', to: 'y', villages: 1, people: 5, peopleUnknown: 0 });
  });

  it('counts with the new population, with the old one where the new is unknown', () => {
    const people = (old: number | null, now: number | null) =>
      sum(cellsOf(diff([entry(1, 'first', old)], [entry(1, 'second', now)]).matrix), (cell) => cell.people);
    expect([people(10, 12), people(10, null), people(null, 12), people(0, null)]).toEqual([12, 10, 12, 0]);
  });

  it('refuses contradictory input', () => {
    const wrong: [VersionEntry[], string[]?][] = [
      [[entry(1, 'first'), entry(1, 'second')]],
      [[entry(1, 'fourth')]],
      [[entry(1, 'outside')]],
      [[{ ...entry(1, 'first'), categoryKey: null }]],
      [[{ ...entry(1, 'deferred'), categoryKey: 'first' }]],
      [[{ ...entry(1, 'first'), categoryKey: 'deferred' }]],
      [[], ['first', 'first']],
      [[], ['first', 'outside']],
    ];
    for (const [entries, keys] of wrong) {
      const input = side(entries, keys);
      expect(() => diffVersions({ before: input, after: side([]) })).toThrow(RangeError);
      expect(() => diffVersions({ before: side([]), after: input })).toThrow(RangeError);
    }
  });
});

describe('for any two versions', () => {
  it('every village of either list is in one cell, and is changed or unchanged', () => {
    fc.assert(
      fc.property(villages, (rows) => {
        const listed = rows.filter((row) => row.old !== null || row.new !== null);
        const result = diff(listOf(rows, 'old'), listOf(rows, 'new'));
        const cells = cellsOf(result.matrix);
        expect(sum(cells, (cell) => cell.villages)).toBe(listed.length);
        expect(sum(cells, (cell) => cell.people)).toBe(
          listed.reduce((total, row) => total + (row.people ?? 0), 0),
        );
        expect(sum(cells, (cell) => cell.peopleUnknown)).toBe(
          listed.filter((row) => row.people === null).length,
        );
        expect(result.changed + result.unchanged).toBe(listed.length);
        expect(
          sum(
            cells.filter((cell) => cell.from === cell.to),
            (cell) => cell.villages,
          ),
        ).toBe(result.unchanged);
        expect(result.removed).toBe(listed.filter((row) => row.new === null).length);
        expect(result.matrix.at(-1)!.at(-1)!.villages).toBe(0);
        for (const cell of cells) {
          const changes = result.changes.filter(({ from, to }) => from === cell.from && to === cell.to);
          expect(changes).toHaveLength(cell.from === cell.to ? 0 : cell.villages);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('a version does not differ from itself', () => {
    fc.assert(
      fc.property(villages, (rows) => {
        const list = listOf(rows, 'old');
        const result = diff(list, list);
        expect(result).toMatchObject({ changes: [], changed: 0, newlyAssigned: 0, removed: 0 });
        expect(result.unchanged).toBe(list.length);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('the way back is the transpose', () => {
    fc.assert(
      fc.property(villages, (rows) => {
        const forth = diff(listOf(rows, 'old'), listOf(rows, 'new'));
        const back = diff(listOf(rows, 'new'), listOf(rows, 'old'));
        forth.matrix.forEach((cells, row) =>
          cells.forEach((cell, column) => {
            const { from, to, ...counts } = back.matrix[column]![row]!;
            expect({ from: to, to: from, ...counts }).toEqual(cell);
          }),
        );
        expect(back.changes).toEqual(
          forth.changes.map(({ villageId, from, to }) => ({ villageId, from: to, to: from })),
        );
      }),
      { seed, numRuns: 200 },
    );
  });

  it('the order of the entries does not matter', () => {
    const shuffled = villages.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const expected = diff(listOf(rows, 'old'), listOf(rows, 'new'));
        expect(diff(listOf(others, 'old'), listOf(rows, 'new'))).toEqual(expected);
        expect(diff(listOf(rows, 'old'), listOf(others, 'new'))).toEqual(expected);
      }),
      { seed, numRuns: 100 },
    );
  });
});
