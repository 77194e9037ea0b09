/**
 * How fast tiles are made on both engines, beside bare ST_AsMVT queries on the same PostGIS in the same run.
 * Usage: npx tsx scripts/bench/tiles.ts [rounds]
 */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { createTileHandler } from '../../server/features/tiles/tileHandler.ts';
import { tileLayers, tilesets } from '../../tiles/index.ts';
import { makeTile } from '../../tiles/makeTile.ts';
import type { TileAddress, TileLayer } from '../../tiles/tileLayer.ts';
import { mvtOracle } from '../../tests/interop/mvtOracle.ts';
import { connectTo, startFilledEngine, testLog, type RunningEngine } from '../../tests/support/engines.ts';
import { tilesWithin } from '../../tests/support/tileGrid.ts';

const rounds = Number(process.argv[2] ?? 5);
const area = [109.2, 27.75, 110.4, 29.65] as const;
const zooms = [4, 6, 8, 10, 12, 14];
/** Tiles a zoom, spread over the area. */
const tilesPerZoom = 12;

const layerNamed = (id: string): TileLayer => tileLayers.find((layer) => layer.id === id)!;
const contents: [string, readonly TileLayer[], number][] = [
  ['points: village_points', [layerNamed('village_points')], 1.25],
  ['points: facilities', [layerNamed('facilities')], 1.25],
  ['polygons: villages', [layerNamed('villages')], 2],
  ['lines: edges', [layerNamed('edges')], 2],
  ['tileset: base', tilesets.get('base')!.layers, 2],
  ['tileset: places', tilesets.get('places')!.layers, 1.25],
  ['tileset: network', tilesets.get('network')!.layers, 2],
];

