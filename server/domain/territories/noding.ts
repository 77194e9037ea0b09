import Flatbush from 'flatbush';
import { gridKey, orientation, samePoint, type GridPoint } from './grid.ts';

/**
 * A straight piece of boundary with what lies on either side of it, seen along its direction.
 * Null means the piece itself does not say (a raw outline knows its own side only).
 */
export interface Segment {
  a: GridPoint;
  b: GridPoint;
  left: number | null;
  right: number | null;
}

const MAXIMUM_PASSES = 12;

/**
 * Splits segments wherever they cross or touch, so that they meet in shared vertices only, and merges
 * pieces that coincide. Crossing points are rounded to the grid, which can move a piece across a vertex
 * nearby: hence the passes until nothing changes.
 */
export function nodeSegments(segments: readonly Segment[]): Segment[] {
  let pieces = mergeCoincident(segments);
  for (let pass = 0; pass < MAXIMUM_PASSES; pass++) {
    const cuts = findCuts(pieces);
    if (cuts.size === 0) return pieces;
    pieces = mergeCoincident(pieces.flatMap((piece, index) => splitAt(piece, cuts.get(index) ?? [])));
  }
  throw new Error(`noding ${segments.length} segments did not settle in ${MAXIMUM_PASSES} passes`);
}

/** Where each segment must be cut: index → points strictly inside the segment. */
export function findCuts(pieces: readonly Segment[]): Map<number, GridPoint[]> {
  const index = new Flatbush(pieces.length);
  for (const { a, b } of pieces) {
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index.finish();
  const cuts = new Map<number, GridPoint[]>();
  const cut = (piece: number, point: GridPoint) => {
    const { a, b } = pieces[piece]!;
    if (samePoint(a, point) || samePoint(b, point)) return;
    const known = cuts.get(piece);
    if (known) known.push(point);
    else cuts.set(piece, [point]);
  };
  pieces.forEach(({ a, b }, first) => {
    const near = index.search(
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[0], b[0]),
      Math.max(a[1], b[1]),
      (second) => second > first,
    );
    for (const second of near) {
      for (const point of meetingPoints(pieces[first]!, pieces[second]!)) {
        cut(first, point);
        cut(second, point);
      }
    }
  });
  return cuts;
}

/** Where two pieces touch, or the grid point nearest to where they cross; a point may come twice. */
export function meetingPoints(
  first: Pick<Segment, 'a' | 'b'>,
  second: Pick<Segment, 'a' | 'b'>,
): GridPoint[] {
  const a = orientation(second.a, second.b, first.a);
  const b = orientation(second.a, second.b, first.b);
  const c = orientation(first.a, first.b, second.a);
  const d = orientation(first.a, first.b, second.b);
  const touching: GridPoint[] = [];
  if (a === 0 && between(second, first.a)) touching.push(first.a);
  if (b === 0 && between(second, first.b)) touching.push(first.b);
  if (c === 0 && between(first, second.a)) touching.push(second.a);
  if (d === 0 && between(first, second.b)) touching.push(second.b);
  if (touching.length > 0) return touching;
  if (a > 0 === b > 0 || c > 0 === d > 0) return [];
  const share = a / (a - b);
  return [
    [
      Math.round(first.a[0] + share * (first.b[0] - first.a[0])),
      Math.round(first.a[1] + share * (first.b[1] - first.a[1])),
    ],
  ];
}

/** Whether a point known to be collinear with the segment lies within its box. */
function between({ a, b }: Pick<Segment, 'a' | 'b'>, point: GridPoint): boolean {
  return (
    point[0] >= Math.min(a[0], b[0]) &&
    point[0] <= Math.max(a[0], b[0]) &&
    point[1] >= Math.min(a[1], b[1]) &&
    point[1] <= Math.max(a[1], b[1])
  );
}

/** The pieces of a segment between cuts, in order along it; a cut given twice counts once. */
export function splitAt(piece: Segment, cuts: readonly GridPoint[]): Segment[] {
  const { a, b } = piece;
  const along = (point: GridPoint) => (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1]);
  const stations = [a, ...[...cuts].sort((one, other) => along(one) - along(other)), b];
  return stations
    .slice(1)
    .map((end, index) => ({ ...piece, a: stations[index]!, b: end }))
    .filter((part) => !samePoint(part.a, part.b));
}

/** One segment for each pair of vertices; what the copies say about their sides is joined. */
function mergeCoincident(segments: readonly Segment[]): Segment[] {
  const merged = new Map<string, Segment>();
  for (const { a, b, left, right } of segments) {
    if (samePoint(a, b)) continue;
    const forward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
    const key = forward ? `${gridKey(a)} ${gridKey(b)}` : `${gridKey(b)} ${gridKey(a)}`;
    const known = merged.get(key);
    const piece = forward ? { a, b, left, right } : { a: b, b: a, left: right, right: left };
    if (known) {
      known.left ??= piece.left;
      known.right ??= piece.right;
    } else {
      merged.set(key, piece);
    }
  }
  return [...merged.values()];
}
