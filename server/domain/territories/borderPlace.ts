import { samePoint, type GridPoint } from './grid.ts';
import { METRES_PER_GRID } from './territorySize.ts';
import type { GridArc } from './topology.ts';
import type { BorderPlace } from './topologyDraft.ts';

/**
 * The place on borders nearest to a point, on the grid; a vertex within half the reach is taken before the
 * border beside it. Null where no border is within reach.
 */
export function nearestBorderPlace(
  arcs: readonly GridArc[],
  point: GridPoint,
  reachMetres: number,
): BorderPlace | null {
  const metres = (to: readonly [number, number]) => distanceMetres(point, to);
  let [nearest, nearestMetres]: [BorderPlace | null, number] = [null, reachMetres];
  let [vertex, vertexMetres]: [BorderPlace | null, number] = [null, reachMetres / 2];
  for (const { id: arc, points } of arcs) {
    points.forEach((at, piece) => {
      if (metres(at) <= vertexMetres) {
        [vertex, vertexMetres] = [{ arc, piece, point: at }, metres(at)];
      }
      const next = points[piece + 1];
      if (!next) return;
      const foot = nearestOnPiece(point, at, next);
      if (metres(foot) > nearestMetres) return;
      const rounded: GridPoint = [Math.round(foot[0]), Math.round(foot[1])];
      const onVertex = samePoint(rounded, next) ? { arc, piece: piece + 1, point: next } : null;
      [nearest, nearestMetres] = [onVertex ?? { arc, piece, point: rounded }, metres(foot)];
    });
  }
  return vertex ?? nearest;
}

function nearestOnPiece(point: GridPoint, a: GridPoint, b: GridPoint): [number, number] {
  const shrink = Math.cos((point[1] * Math.PI) / 180e6);
  const [x, y] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const along = (point[0] - a[0]) * shrink * x + (point[1] - a[1]) * y;
  const share = Math.min(1, Math.max(0, along / (x * x + y * y)));
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

function distanceMetres(one: GridPoint, other: readonly [number, number]): number {
  const shrink = Math.cos((one[1] * Math.PI) / 180e6);
  return METRES_PER_GRID * Math.hypot((one[0] - other[0]) * shrink, one[1] - other[1]);
}
