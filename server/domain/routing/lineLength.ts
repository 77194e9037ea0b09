import { distanceMetres } from '../coverage/geodesic.ts';
import type { Position } from './roadEdge.ts';

/** Length of a line along its positions on the ellipsoid, metres. */
export function lengthMetres(line: readonly Position[]): number {
  let metres = 0;
  for (let index = 1; index < line.length; index += 1) metres += stepMetres(line[index - 1]!, line[index]!);
  return metres;
}

/** Straight line between two positions on the ellipsoid, metres. */
export const stepMetres = ([lngA, latA]: Position, [lngB, latB]: Position): number =>
  distanceMetres(lngA, latA, lngB, latB);

export const isSamePosition = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/** Lines in a row as one, without the positions where one ends and the next begins twice. */
export function joinLines(lines: readonly (readonly Position[])[]): Position[] {
  const joined: Position[] = [];
  for (const line of lines) {
    for (const position of line) {
      const last = joined.at(-1);
      if (last === undefined || !isSamePosition(last, position)) joined.push(position);
    }
  }
  return joined;
}
