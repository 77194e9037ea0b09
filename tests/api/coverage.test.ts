import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../server/contract/coverage.ts';
import type { FacilityKind } from '../../server/contract/places.ts';
import type { VersionSummary } from '../../server/contract/plans.ts';
import type { VillageDetail } from '../../server/contract/villages.ts';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import { bodyOf, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
let kinds: FacilityKind[];
beforeAll(async () => {
  database = openTestDatabase();
  app = testApp(database);
  kinds = (await bodyOf<{ items: FacilityKind[] }>(app, '/api/facility-kinds')).items;
});
afterAll(() => database.close());

const reachOf = (query: string) => bodyOf<Reach>(app, `/api/coverage/reach?${query}`);
const numbers = ({ served, unserved, unknown, total }: Reach['totals']) =>
  [served, unserved, unknown, total].map(({ villages }) => villages);

/** What PostGIS geography says of every village that `divisor` divides: least distance, and who is that near. */
function askPostgis(kind: string, divisor: number) {
  return database.read('leader', noScope, (transaction) =>
    transaction.all<{ id: number; metres: number; facilityIds: number[] }>(sql`
      with measured as (
        select village.id, facility.id as facility_id,
          ST_Distance(
            ST_SetSRID(village.geom, 4326)::geography, ST_SetSRID(facility.geom, 4326)::geography
          ) as metres
        from xiangtu.village
        cross join xiangtu.facility
        where facility.kind = ${kind} and facility.status = 'working' and village.id % ${divisor} = 0
      ),
      least as (select id, min(metres) as metres from measured group by id)
      select least.id, least.metres, array_agg(facility_id order by facility_id) as "facilityIds"
      from least
      join measured on measured.id = least.id and measured.metres <= least.metres + 0.001
      group by least.id, least.metres
      order by least.id`),
  );
}

describe('reach', () => {
  it('equals PostGIS geography within 0.01 %, with the same nearest facility', async () => {
    for (const { key } of kinds) {
      const { villages } = await reachOf(`kind=${key}`);
      const byId = new Map(villages.map((village) => [village.id, village]));
      const expected = (await askPostgis(key, 23)).filter(({ id }) => byId.has(id));
      expect(expected.length).toBeGreaterThan(60);
      for (const { id, metres, facilityIds } of expected) {
        const village = byId.get(id)!;
        // Answers are rounded to a tenth of a metre.
        expect(Math.abs(village.distanceMetres! - metres)).toBeLessThanOrEqual(metres * 0.0001 + 0.05);
        expect(facilityIds).toContain(village.facilityId);
      }
    }
  });

  it('counts served, unserved and unknown to all villages, in total and in every breakdown', async () => {
    const summary = await bodyOf<VersionSummary>(app, '/api/versions/xiangxi-2021-2025-v1/summary');
    for (const { key } of kinds) {
      const { totals, byRegion, byCategory, villages, histogram } = await reachOf(`kind=${key}`);
      expect(totals.total.villages).toBe(summary.villages);
      expect(villages.filter(({ isCounted }) => isCounted)).toHaveLength(summary.villages);
      expect(villages.length).toBeGreaterThan(summary.villages);
      for (const part of [totals, ...byRegion, ...byCategory]) {
        const [served, unserved, unknown, total] = numbers(part);
        expect(served! + unserved! + unknown!).toBe(total);
      }
      for (const breakdown of [byRegion, byCategory]) {
        const sums = breakdown
          .map(numbers)
          .reduce((all, part) => all.map((count, index) => count + part[index]!));
        expect(sums).toEqual(numbers(totals));
      }
      expect(byCategory.map(({ total }) => total.villages).slice(0, 4)).toEqual([135, 369, 193, 413]);
      expect(histogram.reduce((sum, bin) => sum + bin.villages, 0)).toBe(
        totals.total.villages - totals.unknown.villages,
      );
    }
  });

  it('says who is served, not only how many', async () => {
    const { totals, villages, standardMetres } = await reachOf('kind=clinic');
    const served = villages.filter(({ status, isCounted }) => isCounted && status === 'served');
    expect(served).toHaveLength(totals.served.villages);
    expect(served.every(({ distanceMetres }) => distanceMetres! <= standardMetres + 0.05)).toBe(true);
  });

  it('a county is the sum of its townships and a part of the prefecture', async () => {
    const whole = await reachOf('kind=clinic');
    const county = await reachOf('kind=clinic&region=433124');
    expect(county.totals).toEqual(
      (({ served, unserved, unknown, total }) => ({ served, unserved, unknown, total }))(
        whole.byRegion.find(({ regionCode }) => regionCode === '433124')!,
      ),
    );
    expect(county.byRegion.every(({ regionCode }) => regionCode.startsWith('433124'))).toBe(true);
    const township = await reachOf('kind=clinic&region=433124110');
    expect(township.byRegion.map(({ regionCode }) => regionCode)).toEqual(['433124110']);
    expect(numbers(township.byRegion[0]!)).toEqual(numbers(township.totals));
    // A facility across the border serves too: the township alone has the same answers for its villages.
    const inWhole = new Map(whole.villages.map((village) => [village.id, village]));
    expect(township.villages.map((village) => inWhole.get(village.id))).toEqual(township.villages);
  });

  it('grows with the standard', async () => {
    const served: number[] = [];
    for (const metres of [1, 500, 2500, 10_000, 200_000]) {
      served.push((await reachOf(`kind=clinic&standardMetres=${metres}`)).totals.served.villages);
    }
    expect(served).toEqual(served.toSorted((a, b) => a - b));
    expect(served.at(-1)).toBe((await reachOf('kind=clinic')).totals.total.villages);
  });

  it('says that it rests on estimated and demonstration data', async () => {
    expect(await reachOf('kind=clinic')).toMatchObject({
      estimatedShare: 1,
      isDemonstration: true,
      method: 'geodesic',
    });
  });
});

it('the village panel names the same nearest facility as the reach of each kind', async () => {
  const village = await bodyOf<VillageDetail>(app, '/api/villages/745');
  expect(village.nearest.map(({ kind }) => kind)).toEqual(kinds.map(({ key }) => key));
  for (const nearest of village.nearest) {
    const { villages } = await reachOf(`kind=${nearest.kind}&region=433124110`);
    const own = villages.find(({ id }) => id === 745)!;
    expect([own.facilityId, own.distanceMetres, own.status === 'served']).toEqual([
      nearest.facilityId,
      nearest.distanceMetres,
      nearest.isWithinStandard,
    ]);
  }
});
