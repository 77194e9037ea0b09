import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { makeTile } from '../../tiles/makeTile.ts';
import { tilesets } from '../../tiles/index.ts';
import { marginUnits, tileExtent, type TileAddress, type TileLayer } from '../../tiles/tileLayer.ts';
import { connectTo, startFilledEngine, type RunningEngine } from '../support/engines.ts';
import { tilesWithin } from '../support/tileGrid.ts';
import { decodeTile, type DecodedFeature } from './decodedTile.ts';
import { mvtOracle } from './mvtOracle.ts';

/** The prefecture with some of its surroundings, in degrees. */
const area = [109.1, 27.6, 110.6, 29.8] as const;
/** Every tile of the area up to z10; beyond that, this many chosen with a fixed seed. */
const sampleSize = 60;
const zooms = [4, 6, 8, 10, 12, 14];

const opened: { database: Database; engine?: RunningEngine }[] = [];

/** The engine of the run where it is the wanted one, else one started for this file. */
async function open(name: Database['engine']): Promise<Database> {
  const own = inject('connection');
  if (own.engine === name) {
    const database = connectTo(own);
    opened.push({ database });
    return database;
  }
  const engine = await startFilledEngine(name);
  const database = connectTo(engine.connection);
  opened.push({ database, engine });
  return database;
}

let postgres: Database;
beforeAll(async () => {
  postgres = await open('postgres');
});
afterAll(async () => {
  for (const { database, engine } of opened) {
    await database.close();
    await engine?.stop();
  }
});

function sampleOf(zoom: number): TileAddress[] {
  const all = tilesWithin(area, zoom);
  if (zoom <= 10) return all;
  let state = 20260103 + zoom;
  const next = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  return Array.from({ length: sampleSize }, () => all.splice(Math.floor(next() * all.length), 1)[0]!);
}

const one = <Row extends object>(database: Database, query: Fragment): Promise<Row> =>
  database.readOne<Row>('leader', noScope, query);

const tileFrom = (database: Database, layers: readonly TileLayer[], address: TileAddress) =>
  makeTile((query) => one(database, query), { layers, address });

/** A feature that both have, to be measured by PostGIS. */
interface Pair {
  layer: TileLayer;
  address: TileAddress;
  ours: DecodedFeature | undefined;
  theirs: DecodedFeature | undefined;
}

const noFeatures: ReadonlyMap<number, DecodedFeature> = new Map();

async function pairsOf(address: TileAddress): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const { layers } of tilesets.values()) {
    const ours = decodeTile(await tileFrom(postgres, layers, address));
    const { tile } = await one<{ tile: Buffer }>(postgres, mvtOracle(layers, address));
    const theirs = decodeTile(tile);
    for (const layer of layers) {
      const [mine, reference] = [ours.get(layer.id) ?? noFeatures, theirs.get(layer.id) ?? noFeatures];
      for (const id of new Set([...mine.keys(), ...reference.keys()])) {
        pairs.push({ layer, address, ours: mine.get(id), theirs: reference.get(id) });
      }
    }
  }
  return pairs;
}

interface Measure {
  isValid: boolean;
  /** Tile units; null when one side is missing. */
  distance: number | null;
  /** Area of the larger of the two in square units, length for lines. */
  size: number;
}

/** Hausdorff distance, validity and size of each pair, by PostGIS. */
async function measure(pairs: readonly Pair[]): Promise<Measure[]> {
  const rows = pairs.map(({ ours, theirs }) => [ours?.geometry ?? null, theirs?.geometry ?? null]);
  const { measures } = await one<{ measures: Measure[] | null }>(
    postgres,
    sql`
      select json_agg(json_build_object(
        'isValid', ours is null or ST_IsValid(ours),
        'distance', ST_HausdorffDistance(ours, theirs),
        'size', greatest(
          coalesce(ST_Area(ours), 0), coalesce(ST_Area(theirs), 0),
          coalesce(ST_Length(ours), 0) * (ST_Dimension(ours) = 1)::integer,
          coalesce(ST_Length(theirs), 0) * (ST_Dimension(theirs) = 1)::integer
        )
      ) order by place) as measures
      from (
        select
          place,
          ST_GeomFromGeoJSON(nullif(pair ->> 0, 'null')) as ours,
          ST_GeomFromGeoJSON(nullif(pair ->> 1, 'null')) as theirs
        from json_array_elements(${JSON.stringify(rows)}::json) with ordinality as pairs(pair, place)
      ) as shapes`,
  );
  return measures ?? [];
}

/**
 * How far our feature is from the geometry before snapping: the judge where the two differ. Our vertices
 * are held against the exact geometry and its vertices against ours; the clip is taken a little wider and
 * a little narrower, because a line that runs along the edge of the margin may leave it anywhere.
 */
