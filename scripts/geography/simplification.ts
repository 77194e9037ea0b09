import { presimplify, sphericalTriangleArea } from 'topojson-simplify';
import type { Objects, Topology } from 'topojson-specification';
import type { Arc } from '#domain/territories/arcs';
import { fromGrid, toGrid, type GridPoint } from '#domain/territories/grid';
import { findCuts, type Segment } from '#domain/territories/noding';

const EARTH_RADIUS_KILOMETRES = 6371;
const MAXIMUM_ROUNDS = 12;

/**
 * Drops the vertices that matter least (Visvalingam), arc by arc, so that neighbours stay gap-free; arc
 * ends stay. Where thinned arcs would cross or touch, those arcs are thinned less.
 *
 * @param toleranceSquareKilometres area of the triangle a vertex must span to be kept, for each arc
 */
export function simplifyArcs(arcs: readonly Arc[], toleranceSquareKilometres: (arc: Arc) => number): Arc[] {
  const weighted = presimplify(
    { type: 'Topology', objects: {}, arcs: arcs.map(({ points }) => points.map(fromGrid)) } as Topology<
      Objects<object>
    >,
    sphericalTriangleArea,
  ).arcs as unknown as [number, number, number][][];
  const tolerances = arcs.map((arc) => toleranceSquareKilometres(arc) / EARTH_RADIUS_KILOMETRES ** 2);
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const thinned = weighted.map((points, index) => thin(points, tolerances[index]!));
    const crossing = crossingArcs(thinned);
    if (crossing.size === 0) return arcs.map((arc, index) => ({ ...arc, points: thinned[index]! }));
    for (const index of crossing) tolerances[index]! /= 2;
  }
  throw new Error(`thinned borders still cross after ${MAXIMUM_ROUNDS} rounds`);
}

function thin(points: readonly [number, number, number][], tolerance: number): GridPoint[] {
  const kept = points.filter(([, , weight]) => weight >= tolerance);
  // A closed border needs a triangle at least, or its region would vanish.
  if (kept.length < 4 && isClosed(points)) return thin(points, tolerance / 2);
  return kept.map(toGrid);
}

function isClosed(points: readonly [number, number, number][]): boolean {
  const [first, last] = [points[0]!, points.at(-1)!];
  return first[0] === last[0] && first[1] === last[1];
}

function crossingArcs(arcs: readonly GridPoint[][]): Set<number> {
  const segments: Segment[] = [];
  const arcOfSegment: number[] = [];
  arcs.forEach((points, index) => {
    for (let at = 1; at < points.length; at++) {
      segments.push({ a: points[at - 1]!, b: points[at]!, left: null, right: null });
      arcOfSegment.push(index);
    }
  });
  return new Set([...findCuts(segments).keys()].map((segment) => arcOfSegment[segment]!));
}
