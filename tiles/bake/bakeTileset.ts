import { rm } from 'node:fs/promises';
import type { Tileset } from '../index.ts';
import { vectorLayersOf } from '../vectorLayers.ts';
import { FileTarget, type ArchiveTarget } from './archiveTarget.ts';
import { ArchiveWriter, type ArchiveDescription, type ArchiveSize } from './archiveWriter.ts';
import {
  boxAround,
  candidatesAt,
  readPieces,
  type Candidate,
  type Piece,
  type QueryAll,
} from './candidates.ts';
import { inOrder } from './inOrder.ts';
import { boxInDegrees, type Box } from './mercator.ts';
import { batchesOf, makeBatch, type BakedTile } from './tileBatch.ts';

export interface BakeProgress {
  /** Tile addresses finished, of `total` that may have content. */
  done: number;
  total: number;
  zoom: number;
}

export interface BakeOptions {
  tileset: Tileset;
  /**
   * Runs a statement in a read-only transaction of its own: role, scope and schema are the caller's. Rows
   * must not change during a bake.
   */
  queryAll: QueryAll;
  target: ArchiveTarget;
  description: string;
  /** Where the content comes from; HTML, as map libraries put it into the page. */
  attribution: string;
  /** Whether any of it is demonstration data: the archive then says so. */
  isDemonstration: boolean;
  /** Statements under way at once (default 2: the database works while tiles are encoded). */
  atOnce?: number;
  onProgress?: (progress: BakeProgress) => void;
  /** Stops before the next statement; the target is then no archive. */
  signal?: AbortSignal;
}

/** What a bake made. */
export interface BakeResult extends ArchiveSize {
  /** West, south, east, north in degrees. */
  bounds: Box;
  minZoom: number;
  maxZoom: number;
}

/** Where a tileset without content says it is. */
const wholeWorld: Box = [-180, -85.051_13, 180, 85.051_13];

/**
 * Writes every tile of a tileset into a PMTiles archive, each byte for byte what `makeTile` makes before
 * compression. The same rows give the same bytes with the same version of Node, whose compressor it uses.
 * @throws what `queryAll` throws, what `makeTile` throws, or the reason of `signal`
 */
export async function bakeTileset(options: BakeOptions): Promise<BakeResult> {
  const { tileset, target, queryAll, signal } = options;
  signal?.throwIfAborted();
  const pieces = await readPieces(queryAll, tileset.layers);
  const box = boxAround(pieces);
  const bounds = box ? boxInDegrees(box) : wholeWorld;
  const writer = new ArchiveWriter(target);
  await writer.begin();
  await writeTiles(options, pieces, writer);
  const size = await writer.finish(describe(options, bounds));
  return { ...size, bounds, minZoom: tileset.minZoom, maxZoom: tileset.maxZoom };
}

/**
 * Bakes into a file, which appears complete or not at all only under the name the caller gives it later:
 * pass a temporary one. It is removed when the bake fails.
 */
export async function bakeToFile(path: string, options: Omit<BakeOptions, 'target'>): Promise<BakeResult> {
  const target = await FileTarget.create(path);
  try {
    const result = await bakeTileset({ ...options, target });
    await target.close();
    return result;
  } catch (error) {
    await target.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

async function writeTiles(
  { tileset, queryAll, onProgress, signal, atOnce = 2 }: BakeOptions,
  pieces: readonly Piece[],
  writer: ArchiveWriter,
): Promise<void> {
  const { layers, minZoom, maxZoom } = tileset;
  const candidates: Candidate[][] = [];
  for (let zoom = minZoom; zoom <= maxZoom; zoom += 1) candidates.push(candidatesAt(pieces, zoom));
  const total = candidates.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  let covered = new Map<string, BakedTile>();
  for (const [index, ofZoom] of candidates.entries()) {
    const above = covered;
    covered = new Map();
    const coveredAbove = ({ address: { x, y } }: Candidate) => above.get(`${x >> 1}/${y >> 1}`);
    const makeMissing = async (batch: Candidate[]) => {
      signal?.throwIfAborted();
      const made = await makeBatch(
        queryAll,
        layers,
        batch.filter((candidate) => !coveredAbove(candidate)),
      );
      let next = 0;
      return batch.map((candidate) => ({ candidate, tile: coveredAbove(candidate) ?? made[next++]! }));
    };
    for await (const tiles of inOrder(batchesOf(ofZoom), atOnce, makeMissing)) {
      for (const { candidate, tile } of tiles) {
        if (tile === null) continue;
        if (tile.isCovered) covered.set(`${candidate.address.x}/${candidate.address.y}`, tile);
        await writer.add(candidate.tileId, tile);
      }
      done += tiles.length;
      onProgress?.({ done, total, zoom: minZoom + index });
    }
  }
}

/** The zoom at which the bounds are about two tiles wide. */
const zoomOf = ([west, , east]: Box, { minZoom, maxZoom }: Tileset): number =>
  Math.min(maxZoom, Math.max(minZoom, Math.floor(Math.log2((2 * 360) / Math.max(east - west, 1e-6)))));

function describe(
  { tileset, description, attribution, isDemonstration }: BakeOptions,
  bounds: Box,
): ArchiveDescription {
  const { name, minZoom, maxZoom } = tileset;
  const [west, south, east, north] = bounds;
  const middle = (from: number, to: number) => Math.round(((from + to) / 2) * 1e6) / 1e6;
  const center = [middle(west, east), middle(south, north), zoomOf(bounds, tileset)] as const;
  const metadata = {
    name,
    description,
    attribution,
    type: 'overlay',
    version: '1.0.0',
    bounds,
    center,
    minzoom: minZoom,
    maxzoom: maxZoom,
    vector_layers: vectorLayersOf(tileset),
    'xiangtu:demonstration': isDemonstration,
  };
  return { metadata, bounds, center, minZoom, maxZoom };
}
