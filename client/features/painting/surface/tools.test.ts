import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { CellIndex } from '#domain/territories/cellIndex';
import { positionInWorld, worldX, worldY } from '#domain/territories/mercatorPlane';
import type { Position } from '#domain/territories/territoryArc';
import { randomTerritories } from '../../../../tests/support/randomTerritories.ts';
import { squareTerritories } from '../../../../tests/support/squareTerritories.ts';
import { beginBrush, brushRadius } from './brushTool.ts';
import { beginClick } from './clickTool.ts';
import { beginLasso } from './lassoTool.ts';
import { beginRectangle } from './rectangleTool.ts';
import { isShownLocked } from './surfaceDraft.ts';
import { countSwept } from './sweptPeople.ts';
import { FakeDraft } from './testing/fakeDraft.ts';
import type { Ground } from './toolStroke.ts';

let draft: FakeDraft;
let ground: Ground;

beforeEach(() => {
  draft = new FakeDraft(new CellIndex(squareTerritories()));
  ground = { cells: draft.cells, worldLength: (pixels) => pixels / (512 * 2 ** 9) };
});

const northWest: Position = [109.5, 28.5];
const northEast: Position = [110.5, 28.5];
const southEast: Position = [110.5, 27.5];
const southWest: Position = [109.5, 27.5];

describe('the brush', () => {
  test('paints what it touches, each village once a stroke', () => {
    const stroke = beginBrush(draft, ground, { start: northWest, radius: 3 });
    stroke?.move([northEast, northWest]);
    stroke?.move([northEast]);
    stroke?.move([southEast]);
    stroke?.end();
    expect(draft.swept).toEqual([[1], [2], [4]]);
    expect(draft.deeds).toEqual(['begin', 'sweep', 'sweep', 'sweep', 'end']);
  });

  test('reaches as far as its radius', () => {
    const near: Position = [109.999, 28.5];
    beginBrush(draft, ground, { start: near, radius: 0 })?.end();
    beginBrush(draft, ground, { start: near, radius: 20 })?.end();
    expect(draft.swept).toEqual([[1], [1, 2]]);
  });

  test('puts everything back when it is cancelled', () => {
    const stroke = beginBrush(draft, ground, { start: northWest, radius: 3 });
    stroke?.move([northEast]);
    stroke?.cancel();
    expect(draft.deeds.at(-1)).toBe('cancel');
  });

  test('does not begin where nothing may be painted', () => {
    draft.isEditable = false;
    expect(beginBrush(draft, ground, { start: northWest, radius: 3 })).toBeNull();
  });

  test('grows with its size', () => {
    const radii = [1, 2, 3, 4, 5].map(brushRadius);
    expect(radii).toEqual([...radii].sort((a, b) => a - b));
    expect(new Set(radii).size).toBe(5);
    expect([brushRadius(0), brushRadius(9)]).toEqual([radii[0], radii[4]]);
  });

  test('misses no village on its way, however few samples the pointer gives', () => {
    const cells = new CellIndex(randomTerritories({ count: 120, seed: 4 }));
    const place = fc.record({
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const positionOf = ({ x, y }: { x: number; y: number }): Position => [109.2 + x * 0.4, 27.8 + y * 0.4];
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 6 }), (places) => {
        const own = new FakeDraft(cells);
        const [start, ...way] = places.map(positionOf);
        const stroke = beginBrush(own, { ...ground, cells }, { start: start!, radius: 0 });
        for (const position of way) stroke?.move([position]);
        const swept = new Set(own.swept.flat());
        let last = start!;
        for (const position of way) {
          for (let share = 0; share <= 1; share += 1 / 256) {
            const village = cells.villageAt(between(last, position, share));
            if (village !== null) expect(swept).toContain(village);
          }
          last = position;
        }
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});

/** On the straight line of the map. */
function between(one: Position, other: Position, share: number): Position {
  const x = worldX(one[0]) + (worldX(other[0]) - worldX(one[0])) * share;
  const y = worldY(one[1]) + (worldY(other[1]) - worldY(one[1])) * share;
  return positionInWorld(x, y);
}

describe('a click', () => {
  test('paints the one village under it, whatever way the pointer goes before it is let go', () => {
    const stroke = beginClick(draft, ground, southWest);
    stroke?.move([northEast]);
    stroke?.end();
    expect(draft.swept).toEqual([[3]]);
  });

  test('beside every village begins nothing', () => {
    expect(beginClick(draft, ground, [120, 40])).toBeNull();
    expect(draft.deeds).toEqual([]);
  });
});

describe('a rectangle', () => {
  test('paints what it comes into when it is let go, in one stroke', () => {
    const stroke = beginRectangle(draft, ground, northWest);
    stroke.move([southEast]);
    stroke.move([northEast, [110.4, 28.6]]);
    expect(draft.deeds).toEqual([]);
    expect([...stroke.covered!].sort()).toEqual([1, 2]);
    stroke.end();
    expect(draft.deeds).toEqual(['begin', 'sweep', 'end']);
    expect(draft.swept).toEqual([[1, 2]]);
  });

  test('is drawn from corner to corner', () => {
    const stroke = beginRectangle(draft, ground, northWest);
    stroke.move([southEast]);
    expect(stroke.outline).toEqual({
      kind: 'rectangle',
      positions: [northWest, northEast, southEast, southWest],
    });
  });

  test('paints nothing without a way, and nothing when it is cancelled', () => {
    beginRectangle(draft, ground, northWest).end();
    const stroke = beginRectangle(draft, ground, northWest);
    stroke.move([southEast]);
    stroke.cancel();
    stroke.end();
    expect(draft.deeds).toEqual([]);
  });
});

describe('a lasso', () => {
  test('paints those whose centre it goes round, in one stroke', () => {
    const stroke = beginLasso(draft, ground, [109.1, 28.9]);
    stroke.move([
      [110.9, 28.9],
      [110.9, 28.1],
    ]);
    stroke.move([
      [110.2, 28.2],
      [109.8, 27.1],
      [109.1, 27.1],
    ]);
    stroke.end();
    expect(draft.deeds).toEqual(['begin', 'sweep', 'end']);
    expect(draft.swept).toEqual([[1, 2, 3]]);
  });

  test('leaves out corners that are hardly apart', () => {
    const stroke = beginLasso(draft, ground, northWest);
    stroke.move([[109.5000001, 28.5], northEast, northEast]);
    expect(stroke.outline?.positions).toEqual([northWest, northEast]);
  });

  test('of fewer than three corners paints nothing', () => {
    const stroke = beginLasso(draft, ground, northWest);
    stroke.move([northEast]);
    stroke.end();
    expect(draft.deeds).toEqual([]);
  });
});

describe('what is shown beside the strokes', () => {
  test('counts villages and the people that are known', () => {
    draft.villages.set(5, { ...draft.villages.get(1)!, people: 50, isCounted: false });
    expect(countSwept([1, 2, 3, 5], draft.villages)).toEqual({ villages: 4, people: 130 });
    expect(countSwept([2], draft.villages)).toEqual({ villages: 1, people: null });
  });

  test('shows villages of a locked category as locked', () => {
    expect(isShownLocked(draft, 1)).toBe(false);
    draft.locks = { ...draft.locks, villageIds: new Set([1]) };
    expect([isShownLocked(draft, 1), isShownLocked(draft, 2)]).toEqual([true, false]);
    draft.valueOf = () => ({ status: 'assigned', categoryKey: 'key', reviewDate: null, reason: null });
    draft.locks = { ...draft.locks, categoryKeys: new Set(['key']) };
    expect(isShownLocked(draft, 2)).toBe(true);
  });
});
