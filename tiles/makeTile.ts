import type { Fragment } from '../server/database/sql.ts';
import { encodeTile } from './encode.ts';
import { readFeatures } from './featureRows.ts';
import type { TileAddress, TileLayer } from './tileLayer.ts';
import { coarsest, pointLimit, tileQuery, type Coarseness } from './tileQuery.ts';

/** Largest tile that is served, before compression. */
export const tileByteLimit = 500_000;

/** Answers the one row of a statement. */
export type QueryOne = (query: Fragment) => Promise<Record<string, string | null>>;

interface TileInput {
  /** The layers of one tileset. */
  layers: readonly TileLayer[];
  address: TileAddress;
}

/** The layers that exist at a zoom. */
export const layersAt = (layers: readonly TileLayer[], zoom: number): TileLayer[] =>
  layers.filter(({ minZoom, maxZoom }) => zoom >= minZoom && zoom <= maxZoom);

/**
 * Writes a tile from the columns of its layers.
 * @returns the tile before compression; null when it would be over `pointLimit` or `tileByteLimit`
 */
export function assembleTile(
  layers: readonly TileLayer[],
  packed: Readonly<Record<string, string | null>>,
): Uint8Array | null {
  const content = layers.map((layer) => ({ layer, rows: readFeatures(layer, packed[layer.id] ?? null) }));
  const hasTooMany = content.some(
    ({ layer, rows }) => layer.geometryKind === 'point' && rows.length > pointLimit,
  );
  if (hasTooMany) return null;
  const bytes = encodeTile(content);
  return bytes.length <= tileByteLimit ? bytes : null;
}

/**
 * Makes a tile; where it would be larger than `tileByteLimit` it is made again from coarser content.
 * @returns the tile before compression; empty when nothing lies in it
 * @throws RangeError when even the coarsest content is too large
 */
export async function makeTile(queryOne: QueryOne, { layers, address }: TileInput): Promise<Uint8Array> {
  const present = layersAt(layers, address.z);
  if (present.length === 0) return new Uint8Array();
  for (let coarseness = 0 as Coarseness; coarseness <= coarsest; coarseness += 1) {
    const packed = await queryOne(tileQuery({ layers: present, address, coarseness }));
    const bytes = assembleTile(present, packed);
    if (bytes !== null) return bytes;
  }
  const { z, x, y } = address;
  throw new RangeError(`tile ${z}/${x}/${y} is over ${tileByteLimit} bytes even at its coarsest`);
}
