import { gridKey, orientation, signedArea, type GridPoint } from './grid.ts';
import type { Segment } from './noding.ts';

/** One side of a noded segment. `label` is what the segment says about the face on its left. */
export interface HalfEdge {
  from: GridPoint;
  to: GridPoint;
  label: number | null;
  /** Index of the same segment seen from its other side. */
  twin: number;
  /** Index of the face on the left. */
  face: number;
}

/** A region bounded by half-edges that keep it on their left. */
export interface Face {
  halfEdges: number[];
  ring: GridPoint[];
  /** Square degrees times the grid squared; below zero for the outside of a connected figure. */
  area: number;
}

export interface PlanarGraph {
  halfEdges: HalfEdge[];
  faces: Face[];
}

/** Traces the faces of segments that meet in shared vertices only (see nodeSegments). */
export function traceFaces(segments: readonly Segment[]): PlanarGraph {
  const halfEdges: HalfEdge[] = segments.flatMap(({ a, b, left, right }, index) => [
    { from: a, to: b, label: left, twin: index * 2 + 1, face: -1 },
    { from: b, to: a, label: right, twin: index * 2, face: -1 },
  ]);
  const next = nextAroundFaces(halfEdges);
  const faces: Face[] = [];
  halfEdges.forEach((first, start) => {
    if (first.face !== -1) return;
    const face: Face = { halfEdges: [], ring: [], area: 0 };
    for (let current = start; halfEdges[current]!.face === -1; current = next[current]!) {
      const halfEdge = halfEdges[current]!;
      halfEdge.face = faces.length;
      face.halfEdges.push(current);
      face.ring.push(halfEdge.from);
    }
    face.area = signedArea(face.ring);
    faces.push(face);
  });
  return { halfEdges, faces };
}

/** For each half-edge the one that follows it round the face on its left: the next clockwise at its end. */
function nextAroundFaces(halfEdges: readonly HalfEdge[]): number[] {
  const leaving = new Map<string, number[]>();
  halfEdges.forEach(({ from }, index) => {
    const key = gridKey(from);
    const list = leaving.get(key);
    if (list) list.push(index);
    else leaving.set(key, [index]);
  });
  const next = halfEdges.map(() => -1);
  for (const list of leaving.values()) {
    list.sort((one, other) => compareDirection(halfEdges[one]!, halfEdges[other]!));
    list.forEach((outgoing, position) => {
      const clockwise = list[(position + list.length - 1) % list.length]!;
      next[halfEdges[outgoing]!.twin] = clockwise;
    });
  }
  return next;
}

/** Counter-clockwise order by direction, starting east; exact, unlike a comparison of arctangents. */
function compareDirection(one: HalfEdge, other: HalfEdge): number {
  const half = ({ from, to }: HalfEdge) =>
    to[1] > from[1] || (to[1] === from[1] && to[0] > from[0]) ? 0 : 1;
  const difference = half(one) - half(other);
  return difference !== 0 ? difference : -orientation(one.from, one.to, other.to);
}
