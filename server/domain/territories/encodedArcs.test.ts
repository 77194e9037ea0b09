import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeArcs, encodeArcs } from './encodedArcs.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

const position: fc.Arbitrary<Position> = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const arc: fc.Arbitrary<TerritoryArc> = fc.record({
  id: fc.integer({ min: 1 }),
  left: fc.nat(),
  right: fc.nat(),
  rank: fc.constantFrom('village', 'township', 'county', 'prefecture'),
  points: fc.array(position, { minLength: 2, maxLength: 40 }),
});
const near = (one: Position, other: Position) =>
  Math.abs(one[0] - other[0]) <= 0.5e-6 + 1e-9 && Math.abs(one[1] - other[1]) <= 0.5e-6 + 1e-9;

describe('arcs that travel', () => {
  it('come back within half a unit, ends and order kept', () => {
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 10 }), (arcs) => {
        const encoded = encodeArcs(arcs);
        expect(encoded.every(({ points }) => points.every(Number.isInteger))).toBe(true);
        const decoded = decodeArcs(JSON.parse(JSON.stringify(encoded)));
        decoded.forEach(({ points, ...rest }, index) => {
          const { points: original, ...given } = arcs[index]!;
          expect(rest).toEqual(given);
          expect(near(points[0]!, original[0]!) && near(points.at(-1)!, original.at(-1)!)).toBe(true);
          // Every point of the original is one of the decoded ones, in its order.
          let at = 0;
          for (const place of original) {
            while (at < points.length && !near(points[at]!, place)) at += 1;
            expect(at).toBeLessThan(points.length);
          }
        });
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('that met in a point still meet, and coded again are the same', () => {
    fc.assert(
      fc.property(arc, arc, (one, other) => {
        const joined = { ...other, points: [one.points.at(-1)!, ...other.points] };
        const [first, second] = decodeArcs(encodeArcs([one, joined]));
        expect(second!.points[0]).toEqual(first!.points.at(-1));
        expect(decodeArcs(encodeArcs([first!, second!]))).toEqual([first, second]);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('shorter than a unit keep two points', () => {
    const short: TerritoryArc = {
      id: 1,
      left: 1,
      right: 2,
      rank: 'village',
      points: [
        [110, 28],
        [110.0000001, 28],
        [110.0000002, 28],
      ],
    };
    expect(encodeArcs([short])[0]!.points).toEqual([110_000_000, 28_000_000, 0, 0]);
    expect(() => decodeArcs([{ ...short, points: [1, 2, 3] }])).toThrow(RangeError);
  });
});
