import { booleanPointInPolygon } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { destination, distanceMetres } from './geodesic.ts';
import { serviceArea } from './serviceArea.ts';

describe('the service area', () => {
  const centre: [number, number] = [109.5, 28.4];
  const circle = serviceArea(centre, 5000);

  it('is a closed counter-clockwise ring whose corners are the radius away', () => {
    const ring = circle.geometry.coordinates[0]!;
    expect(ring).toHaveLength(65);
    expect(ring.at(-1)).toEqual(ring[0]);
    for (const [lng, lat] of ring) expect(distanceMetres(...centre, lng!, lat!)).toBeCloseTo(5000, 3);
    // Shoelace: positive area = counter-clockwise.
    const doubled = ring
      .slice(1)
      .reduce((sum, [lng, lat], i) => sum + ring[i]![0]! * lat! - lng! * ring[i]![1]!, 0);
    expect(doubled).toBeGreaterThan(0);
  });

  it('holds what is well within and leaves out what is beyond', () => {
    for (const azimuth of [0, 37, 92, 181, 275]) {
      expect(booleanPointInPolygon(destination(centre, azimuth, 4990), circle)).toBe(true);
      expect(booleanPointInPolygon(destination(centre, azimuth, 5001), circle)).toBe(false);
    }
  });
});
