import { compareEnds, halfOf, type BorderEnd } from './borderEnds.ts';
import { gridKey, type GridPoint } from './grid.ts';
import type { GridArc } from './topology.ts';
import type { GridFault } from './topologyFaults.ts';

/**
 * Borders that hang together say the same about the ground round them as the borders that enclose them: an
 * enclave lies in the village it is an enclave of. Asked at the westernmost vertex of each such set of borders,
 * where the ground to the west is outside the set.
 */
export function componentFaults(
  arcs: readonly GridArc[],
  ends: ReadonlyMap<string, readonly BorderEnd[]>,
): GridFault[] {
  const components = connectedArcs(arcs, ends);
  return components.flatMap((members): GridFault[] => {
    const place = westernmost(members);
    const around = ends.get(gridKey(place)) ?? passingEnds(members, place);
    const claimed = groundToTheWest(around);
    const own = new Set(members);
    const found = components.length === 1 ? 0 : groundJustWestOf(arcs, own, place);
    if (claimed === found) return [];
    const kind = found === 0 ? 'gap' : 'overlap';
    return [{ kind, place, arcs: around.map(({ arc }) => arc) }];
  });
}

function connectedArcs(
  arcs: readonly GridArc[],
  ends: ReadonlyMap<string, readonly BorderEnd[]>,
): GridArc[][] {
  const byId = new Map(arcs.map((arc) => [arc.id, arc]));
  const components: GridArc[][] = [];
  for (const start of arcs) {
    if (!byId.delete(start.id)) continue;
    const members = [start];
    for (let next = 0; next < members.length; next++) {
      const { points } = members[next]!;
      for (const { arc } of [points[0]!, points.at(-1)!].flatMap((point) => ends.get(gridKey(point))!)) {
        const member = byId.get(arc);
        if (!member) continue;
        byId.delete(arc);
        members.push(member);
      }
    }
    components.push(members);
  }
  return components;
}

function westernmost(arcs: readonly GridArc[]): GridPoint {
  let west = arcs[0]!.points[0]!;
  for (const { points } of arcs) {
    for (const point of points) {
      if (point[0] < west[0] || (point[0] === west[0] && point[1] < west[1])) west = point;
    }
  }
  return west;
}

/** A vertex an arc passes through, as two ends of it. */
function passingEnds(arcs: readonly GridArc[], at: GridPoint): BorderEnd[] {
  const key = gridKey(at);
  for (const { id: arc, left, right, points } of arcs) {
    const index = points.findIndex((point) => gridKey(point) === key);
    if (index === -1) continue;
    return [
      { arc, at, towards: points[index + 1]!, left, right },
      { arc, at, towards: points[index - 1]!, left: right, right: left },
    ].sort(compareEnds);
  }
  throw new Error(`no arc passes ${key}`);
}

/** All ends lead east of north and south: the ground to the west follows the last of the northern half. */
function groundToTheWest(around: readonly BorderEnd[]): number {
  return (around.findLast((end) => halfOf(end) === 0) ?? around.at(-1)!).left;
}

/** What lies just west of a place, read off the nearest border there that is not one of its own. */
function groundJustWestOf(arcs: readonly GridArc[], own: ReadonlySet<GridArc>, [x, y]: GridPoint): number {
  let [nearest, lean, ground] = [-Infinity, -Infinity, 0];
  for (const arc of arcs) {
    if (own.has(arc)) continue;
    for (let index = 1; index < arc.points.length; index++) {
      const [a, b] = [arc.points[index - 1]!, arc.points[index]!];
      if (a[1] > y === b[1] > y) continue;
      const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
      const slope = (high[0] - low[0]) / (high[1] - low[1]);
      const crossing = low[0] + (y - low[1]) * slope;
      // Borders that leave one vertex of this parallel upward are told apart by how far east they lean.
      if (crossing >= x || crossing < nearest || (crossing === nearest && slope < lean)) continue;
      [nearest, lean, ground] = [crossing, slope, low === a ? arc.right : arc.left];
    }
  }
  return ground;
}
