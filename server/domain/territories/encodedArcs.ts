import type { ArcRank, Position, TerritoryArc } from './territoryArc.ts';

/** Degrees a unit of encoded coordinates: 1e-6° is at most 11 cm, well below what any of the borders was measured to. */
export const encodedScale = 1e-6;
const unitsADegree = 1e6;

/** An arc as it travels: the first point in units of `encodedScale`, then the steps, lng and lat in turn. */
export interface EncodedArc {
  id: number;
  left: number;
  right: number;
  rank: ArcRank;
  /** [x0, y0, dx1, dy1, …], integers; two points at least. */
  points: number[];
}

/** The place of a unit; the same for every arc, so that what met in one point still does. */
const toUnits = (degrees: number): number => Math.round(degrees * unitsADegree);

/** Positions to the unit, without those that fall on the one before. */
function encodePoints(points: readonly Position[]): number[] {
  const encoded: number[] = [];
  let x = 0;
  let y = 0;
  points.forEach(([lng, lat], index) => {
    const dx = toUnits(lng) - x;
    const dy = toUnits(lat) - y;
    // The end stays even where it falls on the one before: an arc has two points.
    const isOnly = index === points.length - 1 && encoded.length < 4;
    if (index > 0 && dx === 0 && dy === 0 && !isOnly) return;
    encoded.push(dx, dy);
    x += dx;
    y += dy;
  });
  return encoded;
}

/** Arcs as integers: a third of the bytes of degrees. Moves each point by less than half a unit. */
export const encodeArcs = (arcs: readonly TerritoryArc[]): EncodedArc[] =>
  arcs.map(({ points, ...arc }) => ({ ...arc, points: encodePoints(points) }));

function decodePoints(encoded: readonly number[], id: number): Position[] {
  if (encoded.length < 4 || encoded.length % 2 !== 0) {
    throw new RangeError(
      `arc ${id} has ${encoded.length} numbers: two for each of at least two points expected`,
    );
  }
  const points: Position[] = [];
  let x = 0;
  let y = 0;
  for (let index = 0; index < encoded.length; index += 2) {
    x += encoded[index]!;
    y += encoded[index + 1]!;
    points.push([x / unitsADegree, y / unitsADegree]);
  }
  return points;
}

/** The arcs of an answer, in degrees (EPSG:4490). @throws RangeError when an arc has no two points */
export const decodeArcs = (arcs: readonly EncodedArc[]): TerritoryArc[] =>
  arcs.map(({ points, ...arc }) => ({ ...arc, points: decodePoints(points, arc.id) }));