async function distanceFromExact({ layer, address: { z, x, y }, ours }: Pair): Promise<number> {
  const clippedTo = (margin: number) => sql`ST_SetSRID(ST_ClipByBox2D(scaled, ST_MakeEnvelope(
    ${-margin}, ${-margin}, ${tileExtent + margin}, ${tileExtent + margin}, 3857
  )), 4326)`;
  const margin = marginUnits[layer.geometryKind];
  const { distance } = await one<{ distance: number }>(
    postgres,
    sql`
      with tile as (
        select box, ${tileExtent}::float8 / (ST_XMax(box) - ST_XMin(box)) as scale
        from (select ST_TileEnvelope(${z}, ${x}, ${y}) as box) as envelope
      ), exact as (
        select ST_TransScale(${layer.geometry}, -ST_XMin(box), -ST_YMax(box), scale, -scale) as scaled
        from tile, ${layer.from}
        where ${layer.featureId} = ${ours!.id}
      ), shapes as (
        select
          ST_GeomFromGeoJSON(${JSON.stringify(ours!.geometry)}) as ours,
          ${clippedTo(margin + 2)} as wider,
          ${clippedTo(margin - 2)} as narrower
        from exact
      )
      select greatest(
        (select max(ST_Distance(vertex.geom, wider)) from ST_DumpPoints(ours) as vertex),
        (select max(ST_Distance(vertex.geom, ours)) from ST_DumpPoints(narrower) as vertex)
      ) as distance
      from shapes`,
  );
  return distance;
}

/**
 * Under one square unit, or a line of a single step on the grid, whose true length may be less than a
 * unit: whether such a thing is drawn is a matter of taste.
 */
const isTiny = ({ layer }: Pair, { size }: Measure): boolean =>
  layer.geometryKind === 'polygon' ? size < 1 : layer.geometryKind === 'line' && size <= Math.SQRT2;

const nameOf = ({ layer, address: { z, x, y }, ours, theirs }: Pair) =>
  `${z}/${x}/${y} ${layer.id} ${(ours ?? theirs)!.id}`;

describe.each(zooms)('tiles of zoom %i against ST_AsMVT', (zoom) => {
  let pairs: Pair[];
  let measures: Measure[];

  beforeAll(async () => {
    pairs = (await Promise.all(sampleOf(zoom).map(pairsOf))).flat();
    measures = [];
    for (let start = 0; start < pairs.length; start += 2000) {
      measures.push(...(await measure(pairs.slice(start, start + 2000))));
    }
  });

  it('have the same features, those under one square unit exempt', async () => {
    expect(pairs.length).toBeGreaterThan(100);
    const alone = pairs.filter(
      (pair, index) => !(pair.ours && pair.theirs) && !isTiny(pair, measures[index]!),
    );
    expect(alone.filter(({ ours }) => !ours).map(nameOf)).toEqual([]);
    // ST_AsMVTGeom loses a line that goes out and back the same way; ours stays, if it is the right line.
    expect(alone.length).toBeLessThanOrEqual(3);
    for (const pair of alone) expect(await distanceFromExact(pair), nameOf(pair)).toBeLessThanOrEqual(1);
  });

  it('have the same properties', () => {
    const propertiesOf = (side: 'ours' | 'theirs') =>
      pairs
        .filter(({ ours, theirs }) => ours && theirs)
        .map((pair) => [nameOf(pair), pair[side]!.properties]);
    expect(propertiesOf('ours')).toEqual(propertiesOf('theirs'));
  });

  it('are valid after decoding', () => {
    expect(pairs.filter((_, index) => !measures[index]!.isValid).map(nameOf)).toEqual([]);
  });

  it('lie within one unit; where not, ours is within one unit of the exact geometry', async () => {
    const far = pairs.filter(
      (pair, index) => !isTiny(pair, measures[index]!) && (measures[index]!.distance ?? 0) > 1,
    );
    console.log(`z${zoom}: ${pairs.length} features compared, ${far.length} of them beyond one unit`);
    expect(far.filter(({ layer }) => layer.geometryKind === 'point').map(nameOf)).toEqual([]);
    // ST_AsMVTGeom cuts ears of areas that are one unit wide after snapping, and simplifies lines.
    expect(far.length).toBeLessThanOrEqual(pairs.length * 0.01);
    for (const pair of far) {
      expect(await distanceFromExact(pair), nameOf(pair)).toBeLessThanOrEqual(1);
    }
  });
});

describe('the embedded engine', () => {
  let embedded: Database;
  beforeAll(async () => {
    embedded = await open('embedded');
  });

  it('makes the same tiles as PostgreSQL, byte for byte', async () => {
    const addresses = zooms.flatMap((zoom) => sampleOf(zoom));
    const different: string[] = [];
    let tiles = 0;
    for (const { id, layers } of tilesets.values()) {
      for (const address of addresses) {
        const [first, second] = await Promise.all([
          tileFrom(postgres, layers, address),
          tileFrom(embedded, layers, address),
        ]);
        expect(decodeTile(second)).toEqual(decodeTile(first));
        tiles += 1;
        if (!Buffer.from(first).equals(Buffer.from(second))) {
          different.push(`${id}/${address.z}/${address.x}/${address.y}`);
        }
      }
    }
    console.log(`${tiles} tiles compared, ${different.length} differ in bytes`);
    expect(different).toEqual([]);
  });
});
