import { gridKey, samePoint, signedArea, type GridPoint } from './grid.ts';
import type { PlanarGraph } from './faces.ts';

/** A maximal border between two owners. 0 is the outside. */
export interface Arc {
  points: GridPoint[];
  left: number;
  right: number;
}

/** Arc indexes in the order of a ring; a negative entry ~i is arc i walked backwards (as in TopoJSON). */
export type ArcRing = number[];

/**
 * The borders between the owners of faces, cut where three or more borders meet.
 *
 * @param ownerOfFace one owner for each face of the graph
 */
export function dissolveIntoArcs({ halfEdges }: PlanarGraph, ownerOfFace: readonly number[]): Arc[] {
  const owner = (index: number) => ownerOfFace[halfEdges[index]!.face]!;
  const borders = halfEdges.flatMap((halfEdge, index) =>
    owner(index) !== owner(halfEdge.twin) ? [index] : [],
  );
  const leaving = new Map<string, number[]>();
  for (const index of borders) {
    const key = gridKey(halfEdges[index]!.from);
    const list = leaving.get(key);
    if (list) list.push(index);
    else leaving.set(key, [index]);
  }
  const isJunction = (point: GridPoint) => leaving.get(gridKey(point))!.length !== 2;
  const used = new Set<number>();
  const arcs: Arc[] = [];
  const follow = (start: number) => {
    const points = [halfEdges[start]!.from];
    let current = start;
    for (;;) {
      const { to, twin } = halfEdges[current]!;
      used.add(current).add(twin);
      points.push(to);
      if (samePoint(to, points[0]!) || isJunction(to)) break;
      current = leaving.get(gridKey(to))!.find((candidate) => candidate !== twin)!;
    }
    arcs.push({ points, left: owner(start), right: owner(halfEdges[start]!.twin) });
  };
  for (const index of borders) if (!used.has(index) && isJunction(halfEdges[index]!.from)) follow(index);
  // What is left are closed borders that meet no other: an enclave, an island.
  for (const index of borders) if (!used.has(index)) follow(index);
  return arcs;
}

/**
 * The rings of one group of owners, which lies on the left of every ring: outer rings counter-clockwise,
 * holes clockwise (RFC 7946).
 *
 * @param belongs whether an owner is part of the group; never true for 0
 */
export function ringsOf(arcs: readonly Arc[], belongs: (owner: number) => boolean): ArcRing[] {
  const walks = new Map<string, number[]>();
  arcs.forEach(({ points, left, right }, index) => {
    if (belongs(left) === belongs(right)) return;
    const walk = belongs(left) ? index : ~index;
    const key = gridKey(belongs(left) ? points[0]! : points.at(-1)!);
    const list = walks.get(key);
    if (list) list.push(walk);
    else walks.set(key, [walk]);
  });
  const rings: ArcRing[] = [];
  for (const [start, list] of walks) {
    while (list.length > 0) {
      const path: { walk: number; from: string }[] = [];
      let at = start;
      do {
        const walk = takeNext(arcs, path.at(-1)?.walk, walks.get(at)!);
        path.push({ walk, from: at });
        at = gridKey(walkPoints(arcs, walk).at(-1)!);
        // A vertex met again closes a ring of its own: no ring may touch itself.
        const loop = path.findIndex(({ from }) => from === at);
        if (loop !== -1) rings.push(path.splice(loop).map((step) => step.walk));
      } while (path.length > 0);
    }
  }
  return rings;
}

/** Where two parts of a group touch in one vertex, turning as far left as possible keeps the rings apart. */
function takeNext(arcs: readonly Arc[], previous: number | undefined, choices: number[]): number {
  if (choices.length === 1 || previous === undefined) return choices.shift()!;
  const [before, at] = walkPoints(arcs, previous).slice(-2) as [GridPoint, GridPoint];
  const heading = Math.atan2(at[1] - before[1], at[0] - before[0]);
  const turn = (walk: number) => {
    const after = walkPoints(arcs, walk)[1]!;
    const angle = Math.atan2(after[1] - at[1], after[0] - at[0]) - heading;
    return Math.atan2(Math.sin(angle), Math.cos(angle));
  };
  choices.sort((one, other) => turn(other) - turn(one));
  return choices.shift()!;
}

export function walkPoints(arcs: readonly Arc[], walk: number): GridPoint[] {
  return walk >= 0 ? arcs[walk]!.points : [...arcs[~walk]!.points].reverse();
}

/** The closed vertex ring of an arc ring (first vertex repeated at the end). */
export function ringPoints(arcs: readonly Arc[], ring: ArcRing): GridPoint[] {
  const points = ring.flatMap((walk) => walkPoints(arcs, walk).slice(0, -1));
  return [...points, points[0]!];
}

/** Groups rings into polygons: each outer ring with the holes inside it, largest polygon first. */
export function polygonsOf(arcs: readonly Arc[], rings: readonly ArcRing[]): ArcRing[][] {
  const measured = rings.map((ring) => {
    const points = ringPoints(arcs, ring);
    return { ring, points, area: signedArea(points.slice(0, -1)) };
  });
  const outers = measured
    .filter(({ area }) => area > 0)
    .sort((one, other) => other.area - one.area)
    .map((outer) => ({ ...outer, polygon: [outer.ring] }));
  for (const hole of measured.filter(({ area }) => area <= 0)) {
    const around = outers.findLast((outer) => outer.area > -hole.area && encloses(outer.points, hole.points));
    if (!around) throw new Error(`a hole at ${gridKey(hole.points[0]!)} lies in no polygon`);
    around.polygon.push(hole.ring);
  }
  return outers.map(({ polygon }) => polygon);
}

/** Whether a ring encloses another one that does not cross it; vertices both share decide nothing. */
function encloses(outer: readonly GridPoint[], inner: readonly GridPoint[]): boolean {
  const shared = new Set(outer.map(gridKey));
  const probe = inner.find((point) => !shared.has(gridKey(point))) ?? inner[0]!;
  let inside = false;
  for (let index = 0; index < outer.length - 1; index++) {
    const [ax, ay] = outer[index]!;
    const [bx, by] = outer[index + 1]!;
    if (ay > probe[1] !== by > probe[1] && probe[0] < ((bx - ax) * (probe[1] - ay)) / (by - ay) + ax) {
      inside = !inside;
    }
  }
  return inside;
}
