import { fromVectorTileJs } from '@maplibre/vt-pbf';
import type { FeatureRow } from './featureRows.ts';
import { tileExtent, type TileLayer } from './tileLayer.ts';
import type { TilePoint } from './twkb.ts';

const geometryTypes = { point: 1, line: 2, polygon: 3 } as const;

/** The encoder's view of a tile. */
type EncoderTile = Parameters<typeof fromVectorTileJs>[0];

/** A row as the encoder asks for it. */
class EncoderFeature {
  readonly extent = tileExtent;
  readonly id: number;
  readonly type: 1 | 2 | 3;
  readonly properties: FeatureRow['properties'];
  readonly #parts: TilePoint[][];

  constructor({ id, properties, parts }: FeatureRow, type: 1 | 2 | 3) {
    this.id = id;
    this.type = type;
    this.properties = properties;
    this.#parts = parts;
  }

  loadGeometry(): TilePoint[][] {
    return this.#parts;
  }
}

function encoderLayer({ id, geometryKind }: TileLayer, rows: readonly FeatureRow[]) {
  const type = geometryTypes[geometryKind];
  return {
    version: 2,
    name: id,
    extent: tileExtent,
    length: rows.length,
    feature: (index: number) => new EncoderFeature(rows[index]!, type),
  };
}

/**
 * Writes a Mapbox Vector Tile (version 2.1), not compressed. Layers without features are left out.
 * @returns no bytes when no layer has a feature
 */
export function encodeTile(content: readonly { layer: TileLayer; rows: readonly FeatureRow[] }[]): Uint8Array {
  const layers = content
    .filter(({ rows }) => rows.length > 0)
    .map(({ layer, rows }) => [layer.id, encoderLayer(layer, rows)] as const);
  if (layers.length === 0) return new Uint8Array();
  // The encoder declares positions with the methods of a geometry class but reads x and y only.
  return fromVectorTileJs({ layers: Object.fromEntries(layers) } as unknown as EncoderTile);
}
