import Flatbush from 'flatbush';
import { gridKey, samePoint, type GridPoint } from './grid.ts';
import { meetingPoints } from './noding.ts';

/** Two lines, by index, that meet elsewhere than in ends of both; one line twice when it meets itself. */
export interface LineCrossing {
  one: number;
  other: number;
  place: GridPoint;
}

/**
 * The first place where each pair of lines crosses, touches or runs together. Lines may share their ends, and
 * a closed line its own.
 *
 * @param concerns pairs are looked at when either line is of concern; all of them unless told otherwise
 */
export function lineCrossings(
  lines: readonly (readonly GridPoint[])[],
  concerns: (line: number) => boolean = () => true,
): LineCrossing[] {
  if (lines.length === 0) return [];
  const boxes = new Flatbush(lines.length);
  const extents = lines.map(extentOf);
  for (const [minX, minY, maxX, maxY] of extents) boxes.add(minX, minY, maxX, maxY);
  boxes.finish();
  const crossings: LineCrossing[] = [];
  lines.forEach((line, one) => {
    if (!concerns(one)) return;
    boxes.search(...extents[one]!, (other) => {
      if (other < one && concerns(other)) return false;
      const place = one === other ? selfCrossing(line) : crossingOf(line, lines[other]!, extents[other]!);
      if (place) crossings.push({ one, other, place });
      return false;
    });
  });
  return crossings;
}

/** Where a line crosses or touches itself; a closed line may end where it starts. */
export function selfCrossing(line: readonly GridPoint[]): GridPoint | null {
  const last = line.length - 2;
  const isClosed = samePoint(line[0]!, line.at(-1)!);
  for (let first = 0; first <= last; first++) {
    for (let second = first + 1; second <= last; second++) {
      const joint =
        second === first + 1 ? line[second]! : isClosed && first === 0 && second === last ? line[0]! : null;
      const found = contactOf(
        line,
        first,
        line,
        second,
        (point) => joint !== null && samePoint(point, joint),
      );
      if (found) return found;
    }
  }
  return null;
}

type Extent = [minX: number, minY: number, maxX: number, maxY: number];

function crossingOf(
  one: readonly GridPoint[],
  other: readonly GridPoint[],
  [minX, minY, maxX, maxY]: Extent,
): GridPoint | null {
  const isEnd = (line: readonly GridPoint[], point: GridPoint) =>
    samePoint(line[0]!, point) || samePoint(line.at(-1)!, point);
  for (let first = 0; first + 1 < one.length; first++) {
    const [a, b] = [one[first]!, one[first + 1]!];
    if (Math.max(a[0], b[0]) < minX || Math.min(a[0], b[0]) > maxX) continue;
    if (Math.max(a[1], b[1]) < minY || Math.min(a[1], b[1]) > maxY) continue;
    for (let second = 0; second + 1 < other.length; second++) {
      const found = contactOf(one, first, other, second, (point) => isEnd(one, point) && isEnd(other, point));
      if (found) return found;
    }
  }
  return null;
}

/** Where two pieces meet though they may not; two places in common are a stretch in common. */
function contactOf(
  one: readonly GridPoint[],
  first: number,
  other: readonly GridPoint[],
  second: number,
  mayMeetIn: (point: GridPoint) => boolean,
): GridPoint | null {
  const [a, b] = [one[first]!, one[first + 1]!];
  const [c, d] = [other[second]!, other[second + 1]!];
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return null;
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return null;
  const points = meetingPoints({ a, b }, { a: c, b: d });
  const wrong = points.find((point) => !mayMeetIn(point));
  return wrong ?? (new Set(points.map(gridKey)).size > 1 ? points[0]! : null);
}

function extentOf(line: readonly GridPoint[]): Extent {
  const extent: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of line) {
    extent[0] = Math.min(extent[0], x);
    extent[1] = Math.min(extent[1], y);
    extent[2] = Math.max(extent[2], x);
    extent[3] = Math.max(extent[3], y);
  }
  return extent;
}
