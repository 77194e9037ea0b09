import { nearestBorderPlace } from '#domain/territories/borderPlace';
import { fromGrid, toGrid } from '#domain/territories/grid';
import type { Position, TerritoryArc } from '#domain/territories/territoryArc';
import { toGridArc } from '#domain/territories/topology';

/**
 * A drawn line with its ends put on borders they are close to, and everything on the grid of a millionth of a degree.
 * A hand on a map is no closer than a few pixels.
 *
 * @param reachMetres how close an end must be
 */
export function putEndsOn(
  arcs: readonly TerritoryArc[],
  line: readonly Position[],
  reachMetres: number,
): Position[] {
  const grid = arcs.map(toGridArc);
  return line.map((position, index) => {
    const point = toGrid(position);
    const isEnd = index === 0 || index === line.length - 1;
    const place = isEnd ? nearestBorderPlace(grid, point, reachMetres) : null;
    return fromGrid(place?.point ?? point);
  });
}
