import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { createTileHandler, type TileHandler } from '../../server/features/tiles/tileHandler.ts';
import type { TileJson } from '../../server/features/tiles/tileJson.ts';
import { makeTile, tileByteLimit } from '../../tiles/makeTile.ts';
import { tilesets } from '../../tiles/index.ts';
import { defineTileLayer, type TileAddress } from '../../tiles/tileLayer.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';
import { testLog } from '../support/engines.ts';
import { tilesWithin } from '../support/tileGrid.ts';
import { everything } from './testApp.ts';

const dataVersion = 'd1';
let database: Database;
let served: Served;
beforeAll(async () => {
  served = await serve((database = openTestDatabase()));
});
afterAll(async () => {
  await served.close();
  await database.close();
});

interface Served {
  handler: TileHandler;
  origin: string;
  close(): Promise<void>;
}

/** A server with nothing but tiles: other addresses are answered 418. */
async function serve(on: Database, options: { atOnce?: number; mostWaiting?: number } = {}): Promise<Served> {
  const handler = createTileHandler({
    database: on,
    authenticate: async () => everything,
    dataVersion: () => dataVersion,
    cacheBytes: 20_000_000,
    log: testLog,
    ...options,
  });
  const server = http.createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    handler,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** A request as it is on the wire: `fetch` would decompress and hide it. */
async function ask(
  path: string,
  { method = 'GET', headers = {}, origin = served.origin } = {},
): Promise<Answer> {
  const request = http.request(`${origin}${path}`, { method, headers: headers as http.OutgoingHttpHeaders });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) };
}

const pathOf = (tileset: string, { z, x, y }: TileAddress) =>
  `/tiles/${tileset}/${z}/${x}/${y}.mvt?v=${dataVersion}`;
const describeTiles = async (tileset: string): Promise<TileJson> =>
  JSON.parse((await ask(`/tiles/${tileset}.json`)).body.toString()) as TileJson;

/** All features of the tiles of a zoom, by layer. */
async function featuresAt(tileset: string, zoom: number) {
  const { bounds } = await describeTiles(tileset);
  const byLayer = new Map<string, { id: number; properties: Record<string, unknown>; type: number }[]>();
  for (const address of tilesWithin(bounds, zoom)) {
    const { status, body } = await ask(pathOf(tileset, address));
    if (status === 204) continue;
    expect(status).toBe(200);
    expect(body.length).toBeLessThanOrEqual(tileByteLimit);
    for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(body)).layers)) {
      const features = byLayer.get(name) ?? byLayer.set(name, []).get(name)!;
      for (let index = 0; index < layer.length; index += 1) {
        const { id, properties, type } = layer.feature(index);
        features.push({ id: id!, properties, type });
      }
    }
  }
  return byLayer;
}

const read = <Row extends object>(query: ReturnType<typeof sql>) =>
  database.administer((administration) => administration.all<Row>(query));
const sorted = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b);

