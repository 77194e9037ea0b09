import { expect, test } from 'vitest';
import { stepMetres } from '#domain/routing/lineLength';
import { geometryFrom, nudged, partsOf, positionOf, readPositions, withPart } from './positions.ts';

test('a nudge is as long as it says, in every direction', () => {
  for (const [east, north] of [
    [100, 0],
    [-100, 0],
    [0, 100],
    [0, -100],
  ] as const) {
    const moved = nudged([109.7, 28.3], east, north);
    expect(Math.abs(stepMetres([109.7, 28.3], moved) - 100)).toBeLessThan(1);
  }
});

test('reads positions as people type and paste them, and names the line that is none', () => {
  expect(readPositions('109.7, 28.3\n109.8，28.4\n\n109.9\t28.5')).toEqual({
    ok: true,
    positions: [
      [109.7, 28.3],
      [109.8, 28.4],
      [109.9, 28.5],
    ],
  });
  expect(readPositions('109.7, 28.3\n109.8')).toEqual({ ok: false, line: 2 });
});

test('an area is closed here, and takes three positions', () => {
  const corners = [
    [109, 28],
    [110, 28],
    [110, 29],
  ] as const;
  expect(geometryFrom('Polygon', corners.slice(0, 2))).toBeNull();
  expect(geometryFrom('Polygon', corners)).toEqual({
    type: 'Polygon',
    coordinates: [[...corners, [109, 28]]],
  });
});

test('a part of many is replaced by itself', () => {
  const geometry = {
    type: 'MultiLineString',
    coordinates: [
      [
        [1, 1],
        [2, 2],
      ],
      [
        [3, 3],
        [4, 4],
      ],
    ],
  };
  const [, second] = partsOf(geometry);
  expect(second?.geometry).toEqual({ type: 'LineString', coordinates: geometry.coordinates[1] });
  const moved = withPart(geometry, 1, {
    type: 'LineString',
    coordinates: [
      [5, 5],
      [6, 6],
    ],
  });
  expect(moved.coordinates[0]).toBe(geometry.coordinates[0]);
  expect(moved.coordinates[1]).toEqual([
    [5, 5],
    [6, 6],
  ]);
});

test('half a position is none', () => {
  expect([positionOf([109.7, Number.NaN]), positionOf(['109', 28]), positionOf(null)]).toEqual([
    null,
    null,
    null,
  ]);
});
