import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edgesOfVillages } from './edgesOfVillages.ts';

describe('edges of villages', () => {
  test('are those that name the village on a side, each once', () => {
    const edge = fc.record({ left: fc.nat({ max: 12 }), right: fc.nat({ max: 12 }) });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 40 }), (edges) => {
        const found = edgesOfVillages(edges);
        for (let id = 1; id <= 14; id += 1) {
          const expected = edges.flatMap(({ left, right }, index) =>
            left === id || right === id ? [index] : [],
          );
          expect([...found.of(id)]).toEqual(expected);
        }
      }),
      { seed: 20_26, numRuns: 200 },
    );
  });

  test('are none for the outside and for strangers', () => {
    const found = edgesOfVillages([{ left: 1, right: 0 }]);
    expect([found.of(0).length, found.of(2).length, found.of(-1).length]).toEqual([0, 0, 0]);
    expect(edgesOfVillages([]).of(1)).toHaveLength(0);
  });
});