describe('content of tiles', () => {
  it('every village is there, with its territory, point, name and codes, at every zoom that shows villages', async () => {
    const villages = await read<{ id: number; name: string; township: string; county: string }>(sql`
      select id, name, township_code as township, county_code as county from xiangtu.village order by id`);
    expect(villages.length).toBeGreaterThan(1700);
    for (const zoom of [4, 8, 9]) {
      const layers = await featuresAt('base', zoom);
      expect(sorted(layers.get('villages')!.map(({ id }) => id))).toEqual(villages.map(({ id }) => id));
      const points = new Map(layers.get('village_points')!.map(({ id, properties }) => [id, properties]));
      expect(sorted(points.keys())).toEqual(villages.map(({ id }) => id));
      for (const { id, name, township, county } of villages) {
        expect(points.get(id)).toMatchObject({ n: name, t: township, c: county });
      }
    }
  });

  it('edges carry the villages on both sides; low zooms carry county and prefecture borders only', async () => {
    const edges = await read<{ id: number; l: number; r: number; k: string }>(sql`
      select id, left_id as l, right_id as r, rank as k from xiangtu.village_edge order by id`);
    const expected = new Map(edges.map(({ id, ...properties }) => [id, properties]));
    const near = (await featuresAt('base', 10)).get('edges')!;
    for (const { id, properties } of near) expect(properties).toEqual(expected.get(id));
    // An edge shorter than a tile unit (10 m here) has no line left to draw.
    expect(sorted(near.map(({ id }) => id)).length).toBeGreaterThan(edges.length * 0.99);
    const far = (await featuresAt('base', 5)).get('edges')!;
    expect(new Set(far.map(({ properties }) => properties['k']))).toEqual(new Set(['county', 'prefecture']));
  });

  it('labels stand for every county and township, with the number of listed villages', async () => {
    const layers = await featuresAt('base', 7);
    const counties = new Map(
      layers.get('counties_label')!.map(({ properties }) => [properties['code'], properties]),
    );
    expect(counties.size).toBe(8);
    const listed = await read<{ code: string; name: string; listed: number }>(sql`
      select code, name, (
        select count(*) from xiangtu.assignment
        join xiangtu.plan_version on id = version_id and kind = 'document'
        where county_code = code
      ) as listed
      from xiangtu.region where level = 'county'`);
    for (const { code, name, listed: m } of listed) expect(counties.get(code)).toMatchObject({ n: name, m });
    const townships = await read(sql`select code from xiangtu.region where level = 'township'`);
    expect(sorted(layers.get('townships_label')!.map(({ id }) => id))).toHaveLength(townships.length);
  });

  it.each([
    ['places', 'sites', sql`select count(*) as count from xiangtu.site`],
    ['places', 'facilities', sql`select count(*) as count from xiangtu.facility`],
    ['places', 'projects', sql`select count(*) as count from xiangtu.project_place`],
    ['network', 'roads', sql`select count(*) as count from xiangtu.road`],
    ['network', 'routes', sql`select count(*) as count from xiangtu.route_line`],
    ['network', 'stops', sql`select count(*) as count from xiangtu.route_stop`],
  ])('%s has every feature of %s', async (tileset, layer, count) => {
    const [expected] = await read<{ count: number }>(count);
    const features = (await featuresAt(tileset, 10)).get(layer) ?? [];
    expect(sorted(features.map(({ id }) => id))).toHaveLength(expected!.count);
  });

  it('holds the attributes its description names, and never a category', async () => {
    for (const tileset of tilesets.keys()) {
      const fields = new Map(
        (await describeTiles(tileset)).vector_layers.map(({ id, fields: names }) => [id, names]),
      );
      for (const [layer, features] of await featuresAt(tileset, 8)) {
        const names = new Set(features.flatMap(({ properties }) => Object.keys(properties)));
        expect(Object.keys(fields.get(layer)!)).toEqual(expect.arrayContaining([...names]));
        expect([...names].join()).not.toMatch(/categor/);
      }
    }
  });

  it('thins 200,000 points evenly, keeps the tile small and makes the same one each time', async () => {
    const layers = [
      defineTileLayer({
        id: 'crowd',
        tileset: 'places',
        geometryKind: 'point',
        description: 'More points than a tile can hold',
        from: sql`crowd`,
        geometry: sql`crowd.geom_mercator`,
        featureId: sql`crowd.id`,
        attributes: { n: { column: sql`'示例设施 ' || crowd.id`, type: 'text', description: 'name' } },
      }),
    ];
    await rolledBack(database, async (administration) => {
      await administration.script(`
        create temporary table crowd on commit drop as
        select n as id, ST_SetSRID(ST_MakePoint(
          12156000 + 156000.0 * (n::bigint * 7919 % 200003) / 200003, 3223000 + 216000.0 * n / 200000
        ), 3857) as geom_mercator
        from generate_series(1, 200000) as n;
        create index on crowd using gist (geom_mercator)`);
      for (const address of [
        { z: 4, x: 12, y: 6 },
        { z: 7, x: 102, y: 53 },
        { z: 9, x: 411, y: 213 },
      ]) {
        const make = () => makeTile((query) => administration.one(query), { layers, address });
        const tile = await make();
        expect(tile.length).toBeLessThanOrEqual(tileByteLimit);
        expect(Buffer.from(await make()).equals(Buffer.from(tile))).toBe(true);
        const crowd = new VectorTile(new PbfReader(tile)).layers['crowd']!;
        const points = Array.from(
          { length: crowd.length },
          (_, index) => crowd.feature(index).loadGeometry()[0]![0]!,
        );
        const cellsOf = (units: number) =>
          new Set(points.map(({ x, y }) => `${Math.floor(x / units)}/${Math.floor(y / units)}`)).size;
        // One point per cell of some size, and no occupied cell left out.
        const units = [128, 64, 32, 16].find((size) => cellsOf(size) === points.length)!;
        const { count } = await administration.one<{ count: number }>(sql`
          with tile as (
            select
              ST_XMin(box) as west, ST_YMax(box) as north, (ST_XMax(box) - ST_XMin(box)) / 4096 as unit,
              ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * 8 / 4096) as reach
            from (select ST_TileEnvelope(${address.z}, ${address.x}, ${address.y}) as box) as envelope
          )
          select count(distinct (
            floor(round((ST_X(geom_mercator) - west) / unit) / ${units}::float8),
            floor(round((north - ST_Y(geom_mercator)) / unit) / ${units}::float8)
          )) as count
          from crowd, tile
          where geom_mercator && reach`);
        expect(points.length).toBe(count);
        expect(count).toBeGreaterThan(100);
      }
    });
  });
});

