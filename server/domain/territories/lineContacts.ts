import { gridKey, samePoint, type GridPoint } from './grid.ts';
import { meetingPoints } from './noding.ts';
import type { GridArc } from './topology.ts';
import type { BorderPlace } from './topologyDraft.ts';

/** A place where a drawn line meets a border. */
export interface LineContact extends BorderPlace {
  /** Piece of the line, and square of the way along it, to put contacts in order. */
  linePiece: number;
  along: number;
}

/** Where a line meets borders, in order along the line; one contact a place, for the first arc that has it. */
export function lineContacts(line: readonly GridPoint[], arcs: readonly GridArc[]): LineContact[] {
  const contacts = new Map<string, LineContact>();
  for (let linePiece = 0; linePiece + 1 < line.length; linePiece++) {
    const [a, b] = [line[linePiece]!, line[linePiece + 1]!];
    for (const { id: arc, points } of arcs) {
      for (let piece = 0; piece + 1 < points.length; piece++) {
        for (const point of meetingPoints({ a, b }, { a: points[piece]!, b: points[piece + 1]! })) {
          const along = (point[0] - a[0]) ** 2 + (point[1] - a[1]) ** 2;
          const onVertex = samePoint(point, points[piece + 1]!);
          const key = gridKey(point);
          if (contacts.has(key)) continue;
          contacts.set(key, { arc, piece: onVertex ? piece + 1 : piece, point, linePiece, along });
        }
      }
    }
  }
  return [...contacts.values()].sort(
    (one, other) => one.linePiece - other.linePiece || one.along - other.along,
  );
}

/** A line on the grid without vertices that repeat the one before. */
export function withoutRepeats(line: readonly GridPoint[]): GridPoint[] {
  return line.filter((point, index) => index === 0 || !samePoint(point, line[index - 1]!));
}
