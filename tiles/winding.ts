import type { TilePoint } from './twkb.ts';

/** Twice the signed area by the surveyor's formula; positive is clockwise on a screen. */
function signedArea(ring: readonly TilePoint[]): number {
  let sum = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const from = ring[index]!;
    const to = ring[(index + 1) % ring.length]!;
    sum += from.x * to.y - to.x * from.y;
  }
  return sum;
}

/**
 * The rings of one polygon as the vector tile specification wants them (§4.3.4.4): the outer ring
 * positive, holes negative. Rings without area are dropped; without an outer ring nothing is left.
 * Rings are turned in place.
 */
export function windRings(rings: TilePoint[][]): TilePoint[][] {
  const wound: TilePoint[][] = [];
  for (const [index, ring] of rings.entries()) {
    const area = signedArea(ring);
    if (area === 0) {
      if (index === 0) return [];
      continue;
    }
    if (area > 0 !== (index === 0)) ring.reverse();
    wound.push(ring);
  }
  return wound;
}
