import { gridKey, orientation, type GridPoint } from './grid.ts';
import type { GridArc } from './topology.ts';

/** One end of an arc, seen walking away from the vertex it lies in. */
export interface BorderEnd {
  arc: number;
  at: GridPoint;
  towards: GridPoint;
  left: number;
  right: number;
}

/** The ends of arcs in each vertex, by grid key, counter-clockwise from the east. */
export function borderEnds(arcs: readonly GridArc[]): Map<string, BorderEnd[]> {
  const ends = new Map<string, BorderEnd[]>();
  for (const { id, left, right, points } of arcs) {
    for (const end of [
      { arc: id, at: points[0]!, towards: points[1]!, left, right },
      { arc: id, at: points.at(-1)!, towards: points.at(-2)!, left: right, right: left },
    ]) {
      const key = gridKey(end.at);
      const list = ends.get(key);
      if (list) list.push(end);
      else ends.set(key, [end]);
    }
  }
  for (const list of ends.values()) list.sort(compareEnds);
  return ends;
}

/** Counter-clockwise order round the vertex two ends share, starting east; exact. */
export function compareEnds(one: BorderEnd, other: BorderEnd): number {
  const difference = halfOf(one) - halfOf(other);
  return difference !== 0 ? difference : -orientation(one.at, one.towards, other.towards);
}

/** 0 for directions from east to just before west, 1 for the rest. */
export function halfOf({ at, towards }: BorderEnd): 0 | 1 {
  return towards[1] > at[1] || (towards[1] === at[1] && towards[0] > at[0]) ? 0 : 1;
}
