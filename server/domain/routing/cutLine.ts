import { isSamePosition } from './lineLength.ts';
import type { Position } from './roadEdge.ts';

interface Foot {
  /** Piece of the line, from position `piece` to the next. */
  piece: number;
  share: number;
  position: Position;
}

/** Where a line comes nearest to a position, not before `after`; degrees, longitude shortened to the latitude. */
function footOf(line: readonly Position[], [lng, lat]: Position, after: Foot): Foot {
  const shrink = Math.cos((lat * Math.PI) / 180);
  let best = after;
  let least = Number.POSITIVE_INFINITY;
  for (let piece = after.piece; piece < line.length - 1; piece += 1) {
    const [a, b] = [line[piece]!, line[piece + 1]!];
    const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
    const square = dx * dx + dy * dy;
    const raw = square === 0 ? 0 : ((lng - a[0]) * shrink * dx + (lat - a[1]) * dy) / square;
    const from = piece === after.piece ? after.share : 0;
    const share = Math.min(1, Math.max(from, raw));
    const position: Position = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    const distance = Math.hypot((position[0] - lng) * shrink, position[1] - lat);
    if (distance < least) [best, least] = [{ piece, share, position }, distance];
  }
  return best;
}

/**
 * Cuts a line into the legs between stops: at the place nearest to each stop, in the order of the stops. The first leg
 * begins where the line begins and the last ends where it ends. For lines that were stored without their legs.
 * @param line two positions or more
 * @param stops two or more
 */
export function cutLine(line: readonly Position[], stops: readonly Position[]): Position[][] {
  const start: Foot = { piece: 0, share: 0, position: line[0]! };
  const end: Foot = { piece: line.length - 2, share: 1, position: line.at(-1)! };
  const feet = [start];
  for (const stop of stops.slice(1, -1)) feet.push(footOf(line, stop, feet.at(-1)!));
  feet.push(end);
  return feet.slice(1).map((to, index) => {
    const from = feet[index]!;
    const between = line.slice(from.piece + 1, to.piece + 1);
    const leg = [from.position, ...between, to.position];
    const distinct = leg.filter((position, at) => at === 0 || !isSamePosition(position, leg[at - 1]!));
    return distinct.length > 1 ? distinct : [from.position, to.position];
  });
}
