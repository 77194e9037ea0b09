import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStandard, standardSteps } from './standards.ts';

describe('coverage standards', () => {
  it('offers the own standard among round steps', () => {
    expect(standardSteps(2000)).toEqual([500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10_000]);
  });

  it('offers only ascending, acceptable standards whatever the own one is', () => {
    assert(
      property(integer({ min: 50, max: 40_000 }), (own) => {
        const steps = standardSteps(own);
        expect(steps).toContain(own);
        expect(steps.every(isStandard)).toBe(true);
        expect(steps.every((step, index) => index === 0 || step > steps[index - 1]!)).toBe(true);
      }),
      { seed: 20_211_223, numRuns: 200 },
    );
  });

  it('refuses zero, fractions and what the API refuses', () => {
    expect([0, -5, 1.5, 200_001, Number.NaN].map(isStandard)).toEqual([false, false, false, false, false]);
  });
});
