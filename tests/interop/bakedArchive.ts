import { gunzipSync } from 'node:zlib';
import { Compression, PMTiles, ResolvedValueCache, type RangeResponse, type Source } from 'pmtiles';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { MemoryTarget } from '../../tiles/bake/archiveTarget.ts';
import { bakeTileset, type BakeOptions, type BakeResult } from '../../tiles/bake/bakeTileset.ts';
import type { QueryAll } from '../../tiles/bake/candidates.ts';
import type { Tileset } from '../../tiles/index.ts';
import { makeTile } from '../../tiles/makeTile.ts';
import type { TileAddress, TileLayer } from '../../tiles/tileLayer.ts';

/** Lets the official reader read bytes in memory. */
class MemorySource implements Source {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  getBytes(offset: number, length: number): Promise<RangeResponse> {
    return Promise.resolve({ data: Uint8Array.from(this.#bytes.subarray(offset, offset + length)).buffer });
  }

  getKey(): string {
    return 'memory';
  }
}

/** Its own way through a web stream takes most of the time of reading thousands of tiles. */
async function decompress(bytes: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression !== Compression.Gzip) throw new Error(`compression ${compression} instead of gzip`);
  return Uint8Array.from(gunzipSync(new Uint8Array(bytes))).buffer;
}

/** The official reader on an archive in memory. */
export const readArchive = (bytes: Uint8Array): PMTiles =>
  new PMTiles(new MemorySource(bytes), new ResolvedValueCache(100, true, decompress), decompress);

/** Every batch in a transaction of its own, as a release would be baked. */
export const queryAllOf =
  (database: Database): QueryAll =>
  <Row extends object>(statement: Parameters<QueryAll>[0]) =>
    database.read('leader', noScope, (transaction) => transaction.all<Row>(statement));

export const bakeSettings = {
  description: 'A bake of the tests',
  attribution: '国家统计局 &amp; 湘西州',
  isDemonstration: true,
} as const;

/** Bakes into memory. */
export async function bakeInMemory(
  database: Database,
  tileset: Tileset,
  options: Partial<BakeOptions> = {},
): Promise<{ result: BakeResult; bytes: Buffer }> {
  const target = new MemoryTarget();
  const queryAll = queryAllOf(database);
  const result = await bakeTileset({ tileset, queryAll, target, ...bakeSettings, ...options });
  return { result, bytes: target.bytes };
}

/** The tile as the server makes it. */
export const liveTile = (
  database: Database,
  layers: readonly TileLayer[],
  address: TileAddress,
): Promise<Uint8Array> =>
  makeTile((query) => database.readOne<Record<string, string | null>>('leader', noScope, query), {
    layers,
    address,
  });
