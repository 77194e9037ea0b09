import { expect, test } from 'vitest';
import { squareTerritories } from '../../../tests/support/squareTerritories.ts';
import { putEndsOn } from './lineEnds.ts';

const arcs = squareTerritories();

test('ends close to a border are put on it, the rest stays where it was drawn', () => {
  const line = putEndsOn(
    arcs,
    [
      [110.0003, 28.4],
      [110.0002, 28.5],
      [110.3, 27.9999],
    ],
    100,
  );
  expect(line).toEqual([
    [110, 28.4],
    [110.0002, 28.5],
    [110.3, 28],
  ]);
});

test('ends that are further away stay too', () => {
  const line = [
    [110.01, 28.4],
    [110.2, 28.5],
  ] as const;
  expect(putEndsOn(arcs, line, 100)).toEqual(line);
  expect(putEndsOn([], line, 1e6)).toEqual(line);
});
