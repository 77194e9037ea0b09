import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Territories } from '../../server/contract/territories.ts';
import type { VillageFacts } from '../../server/contract/villageFacts.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { decodeArcs } from '../../server/domain/territories/encodedArcs.ts';
import { openTestDatabase } from '../support/database.ts';
import { bodyOf, get, principalWith, testApp, type TestApp } from './testApp.ts';

const prefecture = '433100';
const county = '433124';
let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database, { as: principalWith([{ role: 'leader', regionCode: prefecture }]) });
});
afterAll(() => database.close());

const all = <Row extends object>(query: ReturnType<typeof sql>) =>
  database.administer((administration) => administration.all<Row>(query));

describe('territories', () => {
  it('are every border of every village of the region, within half a unit', async () => {
    for (const region of [prefecture, county, '433124110']) {
      const response = await get(app, `/api/territories?region=${region}`);
      const arcs = decodeArcs((response.body as Territories).arcs);
      const villages = await all<{ id: number }>(sql`
        select id from xiangtu.village
        where (${region} = ${prefecture} or county_code = ${region} or township_code = ${region})
          and territory is not null`);
      const inside = new Set(villages.map(({ id }) => id));
      const expected = await all<{ id: number; points: number; parts: number }>(sql`
        select id, ST_NPoints(geom) as points, ST_NumGeometries(geom) as parts from xiangtu.village_edge
        where left_id = any(${[...inside]}::integer[]) or right_id = any(${[...inside]}::integer[])
        order by id`);
      expect(expected.every(({ parts }) => parts === 1)).toBe(true);
      expect(arcs.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(arcs.every(({ left, right }) => inside.has(left) || inside.has(right))).toBe(true);
      // The ends of the borders of a village meet: its territory closes.
      const ends = new Map<number, Map<string, number>>();
      for (const { left, right, points } of arcs) {
        for (const village of [left, right]) {
          const of = ends.get(village) ?? new Map<string, number>();
          ends.set(village, of);
          for (const end of [points[0]!, points.at(-1)!]) of.set(`${end}`, (of.get(`${end}`) ?? 0) + 1);
        }
      }
      const open = [...inside].filter((id) => {
        const of = ends.get(id);
        return of === undefined || [...of.values()].some((count) => count % 2 === 1);
      });
      expect(open).toEqual([]);
      console.log(
        `territories of ${region}: ${arcs.length} arcs, ${Math.round(response.text.length / 1024)} kB`,
      );
    }
  });

  it('are revalidated, and refused for what is no region', async () => {
    const url = `/api/territories?region=${county}`;
    const { etag } = (await get(app, url)).headers;
    expect((await get(app, url).set('if-none-match', etag!)).status).toBe(304);
    expect((await get(app, '/api/territories?region=439999')).status).toBe(404);
    expect((await get(app, '/api/territories')).status).toBe(400);
    expect((await get(testApp(database, { as: null }), url)).status).toBe(401);
  });
});

describe('facts of villages', () => {
  it('are columns of one length that agree with the other answers', async () => {
    const response = await get(app, `/api/village-facts?region=${prefecture}`);
    const facts = response.body as VillageFacts;
    const { distances, ...columns } = facts;
    const lengths = [
      ...Object.values(columns),
      distances.townshipSeat,
      ...Object.values(distances.facilities),
    ]
      .filter((value) => Array.isArray(value) && value !== facts.demonstrationKinds)
      .map((value) => (value as unknown[]).length);
    expect(new Set(lengths)).toEqual(new Set([facts.ids.length]));
    expect(facts.isListed.filter(Boolean)).toHaveLength(1110);
    const [total] = await all<{ area: number; people: number; incomes: number }>(sql`
      select sum(ST_Area(territory::geography))::double precision as area,
        (select sum(population)::integer from xiangtu.demonstration_attribute) as people,
        (select count(income_yuan)::integer from xiangtu.demonstration_attribute) as incomes
      from xiangtu.village`);
    const sum = (values: (number | null)[]) =>
      values.reduce<number>((known, value) => known + (value ?? 0), 0);
    expect(sum(facts.areas) / total!.area).toBeCloseTo(1, 6);
    expect(sum(facts.people)).toBe(total!.people);
    expect(facts.incomesYuan.filter((value) => value !== null)).toHaveLength(total!.incomes);
    expect(facts.isDemonstration).toBe(true);
    const { villages } = await bodyOf<{ villages: { id: number; distanceMetres: number | null }[] }>(
      app,
      '/api/coverage/reach?kind=clinic',
    );
    for (const { id, distanceMetres } of villages) {
      const metres = distances.facilities['clinic']![facts.ids.indexOf(id)];
      expect(Math.abs((metres ?? -1) - (distanceMetres ?? -1))).toBeLessThanOrEqual(0.6);
    }
    expect(distances.townshipSeat.some((metres) => metres !== null)).toBe(true);
    expect(response.text.length).toBeLessThan(700 * 1024);
    console.log(`facts of ${facts.ids.length} villages: ${Math.round(response.text.length / 1024)} kB`);
  });

  it('are of the region that is asked for', async () => {
    const facts = await bodyOf<VillageFacts>(app, '/api/village-facts?region=433124110');
    expect(new Set(facts.townshipCodes)).toEqual(new Set(['433124110']));
    expect((await get(app, '/api/village-facts?region=439999')).status).toBe(404);
  });
});