describe('tiles over HTTP', () => {
  const address = { z: 8, x: 206, y: 106 };
  const path = pathOf('base', address);

  it('describes a tileset as TileJSON 3.0', async () => {
    const description = await describeTiles('base');
    expect(description).toMatchObject({
      tilejson: '3.0.0',
      scheme: 'xyz',
      minzoom: 4,
      maxzoom: 14,
      tiles: [`/tiles/base/{z}/{x}/{y}.mvt?v=${dataVersion}`],
    });
    const [west, south, east, north] = description.bounds;
    expect([west < 109.3, south < 27.8, east > 110.3, north > 29.6]).toEqual([true, true, true, true]);
    expect([west, south, east, north].every((degree) => degree > 20 && degree < 115)).toBe(true);
    expect(description.attribution).toContain('GeoNames');
  });

  it('gives a tile of this data version for ever and others on condition', async () => {
    const current = await ask(path);
    expect(current.status).toBe(200);
    expect(current.headers).toMatchObject({
      'content-type': 'application/vnd.mapbox-vector-tile',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-length': String(current.body.length),
    });
    for (const other of [path.replace(/\?.*/, ''), path.replace('v=d1', 'v=d0')]) {
      expect((await ask(other)).headers['cache-control']).toBe('private, no-cache');
    }
  });

  it('compresses once and gives plain bytes to those who do not take gzip', async () => {
    const plain = await ask(path);
    const gzipped = await ask(path, { headers: { 'accept-encoding': 'br, gzip' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gzipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gzipped.body.length).toBeLessThan(plain.body.length);
    expect(gunzipSync(gzipped.body).equals(plain.body)).toBe(true);
    expect(gzipped.headers.etag).not.toBe(plain.headers.etag);
    expect(gzipped.headers.etag).toMatch(/^"[\w.]+-gzip"$/);
  });

  it('answers 304 to whoever has the tile, and only then', async () => {
    const { headers } = await ask(path);
    const known = await ask(path, { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect([known.status, known.body.length, known.headers.etag]).toEqual([304, 0, headers.etag]);
    expect((await ask(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const description = await ask('/tiles/base.json');
    const unchanged = await ask('/tiles/base.json', {
      headers: { 'if-none-match': description.headers.etag! },
    });
    expect([unchanged.status, unchanged.body.length]).toEqual([304, 0]);
  });

  it('answers HEAD like GET without the body', async () => {
    const [get, head] = await Promise.all([ask(path), ask(path, { method: 'HEAD' })]);
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect([head.headers.etag, head.headers['content-length']]).toEqual([
      get.headers.etag,
      get.headers['content-length'],
    ]);
  });

  it('answers 204 where there is nothing', async () => {
    const { status, body, headers } = await ask(pathOf('base', { z: 8, x: 0, y: 0 }));
    expect([status, body.length, headers['cache-control']]).toEqual([
      204,
      0,
      'private, max-age=31536000, immutable',
    ]);
  });

  it.each([
    ['/tiles/nothing.json', 'GET', 404, 'not-found'],
    ['/tiles/nothing/8/1/1.mvt', 'GET', 404, 'not-found'],
    ['/tiles/base/15/1/1.mvt', 'GET', 404, 'not-found'],
    ['/tiles/base/8/256/1.mvt', 'GET', 400, 'invalid-request'],
    ['/tiles/base/8/one/1.mvt', 'GET', 400, 'invalid-request'],
    ['/tiles/base/8/206/106.pbf', 'GET', 404, 'not-found'],
    ['/tiles/base/8/206/106.mvt', 'POST', 405, 'method-not-allowed'],
  ])('refuses %s by %s with %i as a problem', async (target, method, status, code) => {
    const answer = await ask(target, { method, headers: { 'accept-language': 'en' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ status, code });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('leaves other addresses to the rest of the server', async () => {
    expect((await ask('/api/health')).status).toBe(418);
  });
});

describe('under load', () => {
  /** A database whose reads wait until they are let go, and are counted. */
  function gated(on: Database) {
    let reads = 0;
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow: Database = Object.create(on, {
      readOne: {
        value: async (...parameters: Parameters<Database['readOne']>) => {
          reads += 1;
          await gate;
          return on.readOne(...parameters);
        },
      },
    }) as Database;
    return { slow, open: () => open(), reads: () => reads };
  }
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const tile = (x: number) => pathOf('base', { z: 8, x, y: 106 });

  it('asks the database once for a tile that many want at once, and not again afterwards', async () => {
    const { slow, open, reads } = gated(database);
    const server = await serve(slow);
    const answers = Array.from({ length: 30 }, () => ask(tile(206), { origin: server.origin }));
    await until(() => reads() > 0);
    open();
    const bodies = (await Promise.all(answers)).map(({ body }) => body.toString('base64'));
    await ask(tile(206), { origin: server.origin });
    expect([reads(), new Set(bodies).size]).toEqual([1, 1]);
    await server.close();
  });

  it('turns requests away when too many are waiting, and serves the others', async () => {
    const { slow, open } = gated(database);
    const server = await serve(slow, { atOnce: 1, mostWaiting: 2 });
    const accepted = [204, 205, 206].map((x) => ask(tile(x), { origin: server.origin }));
    await until(() => server.handler.store.load.waiting === 2);
    const refused = await ask(tile(207), { origin: server.origin });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    open();
    for (const answer of await Promise.all(accepted)) expect([200, 204]).toContain(answer.status);
    expect((await ask(tile(207), { origin: server.origin })).status).toBeLessThan(300);
    await server.close();
  });

  it('forgets the tiles of clients that go away', async () => {
    const { slow, open, reads } = gated(database);
    const server = await serve(slow, { atOnce: 1, mostWaiting: 100 });
    const requests = Array.from({ length: 20 }, (_, index) => {
      const request = http.get(`${server.origin}${tile(200 + index)}`);
      request.on('error', () => {});
      return request;
    });
    await until(() => server.handler.store.load.waiting === 19);
    for (const request of requests) request.destroy();
    await until(() => server.handler.store.load.waiting === 0);
    open();
    await until(() => server.handler.store.load.flights === 0);
    expect([reads(), server.handler.store.load.running]).toEqual([1, 0]);
    expect((await ask(tile(219), { origin: server.origin })).status).toBeLessThan(300);
    await server.close();
  });
});
