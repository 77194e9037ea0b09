import { RecordReader } from './recordReader.ts';
import type { GeometryKind, TileAttribute, TileLayer } from './tileLayer.ts';
import { readTwkb, type TilePoint } from './twkb.ts';
import { windRings } from './winding.ts';

export type AttributeValue = string | number | boolean;

/** One row of a layer. `values` are in the order of the layer's attributes, null where unknown. `parts`: one list of points; lines; or rings, wound so that outer ones are told from holes. */
export interface FeatureRow {
  id: number;
  parts: TilePoint[][];
  values: (AttributeValue | null)[];
}

function readParts(reader: RecordReader, kind: GeometryKind): TilePoint[][] {
  if (kind === 'point') return [[{ x: reader.integer() ?? 0, y: reader.integer() ?? 0 }]];
  const groups = readTwkb(reader.bytes());
  return kind === 'polygon' ? groups.flatMap(windRings) : groups.flat().filter((line) => line.length > 1);
}

function readValue(reader: RecordReader, type: TileAttribute['type']): AttributeValue | null {
  if (type === 'text') return reader.text();
  return type === 'integer' ? reader.integer() : reader.boolean();
}

/**
 * Reads what `tileQuery` packed for one layer, in the order of the ids: the same content then always makes
 * the same bytes, whatever plan the database chose.
 * @param packed base64; null when the tile has no feature of the layer
 * @throws RangeError when the bytes are not rows of this layer
 */
export function readFeatures(layer: TileLayer, packed: string | null): FeatureRow[] {
  if (packed === null) return [];
  const types = Object.values(layer.attributes).map(({ type }) => type);
  const fieldCount = types.length + (layer.geometryKind === 'point' ? 3 : 2);
  const reader = new RecordReader(Buffer.from(packed, 'base64'), fieldCount);
  const rows: FeatureRow[] = [];
  while (reader.next()) {
    const id = reader.integer() ?? 0;
    const parts = readParts(reader, layer.geometryKind);
    const values: FeatureRow['values'] = [];
    for (const type of types) values.push(readValue(reader, type));
    if (parts.length > 0) rows.push({ id, parts, values });
  }
  return rows.sort((a, b) => a.id - b.id);
}
