import { describe, expect, it } from 'vitest';
import { cellKind, matrixOf } from './matrix.ts';

const keys = ['first', 'second', 'unassigned', 'deferred', 'outside'];
const cell = (
  from: string,
  to: string,
  villages: number,
  people: number | null = villages * 100,
  peopleUnknown = 0,
) => ({ from, to, villages, people, peopleUnknown });
const diff = {
  keys,
  cells: [
    cell('first', 'first', 5),
    cell('first', 'second', 2, 150, 1),
    cell('unassigned', 'second', 3, null, 3),
    cell('outside', 'first', 1),
    cell('second', 'outside', 1),
    cell('deferred', 'deferred', 0, null),
  ],
  changed: 7,
  newlyAssigned: 4,
};

describe('the matrix between two versions', () => {
  const matrix = matrixOf(diff);
  it('has the rows and columns that hold something, categories always', () => {
    expect(matrix.fromKeys).toEqual(['first', 'second', 'unassigned', 'outside']);
    expect(matrix.toKeys).toEqual(['first', 'second', 'outside']);
  });

  it('fills every place, also where the server names no cell', () => {
    expect(matrix.rows.map((row) => row.cells.map(({ villages }) => villages))).toEqual([
      [5, 2, 0],
      [0, 0, 1],
      [0, 3, 0],
      [1, 0, 0],
    ]);
  });

  it('sums what is known and keeps unknown apart', () => {
    expect(matrix.rows[0]!.total).toEqual({ villages: 7, people: 650, peopleUnknown: 1 });
    expect(matrix.rows[2]!.total).toEqual({ villages: 3, people: null, peopleUnknown: 3 });
    expect(matrix.columns[1]!.total).toEqual({ villages: 5, people: 150, peopleUnknown: 4 });
  });

  it('says how each column grew', () => {
    expect(matrix.columns.map(({ key, delta }) => [key, delta])).toEqual([
      ['first', -1],
      ['second', 4],
      ['outside', 0],
    ]);
  });

  it('tells 新归类 from 改了', () => {
    expect(matrix.changedOnly).toBe(3);
    expect(
      [
        cell('unassigned', 'first', 1),
        cell('outside', 'first', 1),
        cell('deferred', 'first', 1),
        cell('first', 'second', 1),
        cell('outside', 'unassigned', 1),
        cell('first', 'first', 1),
        cell('first', 'second', 0),
      ].map(cellKind),
    ).toEqual(['new', 'new', 'changed', 'changed', 'changed', 'same', 'none']);
  });
});
