import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Compression, TileType, type PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { bakeToFile } from '../../tiles/bake/bakeTileset.ts';
import { tilesets, type Tileset } from '../../tiles/index.ts';
import { defineTileLayer, type TileAddress, type TileLayer } from '../../tiles/tileLayer.ts';
import { vectorLayersOf } from '../../tiles/vectorLayers.ts';
import { openTestDatabase } from '../support/database.ts';
import { tilesWithin } from '../support/tileGrid.ts';
import { bakeInMemory, bakeSettings, liveTile, queryAllOf, readArchive } from './bakedArchive.ts';

/** Compares every tile of the grid instead of all up to z9 and a sample beyond. */
const isLong = Boolean(process.env.XIANGTU_TEST_LONG);
const longTimeout = 1_800_000;
const wholeGridTo = isLong ? 14 : 9;
/** Tiles a zoom and tileset beyond. */
const sampleSize = 40;

let database: Database;
beforeAll(() => {
  database = openTestDatabase({ querySeconds: 60 });
});
afterAll(() => database.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const name = ({ z, x, y }: TileAddress) => `${z}/${x}/${y}`;

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

/** The grid of a zoom over a box in degrees and one tile around it. */
function gridAround([west, south, east, north]: readonly number[], zoom: number): TileAddress[] {
  const side = 360 / 2 ** zoom;
  return tilesWithin([west! - side, south! - side, east! + side, north! + side], zoom);
}

function sampleOf(zoom: number, bounds: readonly number[]): TileAddress[] {
  const all = gridAround(bounds, zoom);
  if (zoom <= wholeGridTo) return all;
  const next = seeded(20260301 + zoom);
  return Array.from({ length: sampleSize }, () => all.splice(Math.floor(next() * all.length), 1)[0]!);
}

async function bakedTile(archive: PMTiles, { z, x, y }: TileAddress): Promise<Uint8Array | null> {
  const found = await archive.getZxy(z, x, y);
  return found ? new Uint8Array(found.data) : null;
}

/** Tiles that differ from what the server makes; an empty tile must be absent. */
async function differences(archive: PMTiles, layers: readonly TileLayer[], addresses: TileAddress[]) {
  const wrong: string[] = [];
  let filled = 0;
  for (const address of addresses) {
    const baked = await bakedTile(archive, address);
    const live = await liveTile(database, layers, address);
    if (live.length > 0) filled += 1;
    const isSame = live.length === 0 ? baked === null : baked !== null && Buffer.compare(baked, live) === 0;
    if (!isSame) wrong.push(name(address));
  }
  return { wrong, filled };
}

describe.each([...tilesets.values()])('the archive of $id', (tileset) => {
  let baked: Awaited<ReturnType<typeof bakeInMemory>>;
  let archive: PMTiles;
  beforeAll(async () => {
    baked = await bakeInMemory(database, tileset);
    archive = readArchive(baked.bytes);
  });

  it('has the tiles the server makes and no others', { timeout: longTimeout }, async () => {
    for (let zoom = tileset.minZoom; zoom <= tileset.maxZoom; zoom += 1) {
      const addresses = sampleOf(zoom, baked.result.bounds);
      const { wrong, filled } = await differences(archive, tileset.layers, addresses);
      expect(wrong, `z${zoom}`).toEqual([]);
      expect(filled, `z${zoom}`).toBeGreaterThan(0);
    }
  });

  it('says in its header what is in it', async () => {
    const { result, bytes } = baked;
    const header = await archive.getHeader();
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('PMTiles\u0003');
    expect(bytes).toHaveLength(result.bytes);
    expect(header).toMatchObject({
      tileType: TileType.Mvt,
      tileCompression: Compression.Gzip,
      internalCompression: Compression.Gzip,
      clustered: true,
      minZoom: 4,
      maxZoom: 14,
      numAddressedTiles: result.tiles,
      numTileContents: result.contents,
    });
    const { minLon, minLat, maxLon, maxLat, centerLon, centerLat, centerZoom } = header;
    const [west, south, east, north] = result.bounds;
    [minLon, minLat, maxLon, maxLat].forEach((value, index) =>
      expect(value).toBeCloseTo(result.bounds[index]!, 6),
    );
    expect(centerLon).toBeCloseTo((west + east) / 2, 5);
    expect(centerLat).toBeCloseTo((south + north) / 2, 5);
    expect(centerZoom).toBeGreaterThanOrEqual(4);
    expect(header.tileDataOffset + header.tileDataLength!).toBe(header.leafDirectoryOffset);
    expect(header.jsonMetadataOffset + header.jsonMetadataLength).toBe(bytes.length);
  });

  it('holds as many tiles as its header says, all within its bounds', { timeout: 120_000 }, async () => {
    const distinct = new Set<string>();
    let tiles = 0;
    for (let zoom = tileset.minZoom; zoom <= tileset.maxZoom; zoom += 1) {
      for (const address of gridAround(baked.result.bounds, zoom)) {
        const tile = await bakedTile(archive, address);
        if (tile === null) continue;
        expect(tile.length).toBeGreaterThan(0);
        tiles += 1;
        distinct.add(sha256(tile));
      }
    }
    expect([tiles, distinct.size]).toEqual([baked.result.tiles, baked.result.contents]);
  });

  it('describes itself', async () => {
    expect(await archive.getMetadata()).toEqual({
      name: tileset.name,
      description: bakeSettings.description,
      attribution: bakeSettings.attribution,
      type: 'overlay',
      version: '1.0.0',
      bounds: baked.result.bounds,
      center: expect.any(Array),
      minzoom: 4,
      maxzoom: 14,
      vector_layers: vectorLayersOf(tileset),
      'xiangtu:demonstration': true,
    });
  });

  it('is the same bytes when baked again, whatever finishes first', { timeout: 120_000 }, async () => {
    const some = { ...tileset, maxZoom: isLong ? tileset.maxZoom : 11 };
    const [first, second] = [
      await bakeInMemory(database, some, { atOnce: 1 }),
      await bakeInMemory(database, some, { atOnce: 4 }),
    ];
    expect(sha256(second.bytes)).toBe(sha256(first.bytes));
    expect(first.result.tiles).toBeGreaterThan(100);
  });
});

/** A tileset over rows made for the test. */
const tilesetOf = (layers: TileLayer[], zooms: { minZoom: number; maxZoom: number }): Tileset => ({
  id: 'places',
  name: 'test',
  layers,
  ...zooms,
});

const madeLayer = (
  id: string,
  geometryKind: TileLayer['geometryKind'],
  rows: readonly { id: number; wkt: string }[],
  where?: (zoom: number) => Fragment | null,
): TileLayer =>
  defineTileLayer({
    id,
    tileset: 'places',
    geometryKind,
    description: id,
    from: sql`(
      select id, ST_GeomFromText(wkt, 3857) as geom
      from unnest(${rows.map((row) => row.id)}::integer[], ${rows.map((row) => row.wkt)}::text[]) as row(id, wkt)
    ) as made`,
    geometry: sql`made.geom`,
    featureId: sql`made.id`,
    attributes: { i: { column: sql`made.id`, type: 'integer', description: 'id' } },
    ...(where ? { where } : {}),
  });

const comparedWith = async (tileset: Tileset, zooms: readonly number[]) => {
  const { bytes, result } = await bakeInMemory(database, tileset);
  const archive = readArchive(bytes);
  const addresses = zooms.flatMap((zoom) => gridAround(result.bounds, zoom));
  return { ...(await differences(archive, tileset.layers, addresses)), result, archive };
};

describe('content that is easy to lose', () => {
  /** The corner of four tiles at every zoom from 10 on, and the side of a tile of z14. */
  const corner = { x: 12_191_761.33, y: 3_287_409.96 };
  const side = (2 * 20_037_508.342789244) / 2 ** 14;
  const half = 20_037_508.342789244;
  const snapped = {
    x: Math.round((corner.x + half) / (16 * side)) * 16 * side - half,
    y: Math.round((corner.y + half) / (16 * side)) * 16 * side - half,
  };
  const at = (dx: number, dy: number) => `${snapped.x + dx * side} ${snapped.y + dy * side}`;
  const ring = (points: [number, number][]) =>
    `(${[...points, points[0]!].map(([x, y]) => at(x, y)).join(', ')})`;
  const square = (x: number, y: number, size: number) =>
    ring([
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ]);

  it('points in the margin of their neighbours', async () => {
    const units = [-9, -8.5, -8, -7.5, -1, -0.4, 0, 0.4, 1, 7.5, 8, 8.5, 9];
    const rows = units.flatMap((dx, row) =>
      units.map((dy, column) => ({ id: 1 + row * 20 + column, wkt: `POINT(${at(dx / 4096, dy / 4096)})` })),
    );
    const { wrong, filled } = await comparedWith(
      tilesetOf([madeLayer('points', 'point', rows)], { minZoom: 4, maxZoom: 14 }),
      [4, 8, 10, 11, 12, 13, 14],
    );
    expect(wrong).toEqual([]);
    expect(filled).toBeGreaterThan(7 * 2);
  });

  it('areas and lines too small to see, or not shown, at lower zooms', async () => {
    const next = seeded(7);
    const spots = Array.from({ length: 30 }, (_, index) => ({
      id: index + 1,
      x: next() * 30,
      y: next() * 30,
    }));
    const areas = spots.map(({ id, x, y }) => ({ id, wkt: `POLYGON(${square(x, y, 0.002)})` }));
    const lines = spots.map(({ id, x, y }) => ({
      id,
      wkt: `LINESTRING(${at(x + 9, y)}, ${at(x + 9.003, y)})`,
    }));
    const layers = [
      madeLayer('areas', 'polygon', areas),
      madeLayer('lines', 'line', lines, (zoom) => (zoom < 13 ? sql`false` : null)),
    ];
    const { wrong, filled } = await comparedWith(
      tilesetOf(layers, { minZoom: 6, maxZoom: 13 }),
      [6, 8, 9, 12, 13],
    );
    expect(wrong).toEqual([]);
    expect(filled).toBeGreaterThan(40);
  });

  it('a large area with a hole, long lines, and an area inside the hole', async () => {
    const next = seeded(11);
    const star = Array.from({ length: 90 }, (_, index): [number, number] => {
      const [angle, radius] = [(index * Math.PI) / 45, 6 + 3 * next()];
      return [9 + radius * Math.cos(angle), 9 + radius * Math.sin(angle)];
    });
    const hole = square(8.3, 9.1, 1.2);
    const layers = [
      madeLayer('areas', 'polygon', [
        { id: 1, wkt: `POLYGON(${ring(star)}, ${hole})` },
        { id: 2, wkt: `POLYGON(${square(8.6, 9.2, 0.4)})` },
      ]),
      madeLayer('lines', 'line', [{ id: 1, wkt: `LINESTRING(${at(-2, -1)}, ${at(18, 19)}, ${at(20, 2)})` }]),
    ];
    const tileset = tilesetOf(layers, { minZoom: 9, maxZoom: 14 });
    const { wrong, result, archive } = await comparedWith(tileset, [9, 10, 11, 12, 13, 14]);
    expect(wrong).toEqual([]);
    // Tiles within the area are one content, and runs of them one entry.
    expect(result.contents).toBeLessThan(result.tiles - 50);
    expect((await archive.getHeader()).numTileEntries).toBeLessThan(result.tiles);
  });

  it('an area that covers tiles but is not shown at every zoom', async () => {
    const area = [{ id: 1, wkt: `POLYGON(${square(0.5, 0.5, 7)})` }];
    const layer = madeLayer('areas', 'polygon', area, (zoom) => (zoom === 14 ? sql`false` : null));
    const tileset = tilesetOf([layer], { minZoom: 11, maxZoom: 14 });
    const { wrong, filled } = await comparedWith(tileset, [11, 12, 13, 14]);
    expect(wrong).toEqual([]);
    expect(filled).toBeGreaterThan(16);
  });

  it('tiles over the limits, made coarser as the server makes them', async () => {
    const next = seeded(13);
    const rows = Array.from({ length: 7_000 }, (_, index) => ({
      id: index + 1,
      wkt: `POINT(${at(next() * 3, next() * 3)})`,
    }));
    const tileset = tilesetOf([madeLayer('points', 'point', rows)], { minZoom: 12, maxZoom: 12 });
    let statements = 0;
    const { bytes, result } = await bakeInMemory(database, tileset, {
      queryAll: (statement) => {
        statements += 1;
        return queryAllOf(database)(statement);
      },
    });
    // One for the places of the rows and one for the tiles would be all, were nothing over a limit.
    expect(statements).toBeGreaterThan(2);
    const addresses = gridAround(result.bounds, 12);
    expect((await differences(readArchive(bytes), tileset.layers, addresses)).wrong).toEqual([]);
  });

  it('nothing at all', async () => {
    const { bytes, result } = await bakeInMemory(
      database,
      tilesetOf([madeLayer('points', 'point', [])], { minZoom: 4, maxZoom: 6 }),
    );
    const archive = readArchive(bytes);
    expect([result.tiles, result.contents]).toEqual([0, 0]);
    expect((await archive.getHeader()).numAddressedTiles).toBe(0);
    expect(await archive.getZxy(4, 12, 6)).toBeUndefined();
  });
});

describe('a bake into a file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-bake-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const tileset: Tileset = { ...tilesets.get('places')!, maxZoom: 11 };

  it('is the bytes of one in memory, over whatever an interrupted one left, and tells how far it is', async () => {
    const file = path.join(directory, 'places.pmtiles.part');
    const progress: [number, number, number][] = [];
    await bakeInterrupted(file);
    const result = await bakeToFile(file, {
      tileset,
      queryAll: queryAllOf(database),
      ...bakeSettings,
      onProgress: ({ done, total, zoom }) => progress.push([done, total, zoom]),
    });
    const bytes = readFileSync(file);
    expect(bytes).toHaveLength(result.bytes);
    expect(sha256(bytes)).toBe(sha256((await bakeInMemory(database, tileset)).bytes));
    const [done, total, zoom] = progress.at(-1)!;
    expect([done, zoom]).toEqual([total, 11]);
    expect(progress.map(([first]) => first)).toEqual(
      progress.map(([first]) => first).toSorted((a, b) => a - b),
    );
  });

  async function bakeInterrupted(file: string): Promise<void> {
    const abort = new AbortController();
    let after = 0;
    const bake = bakeToFile(file, {
      tileset,
      queryAll: (statement) => {
        if (abort.signal.aborted) after += 1;
        return queryAllOf(database)(statement);
      },
      ...bakeSettings,
      onProgress: ({ zoom }) => zoom === 8 && abort.abort(new Error('enough')),
      signal: abort.signal,
    });
    await expect(bake).rejects.toThrow('enough');
    expect([after, existsSync(file)]).toEqual([0, false]);
  }

  it('leaves no file when a statement fails', async () => {
    const file = path.join(directory, 'failed.pmtiles.part');
    let statements = 0;
    const bake = bakeToFile(file, {
      tileset,
      queryAll: (statement) => {
        statements += 1;
        return statements === 8 ? Promise.reject(new Error('lost')) : queryAllOf(database)(statement);
      },
      ...bakeSettings,
    });
    await expect(bake).rejects.toThrow('lost');
    expect(existsSync(file)).toBe(false);
  });
});
