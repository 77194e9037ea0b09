import { VectorTile } from '@mapbox/vector-tile';
import type { Geometry } from 'geojson';
import { PbfReader } from 'pbf';

/** A feature as another library reads it, with its geometry in tile units. */
export interface DecodedFeature {
  id: number;
  properties: Record<string, unknown>;
  geometry: Geometry;
}

/** Reads a tile with @mapbox/vector-tile, which knows nothing of how it was written. */
export function decodeTile(bytes: Uint8Array): Map<string, Map<number, DecodedFeature>> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return new Map(
    Object.entries(layers).map(([name, layer]) => {
      const features = Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index);
        return [
          feature.id!,
          { id: feature.id!, properties: feature.properties, geometry: inTileUnits(feature) },
        ] as const;
      });
      return [name, new Map(features)];
    }),
  );
}

function inTileUnits(feature: ReturnType<VectorTile['layers'][string]['feature']>): Geometry {
  const parts = feature.loadGeometry().map((part) => part.map(({ x, y }) => [x, y]));
  if (feature.type === 1) return { type: 'MultiPoint', coordinates: parts.flat() };
  if (feature.type === 2) return { type: 'MultiLineString', coordinates: parts };
  return { type: 'MultiPolygon', coordinates: polygonsOf(parts) };
}

/** An outer ring has a positive area in tile coordinates and starts a polygon (specification 2.1, §4.3.4.4). */
function polygonsOf(rings: number[][][]): number[][][][] {
  const polygons: number[][][][] = [];
  for (const ring of rings) {
    const area = ring.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = ring[(index + 1) % ring.length]!;
      return sum + x! * nextY! - nextX! * y!;
    }, 0);
    if (area > 0) polygons.push([ring]);
    else polygons.at(-1)?.push(ring);
  }
  return polygons;
}
