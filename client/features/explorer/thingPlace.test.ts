import { describe, expect, it } from 'vitest';
import { isInSight, isLegible, neighbourhood } from './thingPlace.ts';

describe('a selected thing on the screen', () => {
  const frame = { width: 780, height: 840 };

  it('is seen in the middle and not at the rim or outside', () => {
    expect(isInSight({ x: 390, y: 420 }, frame)).toBe(true);
    expect(isInSight({ x: 10, y: 420 }, frame)).toBe(false);
    expect(isInSight({ x: 390, y: -300 }, frame)).toBe(false);
    expect(isInSight({ x: 900, y: 420 }, frame)).toBe(false);
  });

  it('is not seen behind a sheet that covers the lower half', () => {
    expect(isInSight({ x: 390, y: 600 }, frame, { top: 0, bottom: 450 })).toBe(false);
    expect(isInSight({ x: 390, y: 300 }, frame, { top: 0, bottom: 450 })).toBe(true);
  });

  it('is not seen behind the search above', () => {
    expect(isInSight({ x: 390, y: 150 }, frame, { top: 124, bottom: 0 })).toBe(false);
    expect(isInSight({ x: 390, y: 150 }, frame)).toBe(true);
  });

  it('is shown among its neighbours, closer the smaller its territory', () => {
    const town = neighbourhood([109.7, 28.3], [109.695, 28.297, 109.705, 28.303]);
    const village = neighbourhood([109.7, 28.3], [109.68, 28.28, 109.72, 28.32]);
    const [west, south, east, north] = village;
    expect((west + east) / 2).toBeCloseTo(109.7);
    expect((south + north) / 2).toBeCloseTo(28.3);
    expect(north - south).toBeGreaterThan(town[3] - town[1]);
    expect(north - south).toBeGreaterThan(0.04);
    expect(neighbourhood([109.7, 28.3], null)[3] - 28.3).toBeCloseTo(0.12);
  });

  it('has a legible letter only where its shorter side is wide enough on the screen', () => {
    const strip = [109.6, 28.3, 109.8, 28.31] as const;
    expect(isLegible(strip, 20)).toBe(true);
    expect(isLegible(strip, 40)).toBe(false);
  });
});
