import { parse } from 'csv-parse/sync';
import type { FeatureCollection } from 'geojson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { featureCollectionFaults } from '../../server/domain/geojson/geojsonFaults.ts';
import { exportFormats } from '../../server/features/export/formats.ts';
import { openTestDatabase } from '../support/database.ts';
import { get, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database);
});
afterAll(() => database.close());

const rowsOf = async (url: string) => {
  const response = await get(app, url);
  expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(response.text.startsWith('\uFEFF')).toBe(true);
  return parse(response.text, { columns: true, bom: true }) as Record<string, string>[];
};
const layers = ['villages', 'sites', 'facilities', 'roads', 'routes', 'projects'];

describe.each(layers)('%s', (layer) => {
  it('as CSV says in every row where it comes from and how its place is known', async () => {
    const rows = await rowsOf(`/api/export/${layer}.csv`);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row['source']).not.toBe('');
      expect(['surveyed', 'gazetteer', 'estimated', 'unknown']).toContain(row['location_quality']);
      expect(['实测', '地名库', '推定', '未知', '示例']).toContain(row['quality_zh']);
      expect(row['quality_zh'] === '示例').toBe(row['is_demonstration'] === 'true');
    }
  });

  it('as GeoJSON is valid and holds the same rows', async () => {
    const response = await get(app, `/api/export/${layer}.geojson`)
      .buffer(true)
      .parse((result, done) => {
        const chunks: Buffer[] = [];
        result.on('data', (chunk: Buffer) => chunks.push(chunk));
        result.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect(response.headers['content-type']).toBe('application/geo+json');
    expect(response.headers['content-disposition']).toMatch(
      /^attachment; filename=xiangtu-[a-z-]+\.geojson$/,
    );
    const collection = JSON.parse(String(response.body)) as FeatureCollection;
    expect(featureCollectionFaults(collection)).toEqual([]);
    expect(collection.features).toHaveLength((await rowsOf(`/api/export/${layer}.csv`)).length);
    expect(collection.features.some(({ geometry }) => geometry !== null)).toBe(true);
    expect(collection.features.every(({ properties }) => properties!['source'])).toBe(true);
  });
});

describe('exports', () => {
  it('of villages hold the plan’s 1,110 with their categories and codes as text', async () => {
    const rows = await rowsOf('/api/export/villages.csv');
    const members = rows.filter((row) => row['membership'] === 'assigned');
    expect(members).toHaveLength(1110);
    expect(members.find((row) => row['id'] === '745')).toMatchObject({
      code: '433124110226',
      name: '十八洞村',
      category: 'demonstration',
      source_place: '专栏2，第 494 行第 29 字',
    });
  });

  it('can be of one region', async () => {
    const rows = await rowsOf('/api/export/facilities.csv?region=433124110');
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map((row) => row['township_code']))).toEqual(new Set(['433124110']));
  });

  it('with demonstration rows say so in their name', async () => {
    const named = async (layer: string) =>
      (await get(app, `/api/export/${layer}.csv`)).headers['content-disposition'] as string;
    expect(await named('sites')).toContain('xiangtu-sites-demonstration.csv');
    expect(await named('villages')).toBe('attachment; filename=xiangtu-villages.csv');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])(
    'never let a spreadsheet run the cell %j',
    (name) => {
      const layer = { columns: ['name'], hasGeometry: false, query: () => ({ text: '', values: [] }) };
      const text = exportFormats.csv.write({ name: 'x', layer, rows: [{ name }], isDemonstration: false });
      const [row] = parse(text, { columns: true, bom: true }) as { name: string }[];
      expect(row!.name).toBe(`'${name}`);
    },
  );

  it('quote what would break a row', () => {
    const layer = { columns: ['name', 'note'], hasGeometry: false, query: () => ({ text: '', values: [] }) };
    const rows = [{ name: '一,二"三"\n四', note: null }];
    const text = exportFormats.csv.write({ name: 'x', layer, rows, isDemonstration: false });
    expect(parse(text, { columns: true, bom: true })).toEqual([{ name: '一,二"三"\n四', note: '' }]);
  });
});
