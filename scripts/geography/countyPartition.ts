import { dissolveIntoArcs, type Arc } from '#domain/territories/arcs';
import type { RawCounty } from './countySource.ts';
import { traceFaces, type Face, type PlanarGraph } from '#domain/territories/faces';
import { GRID_PER_DEGREE, gridKey, insideRings, samePoint, type GridPoint } from '#domain/territories/grid';
import { nodeSegments, type Segment } from '#domain/territories/noding';

/** Pieces below about 0.1 km² are disagreements between two drawings of one border, not places. */
const SCRAP_AREA = 1e-5 * GRID_PER_DEGREE ** 2;

/**
 * Makes one gap-free set of borders of counties whose raw outlines agree only nearly (the raw package has
 * 重庆 from another drawing). Where outlines overlap or leave a gap, `isLeading` counties keep theirs.
 *
 * @returns arcs whose left and right are numeric county codes, 0 outside
 */
export function partitionCounties(
  counties: readonly RawCounty[],
  isLeading: (code: number) => boolean,
): Arc[] {
  const graph = traceFaces(nodeSegments(counties.flatMap(outlineSegments)));
  const owners = graph.faces.map((face) => claimedOwner(graph, face, counties, isLeading));
  absorbScraps(graph, owners, isLeading);
  return dissolveIntoArcs(graph, owners);
}

function outlineSegments({ code, rings }: RawCounty): Segment[] {
  const steps = new Map<string, Segment>();
  for (const ring of rings) {
    ring.forEach((a, index) => {
      const b = ring[(index + 1) % ring.length]!;
      if (samePoint(a, b)) return;
      // An outline that runs out and back over the same stretch encloses nothing there.
      if (steps.delete(`${gridKey(b)} ${gridKey(a)}`)) return;
      steps.set(`${gridKey(a)} ${gridKey(b)}`, { a, b, left: Number(code), right: null });
    });
  }
  return [...steps.values()];
}

/** The county whose outline holds the face; of several the leading one, else the one it borders most. */
function claimedOwner(
  { halfEdges }: PlanarGraph,
  face: Face,
  counties: readonly RawCounty[],
  isLeading: (code: number) => boolean,
): number {
  const probe = probeBeside(face);
  const claims = new Map(
    counties.filter(({ rings }) => insideRings(probe, rings)).map(({ code }) => [Number(code), 0]),
  );
  for (const index of face.halfEdges) {
    const { label, from, to } = halfEdges[index]!;
    if (label !== null && claims.has(label)) claims.set(label, claims.get(label)! + length(from, to));
  }
  return strongest(claims, isLeading);
}

/** A position a third of a grid step left of the middle of the face's longest edge. */
function probeBeside({ ring }: Face): [number, number] {
  let [a, b] = [ring.at(-1)!, ring[0]!];
  for (let index = 1; index < ring.length; index++) {
    if (length(ring[index - 1]!, ring[index]!) > length(a, b)) [a, b] = [ring[index - 1]!, ring[index]!];
  }
  const step = 1 / 3 / length(a, b);
  return [(a[0] + b[0]) / 2 - (b[1] - a[1]) * step, (a[1] + b[1]) / 2 + (b[0] - a[0]) * step];
}

function isScrap({ area }: Face): boolean {
  return area > 0 && area < SCRAP_AREA;
}

/** Gives gaps and slivers to the county beside them with the longest common border. */
function absorbScraps(
  { halfEdges, faces }: PlanarGraph,
  owners: number[],
  isLeading: (code: number) => boolean,
): void {
  for (;;) {
    let changes = 0;
    faces.forEach((face, index) => {
      if (!isScrap(face)) return;
      if (owners[index] !== 0 && isLeading(owners[index]!)) return;
      const borders = new Map<number, number>();
      for (const edge of face.halfEdges) {
        const { from, to, twin } = halfEdges[edge]!;
        const beside = owners[halfEdges[twin]!.face]!;
        if (beside !== 0) borders.set(beside, (borders.get(beside) ?? 0) + length(from, to));
      }
      // A leading county keeps the outline it has: it gains a scrap only when nobody else is beside it.
      const others = new Map([...borders].filter(([code]) => !isLeading(code)));
      const owner = strongest(others.size > 0 ? others : borders, () => false);
      if (owner === 0 || owner === owners[index]) return;
      if (owners[index] !== 0 && (borders.get(owner) ?? 0) <= (borders.get(owners[index]!) ?? 0)) return;
      owners[index] = owner;
      changes++;
    });
    if (changes === 0) return;
  }
}

function strongest(claims: ReadonlyMap<number, number>, isLeading: (code: number) => boolean): number {
  const ranked = [...claims].sort(
    ([code, claim], [otherCode, otherClaim]) =>
      Number(isLeading(otherCode)) - Number(isLeading(code)) || otherClaim - claim || code - otherCode,
  );
  return ranked[0]?.[0] ?? 0;
}

function length(a: GridPoint, b: GridPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
