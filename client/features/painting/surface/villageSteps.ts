import type { CellIndex } from '#domain/territories/cellIndex';
import { worldX, worldY } from '#domain/territories/mercatorPlane';
import type { Position } from '#domain/territories/territoryArc';

/** Keys that step from village to village, as unit steps in the Web Mercator plane (y points south). */
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys that go through the villages in their order, round and round: from some place no arrow leads to each. */
const turns: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 };

export const isStepKey = (key: string): boolean => Object.hasOwn(steps, key) || Object.hasOwn(turns, key);

/**
 * The village that a step key leads to.
 * @param villages in the order that page keys go through
 * @returns null where it leads nowhere
 */
export function villageAfter(
  key: string,
  current: number,
  villages: readonly number[],
  cells: Pick<CellIndex, 'centreOf'>,
): number | null {
  const turn = turns[key];
  if (turn !== undefined) return villages.at((villages.indexOf(current) + turn) % villages.length) ?? null;
  const centre = cells.centreOf(current);
  return centre === null ? null : villageTowards(key, centre, villages, cells);
}

/** How much further a village to the side seems than one straight ahead. */
const sideways = 1.5;

/**
 * The village one comes to from a place by an arrow key: of those ahead, at most as far to the side as ahead twice
 * over, the nearest, where straight ahead is nearer than aside.
 * @returns null where there is none ahead
 */
function villageTowards(
  key: string,
  from: Position,
  villages: Iterable<number>,
  cells: Pick<CellIndex, 'centreOf'>,
): number | null {
  const step = steps[key];
  if (!step) return null;
  const [x, y] = [worldX(from[0]), worldY(from[1])];
  let found: number | null = null;
  let least = Infinity;
  for (const id of villages) {
    const centre = cells.centreOf(id);
    if (centre === null) continue;
    const [dx, dy] = [worldX(centre[0]) - x, worldY(centre[1]) - y];
    const ahead = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1] - dy * step[0]);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const distance = ahead + sideways * aside;
    if (distance < least) [found, least] = [id, distance];
  }
  return found;
}

/** The village whose centre is nearest to a place; null without any. */
export function villageNear(
  place: Position,
  villages: Iterable<number>,
  cells: Pick<CellIndex, 'centreOf'>,
): number | null {
  let found: number | null = null;
  let least = Infinity;
  for (const id of villages) {
    const centre = cells.centreOf(id);
    if (centre === null) continue;
    const distance = Math.hypot(worldX(centre[0]) - worldX(place[0]), worldY(centre[1]) - worldY(place[1]));
    if (distance < least) [found, least] = [id, distance];
  }
  return found;
}