const addressesAt = (zoom: number): TileAddress[] => {
  const all = tilesWithin(area, zoom);
  const step = Math.max(1, all.length / tilesPerZoom);
  return Array.from(
    { length: Math.min(tilesPerZoom, all.length) },
    (_, index) => all[Math.floor(index * step)]!,
  );
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;
const spread = (values: readonly number[]) =>
  `${quantile(values, 0.5).toFixed(2)} / ${quantile(values, 0.95).toFixed(2)}`;
const ratio = (ours: readonly number[], theirs: readonly number[], share: number) =>
  quantile(ours, share) / quantile(theirs, share);

async function timed(
  work: () => Promise<{ length: number }>,
): Promise<{ milliseconds: number; bytes: number }> {
  const start = performance.now();
  const { length } = await work();
  return { milliseconds: performance.now() - start, bytes: length };
}

/** A tile through the door the server uses: transaction, role, one statement, encoder; not compressed, not cached. */
const ours = (database: Database, layers: readonly TileLayer[], address: TileAddress) =>
  makeTile((query) => database.readOne<Record<string, string | null>>('leader', noScope, query), {
    layers,
    address,
  });

async function bare(pool: pg.Pool, layers: readonly TileLayer[], address: TileAddress): Promise<Buffer> {
  const { text, values } = mvtOracle(layers, address);
  return ((await pool.query(text, [...values])).rows[0] as { tile: Buffer }).tile;
}

interface Column {
  name: string;
  make: (layers: readonly TileLayer[], address: TileAddress) => Promise<{ length: number }>;
}

/** Every column makes every tile in turn, so that a busy moment of the machine hits all of them alike. */
async function coldTimes(
  layers: readonly TileLayer[],
  addresses: readonly TileAddress[],
  columns: readonly Column[],
) {
  const times = columns.map((): number[] => []);
  const bytes: number[] = [];
  // Low zooms have few tiles: each is made more often, so that every zoom weighs the same.
  const repeats = Math.max(1, Math.round(tilesPerZoom / addresses.length)) * rounds;
  for (let round = 0; round < repeats; round += 1) {
    for (const address of addresses) {
      // Bare and ours take turns at being first: the second finds the pages of the tables in the caches.
      for (const index of round % 2 === 0 ? [0, 1, 2] : [1, 0, 2]) {
        const result = await timed(() => columns[index]!.make(layers, address));
        times[index]!.push(result.milliseconds);
        if (index === 1) bytes.push(result.bytes);
      }
    }
  }
  return { times, bytes };
}

/** Fills the buffers of the databases and lets Node compile the encoder before anything is measured. */
async function warmUp(columns: readonly Column[]): Promise<void> {
  for (const [, layers] of contents) {
    for (const address of addressesAt(8)) {
      for (const { make } of columns) await make(layers, address);
    }
  }
}

async function printCold(columns: readonly Column[]): Promise<boolean> {
  let isWithin = true;
  console.log(`\nMade anew, p50 / p95 ms; ratios = ours on PostGIS ÷ bare ST_AsMVT, of p50 and of p95\n`);
  console.log(
    ['content', 'z', ...columns.map(({ name }) => name), 'kB p95', 'p50 ratio', 'p95 ratio'].join(' | '),
  );
  for (const [name, layers, most] of contents) {
    const all: number[][] = columns.map(() => []);
    const print = (zoom: number | string, times: readonly number[][], size: string, limit = '') =>
      console.log(
        [
          name,
          zoom,
          ...times.map(spread),
          size,
          `${ratio(times[1]!, times[0]!, 0.5).toFixed(2)}${limit}`,
          ratio(times[1]!, times[0]!, 0.95).toFixed(2),
        ].join(' | '),
      );
    for (const zoom of zooms) {
      const { times, bytes } = await coldTimes(layers, addressesAt(zoom), columns);
      for (const [index, values] of times.entries()) all[index]!.push(...values);
      print(zoom, times, (quantile(bytes, 0.95) / 1000).toFixed(1));
    }
    print('all', all, '', ` (≤ ${most})`);
    isWithin &&= ratio(all[1]!, all[0]!, 0.5) <= most;
  }
  return isWithin;
}

/** Tiles over HTTP from the handler's cache, one connection. */
async function printWarm(database: Database): Promise<void> {
  const handler = createTileHandler({
    database,
    authenticate: async () => ({
      personId: 1,
      login: 'bench',
      name: 'bench',
      grants: [{ role: 'leader', regionCode: '433100' }],
      csrfToken: '',
    }),
    dataVersion: () => 'bench',
    cacheBytes: 64_000_000,
    log: testLog,
  });
  const server = http.createServer((request, response) => handler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const get = async (path: string): Promise<Buffer> => {
    const request = http.get({ port, path, agent, headers: { 'accept-encoding': 'gzip' } });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  for (const id of tilesets.keys()) {
    const paths = zooms.flatMap(addressesAt).map(({ z, x, y }) => `/tiles/${id}/${z}/${x}/${y}.mvt?v=bench`);
    const cold: number[] = [];
    const warm: number[] = [];
    const bytes: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const path of paths) {
        const result = await timed(() => get(path));
        (round === 0 ? cold : warm).push(result.milliseconds);
        if (round === 0) bytes.push(result.bytes);
      }
    }
    console.log(
      [
        database.engine,
        id,
        spread(cold),
        spread(warm),
        `${(quantile(bytes, 0.95) / 1000).toFixed(1)} kB gzip p95`,
      ].join(' | '),
    );
  }
  agent.destroy();
  server.close();
}

async function main(): Promise<void> {
  const engines: RunningEngine[] = [];
  for (const name of ['postgres', 'embedded']) engines.push(await startFilledEngine(name));
  const [postgres, embedded] = engines.map(({ connection }) => connectTo(connection)) as [Database, Database];
  const address = engines[0]!.connection.adminAddress as { url: string };
  const pool = new pg.Pool({
    connectionString: address.url,
    max: 4,
    // Compiling makes the bare query slower; it is compared at its best.
    options: '-c jit=off',
  });
  try {
    const columns: Column[] = [
      { name: 'bare ST_AsMVT', make: (layers, tile) => bare(pool, layers, tile) },
      { name: 'ours, PostGIS', make: (layers, tile) => ours(postgres, layers, tile) },
      { name: 'ours, embedded', make: (layers, tile) => ours(embedded, layers, tile) },
    ];
    await warmUp(columns);
    const isWithin = await printCold(columns);
    console.log('\nOver HTTP, p50 / p95 ms: first request, later requests\n');
    for (const database of [postgres, embedded]) await printWarm(database);
    console.log(isWithin ? '\nall ratios hold' : '\na ratio does not hold');
    process.exitCode = isWithin ? 0 : 1;
  } finally {
    await pool.end();
    await Promise.all([postgres.close(), embedded.close()]);
    for (const engine of engines) await engine.stop();
  }
}

await main();
