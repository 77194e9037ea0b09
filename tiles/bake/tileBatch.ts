import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { readFeatures } from '../featureRows.ts';
import { assembleTile, layersAt, makeTile } from '../makeTile.ts';
import { marginUnits, tileExtent, type TileLayer } from '../tileLayer.ts';
import { tileBatchQuery } from '../tileQuery.ts';
import type { PackedTile } from './archiveWriter.ts';
import type { Candidate, Piece, QueryAll } from './candidates.ts';

const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Most tiles and pieces of one statement: at most a few tenths of a second of the database each. */
const mostTiles = 256;
const mostPieces = 4_000;

/** Cuts candidates of one zoom into batches that cost about the same. */
export function* batchesOf(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let batch: Candidate[] = [];
  let pieces = 0;
  for (const candidate of candidates) {
    if (batch.length > 0 && (batch.length >= mostTiles || pieces + candidate.pieceCount > mostPieces)) {
      yield batch;
      batch = [];
      pieces = 0;
    }
    batch.push(candidate);
    pieces += candidate.pieceCount;
  }
  if (batch.length > 0) yield batch;
}

/** A tile as it goes into the archive. */
export interface BakedTile extends PackedTile {
  /** One area and nothing else, over the whole tile and its margin: so is every tile inside this one. */
  isCovered: boolean;
}

type PackedLayers = Record<string, string | null>;

/** Up to this size compressing takes less time than handing the work to another thread. */
const smallBytes = 16_384;
/** The level does not matter to the content; 6 is what live tiles have. */
const compression = { level: 6 } as const;

async function bakedTile(bytes: Uint8Array, isCovered: boolean): Promise<BakedTile> {
  const hash = createHash('sha256').update(bytes).digest('base64url');
  const isSmall = bytes.length <= smallBytes;
  const gzipped = isSmall ? zlib.gzipSync(bytes, compression) : await gzip(bytes, compression);
  return { hash, gzipped, isCovered };
}

/** Where a clipped area ends that goes on beyond the margin. */
const isClipEdge = (value: number): boolean =>
  value === -marginUnits.polygon || value === tileExtent + marginUnits.polygon;

/** Whether the sole feature of a tile is an area that covers all of it, now and at higher zooms. */
function isCovering({ layer }: Piece, packed: PackedLayers): boolean {
  if (layer.geometryKind !== 'polygon' || layer.where !== undefined) return false;
  const rows = readFeatures(layer, packed[layer.id] ?? null);
  const ring = rows[0]?.parts[0];
  if (rows.length !== 1 || rows[0]!.parts.length !== 1 || ring === undefined) return false;
  const corners = new Set(ring.map(({ x, y }) => `${x} ${y}`));
  return corners.size === 4 && ring.every(({ x, y }) => isClipEdge(x) && isClipEdge(y));
}

/**
 * Makes tiles of one zoom in one statement, byte for byte as `makeTile` does; those over its limits are made
 * by it.
 * @returns a tile for each candidate, null where nothing is in it
 */
export async function makeBatch(
  queryAll: QueryAll,
  layers: readonly TileLayer[],
  candidates: readonly Candidate[],
): Promise<(BakedTile | null)[]> {
  if (candidates.length === 0) return [];
  const { z } = candidates[0]!.address;
  const present = layersAt(layers, z);
  if (present.length === 0) return candidates.map(() => null);
  const statement = tileBatchQuery(present, {
    zoom: z,
    columns: candidates.map(({ address }) => address.x),
    rows: candidates.map(({ address }) => address.y),
  });
  const rows = await queryAll<{ x: number; y: number }>(statement);
  const rowsByPlace = new Map(rows.map((row) => [`${row.x}/${row.y}`, row as unknown as PackedLayers]));
  const queryOne = async (one: Parameters<QueryAll>[0]) => (await queryAll<PackedLayers>(one))[0]!;
  const tiles: (Promise<BakedTile> | null)[] = [];
  for (const { address, sole } of candidates) {
    const packed = rowsByPlace.get(`${address.x}/${address.y}`)!;
    const bytes = assembleTile(present, packed) ?? (await makeTile(queryOne, { layers, address }));
    tiles.push(bytes.length === 0 ? null : bakedTile(bytes, sole !== null && isCovering(sole, packed)));
  }
  return Promise.all(tiles);
}
