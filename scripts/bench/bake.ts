/**
 * How fast the tiles of all tilesets are baked on both engines, beside making them one by one in the same run.
 * Usage: npx tsx scripts/bench/bake.ts [one tile in this many is also made alone; 1 makes all (default 10)]
 */
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { MemoryTarget } from '../../tiles/bake/archiveTarget.ts';
import { bakeTileset } from '../../tiles/bake/bakeTileset.ts';
import { candidatesAt, readPieces, type QueryAll } from '../../tiles/bake/candidates.ts';
import { tilesets, type Tileset } from '../../tiles/index.ts';
import { makeTile } from '../../tiles/makeTile.ts';
import type { TileAddress } from '../../tiles/tileLayer.ts';
import { connectTo, startFilledEngine } from '../../tests/support/engines.ts';

const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);
const oneIn = Number(process.argv[2] ?? 10);
/** Most seconds for all tilesets together. */
const limits = { embedded: 25, postgres: 12 } as const;

const queryAllOf =
  (database: Database): QueryAll =>
  <Row extends object>(statement: Parameters<QueryAll>[0]) =>
    database.read('leader', noScope, (transaction) => transaction.all<Row>(statement));

/** Seconds to bake a tileset into memory. */
async function bakeSeconds(database: Database, tileset: Tileset) {
  const target = new MemoryTarget();
  const start = performance.now();
  const size = await bakeTileset({
    tileset,
    queryAll: queryAllOf(database),
    target,
    description: '',
    attribution: '',
    isDemonstration: true,
  });
  return { seconds: (performance.now() - start) / 1000, ...size };
}

/** Seconds to make the same addresses one by one through the door the server uses, and compress them. */
async function singleSeconds(database: Database, tileset: Tileset): Promise<number> {
  const pieces = await readPieces(queryAllOf(database), tileset.layers);
  let seconds = 0;
  for (let zoom = tileset.minZoom; zoom <= tileset.maxZoom; zoom += 1) {
    const all = candidatesAt(pieces, zoom).map(({ address }) => address);
    const some = all.filter((_, index) => index % oneIn === 0);
    seconds += (await secondsFor(database, tileset, some)) * (all.length / some.length);
  }
  return seconds;
}

async function secondsFor(database: Database, { layers }: Tileset, addresses: readonly TileAddress[]) {
  const start = performance.now();
  for (const address of addresses) {
    const tile = await makeTile(
      (query) => database.readOne<Record<string, string | null>>('leader', noScope, query),
      { layers, address },
    );
    await gzip(tile, { level: 6 });
  }
  return (performance.now() - start) / 1000;
}

/** @returns whether the engine is within its limit */
async function measure(name: Database['engine']): Promise<boolean> {
  const engine = await startFilledEngine(name);
  const database = connectTo(engine.connection);
  try {
    let total = 0;
    let totalSingle = 0;
    for (const tileset of tilesets.values()) {
      const { seconds, tiles, contents, bytes } = await bakeSeconds(database, tileset);
      const single = await singleSeconds(database, tileset);
      total += seconds;
      totalSingle += single;
      console.log(
        [
          name,
          tileset.id,
          `${seconds.toFixed(1)} s`,
          `${Math.round(tiles / seconds)} tiles/s`,
          `${tiles} tiles, ${contents} different`,
          `${(bytes / 1e6).toFixed(2)} MB`,
          `one by one ${single.toFixed(1)} s`,
          `${(single / seconds).toFixed(1)} times`,
        ].join(' | '),
      );
    }
    const limit = limits[name];
    console.log(
      `${name} | all | ${total.toFixed(1)} s (≤ ${limit}) | one by one ${totalSingle.toFixed(1)} s | ${(totalSingle / total).toFixed(1)} times`,
    );
    return total <= limit;
  } finally {
    await database.close();
    await engine.stop();
  }
}

console.log(
  'engine | tileset | baked in | speed | tiles | archive | alone (estimated from a sample) | ratio',
);
const isWithin = [await measure('postgres'), await measure('embedded')].every(Boolean);
process.exitCode = isWithin ? 0 : 1;
