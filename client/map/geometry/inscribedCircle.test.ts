import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inscribedCircle, type PiecedShape, type Point } from './inscribedCircle.ts';

function polygon(points: Point[]): PiecedShape {
  const ring = [...points, points[0]!];
  return {
    pieces: [ring],
    boundary: points.map((from, i) => {
      const to = ring[i + 1]!;
      return [from[0], from[1], to[0], to[1]];
    }),
  };
}

test('a rectangle holds a circle of half its shorter side', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 1000 }),
      fc.integer({ min: 10, max: 1000 }),
      fc.integer({ min: -5000, max: 5000 }),
      (width, height, x) => {
        const box: Point[] = [
          [x, 0],
          [x + width, 0],
          [x + width, height],
          [x, height],
        ];
        const circle = inscribedCircle(polygon(box), 0.5);
        expect(circle?.radius).toBeGreaterThanOrEqual(Math.min(width, height) / 2 - 0.5);
        expect(circle?.radius).toBeLessThanOrEqual(Math.min(width, height) / 2 + 1e-9);
      },
    ),
    { seed: 41, numRuns: 60 },
  );
});

test('the middle of a horseshoe lies in its thick part, not in its gap', () => {
  const horseshoe: Point[] = [
    [0, 0],
    [30, 0],
    [30, 30],
    [24, 30],
    [24, 14],
    [6, 14],
    [6, 30],
    [0, 30],
  ];
  const circle = inscribedCircle(polygon(horseshoe), 0.1);
  expect(circle?.y).toBeLessThan(14);
  expect(circle?.radius).toBeGreaterThan(6.5);
});

test('pieces that overlap count as one shape when their cut is no boundary', () => {
  const left: Point[] = [
    [0, 0],
    [55, 0],
    [55, 40],
    [0, 40],
    [0, 0],
  ];
  const right: Point[] = [
    [45, 0],
    [100, 0],
    [100, 40],
    [45, 40],
    [45, 0],
  ];
  const circle = inscribedCircle(
    {
      pieces: [left, right],
      boundary: [
        [0, 0, 100, 0],
        [100, 0, 100, 40],
        [100, 40, 0, 40],
        [0, 40, 0, 0],
      ],
    },
    0.1,
  );
  expect(circle?.radius).toBeCloseTo(20, 0);
});

test('a shape without area has none', () => {
  expect(inscribedCircle({ pieces: [], boundary: [] }, 1)).toBeNull();
  expect(
    inscribedCircle(
      polygon([
        [0, 0],
        [10, 0],
      ]),
      1,
    ),
  ).toBeNull();
});
