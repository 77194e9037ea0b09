import { describe, expect, test } from 'vitest';
import { CellIndex } from '#domain/territories/cellIndex';
import { randomTerritories } from '../../../../tests/support/randomTerritories.ts';
import { squareTerritories } from '../../../../tests/support/squareTerritories.ts';
import { isStepKey, villageAfter, villageNear } from './villageSteps.ts';

const squares = new CellIndex(squareTerritories());
const all = [1, 2, 3, 4];

describe('stepping from village to village', () => {
  test('goes to the neighbour in the direction of the arrow', () => {
    expect(villageAfter('ArrowRight', 1, all, squares)).toBe(2);
    expect(villageAfter('ArrowDown', 1, all, squares)).toBe(3);
    expect(villageAfter('ArrowLeft', 4, all, squares)).toBe(3);
    expect(villageAfter('ArrowUp', 4, all, squares)).toBe(2);
  });

  test('stays where there is none ahead', () => {
    expect(villageAfter('ArrowLeft', 1, all, squares)).toBeNull();
    expect(villageAfter('ArrowUp', 1, all, squares)).toBeNull();
    expect(villageAfter('a', 1, all, squares)).toBeNull();
  });

  test('knows its keys and no inherited names', () => {
    expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].every(isStepKey)).toBe(true);
    expect(['Enter', 'toString', 'constructor'].some(isStepKey)).toBe(false);
  });

  test('finds the village nearest to a place', () => {
    expect(villageNear([110.6, 27.4], all, squares)).toBe(4);
    expect(villageNear([110.6, 27.4], [], squares)).toBeNull();
  });

  test('leads away from a village without a territory by page keys only', () => {
    expect(villageAfter('ArrowUp', 9, [...all, 9], squares)).toBeNull();
    expect(villageAfter('PageUp', 9, [...all, 9], squares)).toBe(4);
  });

  test('comes by page keys to every village and round again', () => {
    const way = [1];
    for (let step = 0; step < 4; step += 1) way.push(villageAfter('PageDown', way.at(-1)!, all, squares)!);
    expect(way).toEqual([1, 2, 3, 4, 1]);
    expect(villageAfter('PageUp', 1, all, squares)).toBe(4);
  });

  test('comes by an arrow to a village on that side, and by arrows to nearly all of a land', () => {
    const arcs = randomTerritories({ count: 60, seed: 8 });
    const cells = new CellIndex(arcs);
    const ids = [...new Set(arcs.flatMap(({ left, right }) => [left, right]))].filter((id) => id !== 0);
    const reached = new Set([ids[0]!]);
    for (const id of reached) {
      const right = villageAfter('ArrowRight', id, ids, cells);
      if (right !== null) expect(cells.centreOf(right)![0]).toBeGreaterThan(cells.centreOf(id)![0]);
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        const next = villageAfter(key, id, ids, cells);
        if (next !== null) reached.add(next);
      }
    }
    expect(reached.size).toBeGreaterThan(0.9 * ids.length);
  });
});
