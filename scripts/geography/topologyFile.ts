import { writeFileSync } from 'node:fs';
import type { Topology } from 'topojson-specification';
import { polygonsOf, ringsOf, type Arc, type ArcRing } from '#domain/territories/arcs';
import { GRID_PER_DEGREE, type GridPoint } from '#domain/territories/grid';

/** A geometry of a topology, in terms of its arcs. */
export interface TopologyGeometry {
  type: 'Polygon' | 'MultiPolygon' | 'LineString';
  id?: string | number;
  properties?: Record<string, string | number | boolean>;
  arcs: ArcRing | ArcRing[] | ArcRing[][];
}

/** The area of one group of owners as a Polygon, or a MultiPolygon where it has several parts. */
export function areaGeometry(
  arcs: readonly Arc[],
  belongs: (owner: number) => boolean,
  { id, properties }: Pick<TopologyGeometry, 'id' | 'properties'>,
): TopologyGeometry {
  const polygons = polygonsOf(arcs, ringsOf(arcs, belongs));
  if (polygons.length === 0) throw new Error(`no border encloses ${id}`);
  return polygons.length === 1
    ? { type: 'Polygon', id, properties, arcs: polygons[0]! }
    : { type: 'MultiPolygon', id, properties, arcs: polygons };
}

/**
 * A TopoJSON object on the grid. The transform has no offset, so that one vertex decodes to the same
 * double in every file.
 */
export function encodeTopology(
  arcs: readonly { points: readonly GridPoint[] }[],
  objects: Record<string, readonly TopologyGeometry[]>,
): Topology {
  return {
    type: 'Topology',
    bbox: boundingBox(arcs.flatMap(({ points }) => points)),
    transform: { scale: [1 / GRID_PER_DEGREE, 1 / GRID_PER_DEGREE], translate: [0, 0] },
    objects: Object.fromEntries(
      Object.entries(objects).map(([name, geometries]) => [name, { type: 'GeometryCollection', geometries }]),
    ),
    arcs: arcs.map(({ points }) =>
      points.map(([x, y], index) =>
        index === 0 ? [x, y] : [x - points[index - 1]![0], y - points[index - 1]![1]],
      ),
    ),
  } as Topology;
}

export function writeTopology(path: string | URL, topology: Topology): void {
  writeFileSync(path, topologyText(topology));
}

export function topologyText(topology: Topology): string {
  return `${JSON.stringify(topology)}\n`;
}

function boundingBox(points: readonly GridPoint[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north].map((value) => value / GRID_PER_DEGREE) as [
    number,
    number,
    number,
    number,
  ];
}
