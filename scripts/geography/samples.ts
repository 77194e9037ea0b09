import type { CountyOutline } from './outline.ts';
import { fromGrid } from '#domain/territories/grid';
import { XIANGXI_PLANE, type PlanePoint } from './plane.ts';

/** A county as a lattice of points inside it; areas and centroids of its parts are sums over them. */
export interface Samples {
  points: PlanePoint[];
  /** For each point the indexes of its neighbours in the lattice that are inside too (up to four). */
  neighbours: number[][];
  spacing: number;
}

/** @param spacing kilometres between lattice points */
export function sampleCounty({ rings }: CountyOutline, spacing: number): Samples {
  const outlines = rings.map((ring) => ring.map((vertex) => XIANGXI_PLANE.toPlane(fromGrid(vertex))));
  const heights = outlines.flat().map(([, y]) => y);
  const points: PlanePoint[] = [];
  const indexes = new Map<string, number>();
  const middle = (position: number) => (position + 0.5) * spacing;
  for (let row = Math.floor(Math.min(...heights) / spacing); middle(row) < Math.max(...heights); row++) {
    const crossings = outlines.flatMap((ring) => crossingsOf(ring, middle(row))).sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      let column = Math.ceil(crossings[pair]! / spacing - 0.5);
      for (; middle(column) < crossings[pair + 1]!; column++) {
        indexes.set(`${column},${row}`, points.length);
        points.push([middle(column), middle(row)]);
      }
    }
  }
  const neighbours = points.map(([x, y]) => {
    const [column, row] = [Math.floor(x / spacing), Math.floor(y / spacing)];
    const keys = [
      `${column + 1},${row}`,
      `${column - 1},${row}`,
      `${column},${row + 1}`,
      `${column},${row - 1}`,
    ];
    return keys.flatMap((key) => indexes.get(key) ?? []);
  });
  return { points, neighbours, spacing };
}

/** Where a ring crosses a horizontal line. */
function crossingsOf(ring: readonly PlanePoint[], height: number): number[] {
  return ring.flatMap(([ax, ay], index) => {
    const [bx, by] = ring[(index + 1) % ring.length]!;
    return ay > height !== by > height ? [ax + ((height - ay) / (by - ay)) * (bx - ax)] : [];
  });
}
