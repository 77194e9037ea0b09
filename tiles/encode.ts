import { PbfWriter } from 'pbf';
import type { AttributeValue, FeatureRow } from './featureRows.ts';
import { tileExtent, type GeometryKind, type TileLayer } from './tileLayer.ts';
import type { TilePoint } from './twkb.ts';

/*
 * Mapbox Vector Tile 2.1 on the protobuf writer `pbf`. It writes the bytes @maplibre/vt-pbf writes (a test
 * holds them together) in a third of its time: that library makes a new string for every attribute of
 * every feature. https://github.com/mapbox/vector-tile-spec/tree/master/2.1
 */

const geometryTypes = { point: 1, line: 2, polygon: 3 } as const;
const moveTo = 1;
const lineTo = 2;
const closePath = 15;

interface LayerContent {
  layer: TileLayer;
  rows: readonly FeatureRow[];
}

/** What is being written of a layer; one object for all features, so that none is made per feature. */
interface LayerState {
  /** Distinct values and their places, in the order they were met. */
  places: Map<AttributeValue, number>;
  kind: GeometryKind;
  row: FeatureRow;
}

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

function writeValue(value: AttributeValue, writer: PbfWriter): void {
  if (typeof value === 'string') writer.writeStringField(1, value);
  else if (typeof value === 'boolean') writer.writeBooleanField(7, value);
  else if (!Number.isInteger(value)) writer.writeDoubleField(3, value);
  else if (value < 0) writer.writeSVarintField(6, value);
  else writer.writeVarintField(5, value);
}

/** Pairs of key and value indexes. */
function writeTags({ places, row: { values } }: LayerState, writer: PbfWriter): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value === null) continue;
    let place = places.get(value);
    if (place === undefined) {
      place = places.size;
      places.set(value, place);
    }
    writer.writeVarint(index);
    writer.writeVarint(place);
  }
}

/**
 * Commands and zigzag differences (§4.3); rings leave out their closing point. Written without inner
 * functions: this is the innermost loop of a tile.
 */
function writeGeometry({ kind, row: { parts } }: LayerState, writer: PbfWriter): void {
  let x = 0;
  let y = 0;
  for (const part of parts) {
    const moved = kind === 'point' ? part.length : 1;
    const count = kind === 'polygon' ? openLength(part) : part.length;
    writer.writeVarint((moved << 3) | moveTo);
    for (let index = 0; index < count; index += 1) {
      if (index === moved) writer.writeVarint(((count - moved) << 3) | lineTo);
      const point = part[index]!;
      writer.writeVarint(zigzag(point.x - x));
      writer.writeVarint(zigzag(point.y - y));
      x = point.x;
      y = point.y;
    }
    if (kind === 'polygon') writer.writeVarint(closePath);
  }
}

function openLength(ring: readonly TilePoint[]): number {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  return ring.length > 1 && first.x === last.x && first.y === last.y ? ring.length - 1 : ring.length;
}

function writeFeature(state: LayerState, writer: PbfWriter): void {
  writer.writeVarintField(1, state.row.id);
  writer.writeMessage(2, writeTags, state);
  writer.writeVarintField(3, geometryTypes[state.kind]);
  writer.writeMessage(4, writeGeometry, state);
}

function writeLayer({ layer, rows }: LayerContent, writer: PbfWriter): void {
  writer.writeVarintField(15, 2);
  writer.writeStringField(1, layer.id);
  writer.writeVarintField(5, tileExtent);
  const state: LayerState = { places: new Map(), kind: layer.geometryKind, row: rows[0]! };
  for (const row of rows) {
    state.row = row;
    writer.writeMessage(2, writeFeature, state);
  }
  for (const name of Object.keys(layer.attributes)) writer.writeStringField(3, name);
  for (const value of state.places.keys()) writer.writeMessage(4, writeValue, value);
}

/**
 * Writes a vector tile, not compressed. Layers without features are left out.
 * @returns no bytes when no layer has a feature
 */
export function encodeTile(content: readonly LayerContent[]): Uint8Array {
  const writer = new PbfWriter();
  for (const each of content) if (each.rows.length > 0) writer.writeMessage(3, writeLayer, each);
  return writer.finish();
}
