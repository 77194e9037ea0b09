import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighboursAt, neighboursOf } from './neighbours.ts';

const seed = 20260402;
const rowsOf = (arcs: { left: number; right: number }[], villageCount: number) => {
  const neighbours = neighboursOf(arcs, villageCount);
  return Array.from({ length: villageCount }, (_, index) => [...neighboursAt(neighbours, index + 1)]);
};

describe('neighbouring villages', () => {
  it('share a border; the outside is nobody and a border within a village is none', () => {
    const arcs = [
      { left: 1, right: 2 },
      { left: 2, right: 1 },
      { left: 3, right: 2 },
      { left: 0, right: 4 },
      { left: 4, right: 4 },
    ];
    expect(rowsOf(arcs, 5)).toEqual([[2], [1, 3], [2], [], []]);
    const neighbours = neighboursOf(arcs, 5);
    expect(neighbours.offsets).toEqual(Int32Array.of(0, 0, 1, 3, 4, 4, 4));
    expect(neighbours.ids).toEqual(Int32Array.of(2, 1, 3, 2));
    expect([0, 6, -1].map((id) => neighboursAt(neighbours, id).length)).toEqual([0, 0, 0]);
  });

  it('are none where there is no village', () => {
    expect(neighboursOf([], 0)).toEqual({ offsets: new Int32Array(2), ids: new Int32Array(0) });
  });

  it('are refused where a border names a village that is not there', () => {
    for (const right of [3, -1, 1.5]) expect(() => neighboursOf([{ left: 1, right }], 2)).toThrow(RangeError);
  });

  it('are those of a set of pairs, for any borders', () => {
    const count = 12;
    const side = fc.integer({ min: 0, max: count });
    fc.assert(
      fc.property(fc.array(fc.record({ left: side, right: side }), { maxLength: 60 }), (arcs) => {
        const pairs = Array.from({ length: count + 1 }, () => new Set<number>());
        for (const { left, right } of arcs) {
          if (left === 0 || right === 0 || left === right) continue;
          pairs[left]!.add(right);
          pairs[right]!.add(left);
        }
        expect(rowsOf(arcs, count)).toEqual(
          pairs.slice(1).map((ids) => [...ids].sort((one, other) => one - other)),
        );
      }),
      { seed, numRuns: 300 },
    );
  });
});
