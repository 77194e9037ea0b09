import type { Fragment } from '../server/database/sql.ts';

/** Side of a tile in its own integer units. */
export const tileExtent = 4096;

/**
 * How far content reaches over the edge of a tile, in tile units: outlines of clipped areas stay out of
 * sight; a point only needs to survive rounding on both sides of the edge.
 */
export const marginUnits = { point: 8, line: 64, polygon: 64 } as const;

export type GeometryKind = keyof typeof marginUnits;

export interface TileAttribute {
  /** Expression over the tables of `from`. */
  column: Fragment;
  type: 'text' | 'integer' | 'boolean';
  /** What TileJSON says about it. */
  description: string;
}

/** Which tile: x grows eastward, y southward, as in the usual web map scheme. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** What one layer of a tileset holds. Rows without geometry are left out. */
export interface TileLayer {
  id: string;
  tileset: TilesetId;
  geometryKind: GeometryKind;
  minZoom: number;
  /** Tiles exist up to here; clients enlarge them beyond. */
  maxZoom: number;
  audience: 'everyone';
  description: string;
  /** Tables and joins, without `from`. */
  from: Fragment;
  /** Geometry column in EPSG:3857, with a GiST index. */
  geometry: Fragment;
  /** Feature id: a positive integer below 2³¹, unique in the layer. */
  featureId: Fragment;
  attributes: Readonly<Record<string, TileAttribute>>;
  /** Points: smaller is kept first where a tile would grow too large. Absent: the feature id. */
  rank?: Fragment;
  /** Condition that depends on the zoom. */
  where?: (zoom: number) => Fragment | null;
}

export type TilesetId = 'base' | 'places' | 'network';

/** Zooms of every tileset. */
export const zoomRange = { minZoom: 4, maxZoom: 14 } as const;

export function defineTileLayer(
  layer: Omit<TileLayer, 'minZoom' | 'maxZoom' | 'audience'> & Partial<TileLayer>,
): TileLayer {
  return { ...zoomRange, audience: 'everyone', ...layer };
}
