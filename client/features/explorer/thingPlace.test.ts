import { describe, expect, it } from 'vitest';
import { isInSight } from './thingPlace.ts';

describe('a selected thing on the screen', () => {
  const frame = { width: 780, height: 840 };

  it('is seen in the middle and not at the rim or outside', () => {
    expect(isInSight({ x: 390, y: 420 }, frame)).toBe(true);
    expect(isInSight({ x: 10, y: 420 }, frame)).toBe(false);
    expect(isInSight({ x: 390, y: -300 }, frame)).toBe(false);
    expect(isInSight({ x: 900, y: 420 }, frame)).toBe(false);
  });

  it('is not seen behind a sheet that covers the lower half', () => {
    expect(isInSight({ x: 390, y: 600 }, frame, 450)).toBe(false);
    expect(isInSight({ x: 390, y: 300 }, frame, 450)).toBe(true);
  });
});
