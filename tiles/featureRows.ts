import type { GeometryKind, TileLayer } from './tileLayer.ts';
import { readTwkb, type TilePoint } from './twkb.ts';
import { windRings } from './winding.ts';

export type AttributeValue = string | number | boolean;

/** One row of a layer. `parts`: one list of points; lines; or rings, wound so that outer ones are told from holes. */
export interface FeatureRow {
  id: number;
  parts: TilePoint[][];
  properties: Record<string, AttributeValue>;
}

/** Walks the fields of rows written by PostgreSQL's `record_send`, one after the other. */
class RecordReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get hasMore(): boolean {
    return this.#position < this.#bytes.length;
  }

  /** @throws RangeError when the row has another number of fields */
  startRow(fieldCount: number): void {
    const count = this.#bytes.readInt32BE(this.#position);
    if (count !== fieldCount) throw new RangeError(`a row has ${count} fields instead of ${fieldCount}`);
    this.#position += 4;
  }

  /** The start and end of the next field, or null for NULL; each is preceded by its type and length. */
  #next(): number | null {
    const length = this.#bytes.readInt32BE(this.#position + 4);
    const start = this.#position + 8;
    this.#position = start + Math.max(length, 0);
    return length < 0 ? null : start;
  }

  integer(): number | null {
    const start = this.#next();
    return start === null ? null : this.#bytes.readInt32BE(start);
  }

  boolean(): boolean | null {
    const start = this.#next();
    return start === null ? null : this.#bytes[start] === 1;
  }

  text(): string | null {
    const start = this.#next();
    return start === null ? null : this.#bytes.toString('utf8', start, this.#position);
  }

  bytes(): Uint8Array {
    const start = this.#next();
    return start === null ? new Uint8Array() : this.#bytes.subarray(start, this.#position);
  }
}

function readParts(reader: RecordReader, kind: GeometryKind): TilePoint[][] {
  if (kind === 'point') return [[{ x: reader.integer() ?? 0, y: reader.integer() ?? 0 }]];
  const groups = readTwkb(reader.bytes());
  return kind === 'polygon' ? groups.flatMap(windRings) : groups.flat().filter((line) => line.length > 1);
}

/**
 * Reads what `tileQuery` packed for one layer.
 * @param packed null when the tile has no feature of the layer
 * @throws RangeError when the bytes are not rows of this layer
 */
export function readFeatures(layer: TileLayer, packed: Buffer | null): FeatureRow[] {
  if (packed === null) return [];
  const attributes = Object.entries(layer.attributes).map(([name, { type }]) => ({ name, type }));
  const fieldCount = attributes.length + (layer.geometryKind === 'point' ? 3 : 2);
  const reader = new RecordReader(packed);
  const rows: FeatureRow[] = [];
  while (reader.hasMore) {
    reader.startRow(fieldCount);
    const id = reader.integer() ?? 0;
    const parts = readParts(reader, layer.geometryKind);
    const properties: Record<string, AttributeValue> = {};
    for (const { name, type } of attributes) {
      const value = reader[type]();
      if (value !== null) properties[name] = value;
    }
    if (parts.length > 0) rows.push({ id, parts, properties });
  }
  return rows;
}
