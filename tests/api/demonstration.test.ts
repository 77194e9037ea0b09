import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../../server/contract/instance.ts';
import type { FacilityKind, TourismRoute } from '../../server/contract/places.ts';
import type { VersionSummary } from '../../server/contract/plans.ts';
import type { SearchResult } from '../../server/contract/search.ts';
import type { VillageDetail } from '../../server/contract/villages.ts';
import type { Database } from '../../server/database/database.ts';
import { removeDemonstration } from '../../server/database/load/demonstration.ts';
import { loadShippedData } from '../../server/database/load/index.ts';
import { sql } from '../../server/database/sql.ts';
import { connectTo, startFilledEngine, type RunningEngine } from '../support/engines.ts';
import { bodyOf, testApp, type TestApp } from './testApp.ts';

// What is removed is committed: this file has a database of its own.
let engine: RunningEngine;
let database: Database;
let app: TestApp;
let before: Instance;
beforeAll(async () => {
  engine = await startFilledEngine();
  database = connectTo(engine.connection);
  app = testApp(database);
  before = await bodyOf<Instance>(app, '/api/instance');
});
afterAll(async () => {
  await database?.close();
  await engine?.stop();
});

const silent = { log: () => {} };
const total = async (url: string) => (await bodyOf<{ total: number }>(app, url)).total;

/** Every table with a column that marks demonstration rows, and how many it has. */
const demonstrationRows = () =>
  database.administer(async (administration) => {
    const tables = await administration.all<{ table: string }>(sql`
      select format('%I.%I', table_schema, table_name) as "table"
      from information_schema.columns
      where column_name = 'is_demonstration' and table_schema = 'xiangtu'
      order by 1`);
    const counts: Record<string, number> = {};
    for (const { table } of tables) {
      const name = sql.identifier(
        table,
        tables.map((row) => row.table),
      );
      const { rows } = await administration.one<{ rows: number }>(
        sql`select count(*)::integer as rows from ${name} where is_demonstration`,
      );
      counts[table] = rows;
    }
    return counts;
  });

describe('loading again', () => {
  it('does nothing when the data is there', async () => {
    const result = await loadShippedData(database, { withDemonstration: true, ...silent });
    expect(result.isLoaded).toBe(false);
  });

  it('by two processes at once loads once', async () => {
    await database.administer((administration) => administration.run(sql`delete from meta.data_load`));
    const other = connectTo(engine.connection);
    const results = await Promise.all(
      [database, other].map((each) => loadShippedData(each, { withDemonstration: true, ...silent })),
    );
    await other.close();
    expect(results.map(({ isLoaded }) => isLoaded).toSorted()).toEqual([false, true]);
    expect((await bodyOf<Instance>(app, '/api/instance')).dataVersion).toBe(before.dataVersion);
  });
});

describe('demo:remove', () => {
  it('finds demonstration data in every table that can hold it', async () => {
    expect(before.isDemonstration).toBe(true);
    // Also what somebody has deleted and may bring back.
    await database.administer((administration) =>
      administration.run(sql`
        insert into xiangtu.deleted_place (layer, key, region_code, content, is_demonstration, deleted_by)
        select 'sites', 'x', '433124', '{}', true, min(id) from xiangtu.person`),
    );
    const counts = await demonstrationRows();
    expect(Object.keys(counts).length).toBeGreaterThan(7);
    expect(Object.values(counts).every((count) => count > 0)).toBe(true);
  });

  it('deletes every demonstration row and 演示站 is gone', async () => {
    await database.administer((administration) => removeDemonstration(administration));
    expect(Object.values(await demonstrationRows()).every((count) => count === 0)).toBe(true);
    const instance = await bodyOf<Instance>(app, '/api/instance');
    expect(instance.isDemonstration).toBe(false);
    expect(instance.dataVersion).not.toBe(before.dataVersion);
    expect(instance.sources.some((source) => source.isDemonstration)).toBe(false);
  });

  it('leaves facts, borders, villages and estimated cells', async () => {
    const summary = await bodyOf<VersionSummary>(app, '/api/versions/xiangxi-2021-2025-v1/summary');
    expect(summary.members).toBe(1110);
    expect(await total('/api/sites')).toBe(0);
    expect(await total('/api/facilities')).toBe(0);
    const village = await bodyOf<VillageDetail>(app, '/api/villages/745');
    expect(village).toMatchObject({
      demonstration: null,
      nearest: [],
      sites: [],
      categoryKey: 'demonstration',
    });
    expect(village.bbox).not.toBeNull();
    const { items: kinds } = await bodyOf<{ items: FacilityKind[] }>(app, '/api/facility-kinds');
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.every(({ count }) => count === 0)).toBe(true);
    const [found] = (await bodyOf<{ items: SearchResult[] }>(app, '/api/search?q=sbd')).items;
    expect(found!.name).toBe('十八洞村');
    const demo = await bodyOf<{ items: SearchResult[] }>(app, `/api/search?q=${encodeURIComponent('示例')}`);
    expect(demo.items).toEqual([]);
  });

  it('leaves the stops the plan names and takes the line', async () => {
    const { items } = await bodyOf<{ items: TourismRoute[] }>(app, '/api/routes');
    expect(items).toHaveLength(4);
    for (const route of items) {
      expect(route).toMatchObject({
        bbox: null,
        lengthMetres: null,
        lineQuality: null,
        isDemonstration: false,
      });
      expect(route.stops.every((stop) => stop.isAnchor && !stop.isDemonstration)).toBe(true);
    }
    expect(items.flatMap(({ stops }) => stops).map(({ name }) => name)).toContain('十八洞村');
  });

  it('leaves coverage unserved and people unknown, not zero', async () => {
    const reach = await bodyOf<{ totals: Record<string, { villages: number; people: number | null }> }>(
      app,
      '/api/coverage/reach?kind=clinic',
    );
    expect(reach.totals['served']).toEqual({ villages: 0, people: null });
    expect(reach.totals['unserved']!.villages).toBe(reach.totals['total']!.villages);
  });

  it('is not undone by the next start, whatever the setting', async () => {
    for (const withDemonstration of [true, false]) {
      const result = await loadShippedData(database, { withDemonstration, ...silent });
      expect(result.isLoaded).toBe(false);
    }
    expect((await bodyOf<Instance>(app, '/api/instance')).isDemonstration).toBe(false);
  });

  it('is kept when the shipped data changes and is loaded anew', async () => {
    await database.administer((administration) =>
      administration.run(sql`update meta.data_load set checksum = 'older' where key = 'base'`),
    );
    const result = await loadShippedData(database, { withDemonstration: true, ...silent });
    expect(result.isLoaded).toBe(true);
    expect(Object.values(await demonstrationRows()).every((count) => count === 0)).toBe(true);
  });
});
