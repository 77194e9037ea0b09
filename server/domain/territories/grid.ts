import type { Position } from './territoryArc.ts';

/**
 * All boundaries live on one integer grid of a millionth of a degree (about 0.1 m), so that "the same
 * vertex" is an exact comparison and orientation tests are exact in doubles (differences below 2^26).
 */
export const GRID_PER_DEGREE = 1_000_000;

/** A vertex on the grid: longitude and latitude in millionths of a degree. */
export type GridPoint = readonly [number, number];

export function toGrid([lng, lat]: Position | readonly number[]): GridPoint {
  return [Math.round(lng! * GRID_PER_DEGREE), Math.round(lat! * GRID_PER_DEGREE)];
}

/** Degrees of a grid vertex. A division, not a multiplication by 1e-6: it gives the nearest double. */
export function fromGrid(point: GridPoint): [number, number] {
  return [point[0] / GRID_PER_DEGREE, point[1] / GRID_PER_DEGREE];
}

export function gridKey(point: GridPoint): string {
  return `${point[0]},${point[1]}`;
}

export function samePoint(a: GridPoint, b: GridPoint): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Twice the signed area of the triangle a, b, c: above zero when c lies left of a → b. */
export function orientation(a: GridPoint, b: GridPoint, c: GridPoint): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Signed area of a ring in square degrees, above zero when counter-clockwise. The ring may be open. */
export function signedArea(ring: readonly (readonly [number, number])[]): number {
  const [originX, originY] = ring[0]!;
  let doubled = 0;
  for (let index = 0; index < ring.length; index++) {
    const a = ring[index]!;
    const b = ring[(index + 1) % ring.length]!;
    doubled += (a[0] - originX) * (b[1] - originY) - (b[0] - originX) * (a[1] - originY);
  }
  return doubled / 2;
}

/** Whether a position lies inside the rings by the even–odd rule (works for holes and several parts). */
export function insideRings(
  [x, y]: readonly [number, number],
  rings: readonly (readonly (readonly [number, number])[])[],
): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let index = 0, previous = ring.length - 1; index < ring.length; previous = index++) {
      const [ax, ay] = ring[index]!;
      const [bx, by] = ring[previous]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
