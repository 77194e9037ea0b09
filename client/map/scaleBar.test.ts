import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresPerPixel } from './mapHandle.svelte.ts';
import { scaleBar } from './scaleBar.ts';

test('prints round lengths in the fitting unit', () => {
  expect(scaleBar(100, 150)).toMatchObject({ metres: 10_000, width: 100, middle: '5', last: '10 km' });
  expect(scaleBar(5, 150)).toMatchObject({ metres: 500, middle: '250', last: '500 m' });
  expect(scaleBar(0, 150)).toBeNull();
});

test('is never wider than allowed and never under a third of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 10_000, noNaN: true }), (perPixel) => {
      const bar = scaleBar(perPixel, 150);
      expect(bar?.width).toBeLessThanOrEqual(150 + 1e-9);
      expect(bar?.width).toBeGreaterThan(50);
      expect((bar?.width ?? 0) * perPixel).toBeCloseTo(bar?.metres ?? 0, 5);
    }),
    { seed: 51, numRuns: 300 },
  );
});

test('a pixel of the equator at zoom 0 is a 512th of it', () => {
  expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.517, 3);
  expect(metresPerPixel(60, 0)).toBeCloseTo(78_271.517 / 2, 3);
});
