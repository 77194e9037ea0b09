import { readFileSync } from 'node:fs';
import type { MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { insideRings, toGrid, type GridPoint } from '#domain/territories/grid';
import type { LngLat } from './plane.ts';

/** A county outline as committed in data/regions/counties, back on the grid. */
export interface CountyOutline {
  code: string;
  name: string;
  /** Every ring of every part, open; the county lies on the left of each. */
  rings: GridPoint[][];
}

export function readCountyOutlines(path: string | URL): CountyOutline[] {
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology;
  const counties = topology.objects.counties as GeometryCollection<{ code: string; name: string }>;
  return feature(topology, counties).features.map(({ properties, geometry }) => {
    const { coordinates } = geometry as Polygon | MultiPolygon;
    const polygons = (geometry.type === 'Polygon' ? [coordinates] : coordinates) as number[][][][];
    const rings = polygons.flat().map((ring) => ring.slice(0, -1).map(toGrid));
    return { ...properties, rings };
  });
}

export function isInsideCounty({ rings }: CountyOutline, position: LngLat): boolean {
  return insideRings(toGrid(position), rings);
}
