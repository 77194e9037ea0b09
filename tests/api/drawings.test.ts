import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Facility, Site } from '../../server/contract/places.ts';
import type { SearchResult } from '../../server/contract/search.ts';
import { sql } from '../../server/database/sql.ts';
import type { Database } from '../../server/database/database.ts';
import { makeTile } from '../../tiles/makeTile.ts';
import { tilesets } from '../../tiles/index.ts';
import { noScope } from '../../server/database/role.ts';
import { readTexts } from '../../server/features/releases/copyRows.ts';
import { tableCopies } from '../../server/features/releases/tableCopies.ts';
import { makeTeam, type Member, type Team } from '../support/team.ts';
import { startOwnDatabase } from './ownDatabase.ts';
import { bodyOf, get, send } from './testApp.ts';

/** A place in 花垣县 and one in 保靖县, each in the territory of a village. */
const inCounty: [number, number] = [109.418321, 28.332499];
const inSibling: [number, number] = [109.616691, 28.858195];

let database: Database;
let stop: () => Promise<void>;
let team: Team;
beforeAll(async () => {
  ({ database, stop } = await startOwnDatabase());
  team = await makeTeam(database, 'drawings');
});
afterAll(() => stop());

type Verb = 'post' | 'patch' | 'delete';
const write = (
  member: Member,
  verb: Verb,
  url: string,
  { revision, body }: { revision?: number; body?: object } = {},
) => {
  const request = send(team.apps[member], verb, url);
  if (revision !== undefined) request.set('if-match', `"${revision}"`);
  return body === undefined ? request : request.send(body);
};
const newSite = (rest: object = {}) => ({
  name: '向阳安置点',
  position: inCounty,
  locationQuality: 'surveyed',
  sizeClass: 'small',
  ...rest,
});
const createSite = async (rest: object = {}): Promise<Site> => {
  const answer = await write('planner', 'post', '/api/sites', { body: newSite(rest) });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.item;
};
const site = (id: number) => bodyOf<Site>(team.apps.leader, `/api/sites/${id}`);
const search = async (q: string) =>
  (await bodyOf<{ items: SearchResult[] }>(team.apps.leader, `/api/search?q=${encodeURIComponent(q)}`)).items;
const dataVersion = async () =>
  (await bodyOf<{ dataVersion: string }>(team.apps.leader, '/api/instance')).dataVersion;
const pathsOf = (answer: { body: { errors?: { path: string }[] } }) =>
  (answer.body.errors ?? []).map(({ path }) => path);
const left = (subject: string, id: string | number) =>
  database.administer((administration) =>
    administration.all<{ action: string; before: Site | null; after: Site | null; county: string }>(sql`
      select action, before, after, region_code as county
      from xiangtu.audit_event
      where subject_type = ${subject} and subject_id = ${String(id)}
      order by recorded_at, number`),
  );
const news = (layer: string, id: number | string) =>
  database.administer(async (administration) => {
    const rows = await administration.all<{ region: string }>(sql`
      select region_code as region from xiangtu.outbox
      where topic = 'places-changed' and payload ->> 'layer' = ${layer}
        and payload -> 'ids' @> ${JSON.stringify([id])}::jsonb
      order by id`);
    return rows.map(({ region }) => region);
  });

describe('a site', () => {
  it('is drawn, with its regions found by its place, and is in the list, the search and the tiles at once', async () => {
    const before = await dataVersion();
    const answer = await write('planner', 'post', '/api/sites', {
      body: newSite({ name: '红日安置点', capacityHouseholds: 40, openedYear: 2024, checks: { road: true } }),
    });
    expect(answer.status).toBe(200);
    const { item } = answer.body as { item: Site };
    expect(item).toMatchObject({
      name: '红日安置点',
      countyCode: '433124',
      townshipCode: '433124105',
      villageId: expect.any(Number),
      households: null,
      capacityHouseholds: 40,
      position: inCounty,
      locationQuality: 'surveyed',
      isDemonstration: false,
      revision: 1,
      checks: { road: true },
      source: {
        id: 'drawing',
        kind: 'person',
        place: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d 测试\d+$/),
      },
    });
    expect(item.id).toBeGreaterThan(100_000);
    expect(await site(item.id)).toEqual(item);
    expect(await search('红日安置')).toMatchObject([
      { type: 'site', id: String(item.id), isDemonstration: false },
    ]);
    expect(answer.body.dataVersion).not.toBe(before);
    expect(await dataVersion()).toBe(answer.body.dataVersion);
    expect(await news('sites', item.id)).toEqual(['433124']);
    expect(await left('site', item.id)).toMatchObject([
      { action: 'create-site', county: '433124', before: null, after: { name: '红日安置点' } },
    ]);
  });

  it('that is moved stays what it was, in the regions of its new place', async () => {
    const shipped = await site(2);
    const answer = await write('planner', 'patch', '/api/sites/2', {
      revision: 1,
      body: { position: inSibling },
    });
    expect(answer.body.item).toEqual({
      ...shipped,
      countyCode: '433125',
      countyName: '保靖县',
      townshipCode: '433125104',
      townshipName: expect.any(String),
      villageId: expect.any(Number),
      position: inSibling,
      locationQuality: 'estimated',
      revision: 2,
    });
    expect(answer.body.item.isDemonstration).toBe(true);
    expect((await news('sites', 2)).toSorted()).toEqual(['433124', '433125']);
    expect(await search(shipped.name)).toMatchObject([{ id: '2', position: inSibling }]);
    const back = await write('planner', 'patch', '/api/sites/2', {
      revision: 2,
      body: { position: shipped.position, locationQuality: shipped.locationQuality },
    });
    expect(back.body.item).toEqual({ ...shipped, revision: 3 });
  });

  it('is changed only by who saw its latest state, of a county they are responsible for', async () => {
    const { id } = await createSite();
    const url = `/api/sites/${id}`;
    const change = { body: { households: 9 } };
    expect((await write('planner', 'patch', url, change)).status).toBe(428);
    expect((await write('countyPlanner', 'patch', url, { ...change, revision: 1 })).status).toBe(200);
    const stale = await write('planner', 'patch', url, { ...change, revision: 1 });
    expect([stale.status, stale.body.code, stale.body.revision]).toEqual([409, 'stale-revision', 2]);
    for (const member of ['siblingPlanner', 'leader', 'reviewer', 'clerk'] as const) {
      expect([member, (await write(member, 'patch', url, { ...change, revision: 2 })).status]).toEqual([
        member,
        403,
      ]);
      expect([member, (await write(member, 'delete', url, { revision: 2 })).status]).toEqual([member, 403]);
    }
    // Neither out of one's county nor into another.
    const away = await write('countyPlanner', 'patch', url, { revision: 2, body: { position: inSibling } });
    expect(away.status).toBe(403);
    expect((await site(id)).revision).toBe(2);
    expect((await write('planner', 'patch', '/api/sites/99999', { ...change, revision: 1 })).status).toBe(
      404,
    );
  });

  it('that is deleted is gone everywhere, and comes back exactly as it was', async () => {
    const shipped = await createSite({ name: '晚霞安置点', people: 12 });
    const url = `/api/sites/${shipped.id}`;
    expect((await write('planner', 'delete', url)).status).toBe(428);
    const deleted = await write('countyPlanner', 'delete', url, { revision: 1 });
    expect([deleted.status, deleted.body.restorePath]).toEqual([200, `${url}/restore`]);
    expect((await get(team.apps.leader, url)).status).toBe(404);
    expect(await search('晚霞安置点')).toEqual([]);
    expect((await write('siblingPlanner', 'post', deleted.body.restorePath)).status).toBe(404);
    const restored = await write('planner', 'post', deleted.body.restorePath);
    expect([restored.status, restored.body.item]).toEqual([200, shipped]);
    expect(await search('晚霞安置点')).toMatchObject([{ id: String(shipped.id) }]);
    expect((await write('planner', 'post', deleted.body.restorePath)).status).toBe(404);
    const actions = (await left('site', shipped.id)).map(({ action, before }) => [
      action,
      before?.people ?? null,
    ]);
    expect(actions).toEqual([
      ['create-site', null],
      ['delete-site', 12],
      ['restore-site', null],
    ]);
  });

  it('keeps every bit of its place when it comes back', async () => {
    const bits = () =>
      database.administer((administration) =>
        administration.one<{ row: object }>(sql`
          select to_jsonb(site) - 'geom' || jsonb_build_object('geom', geom::text, 'mercator', geom_mercator::text)
            as row
          from xiangtu.site where id = 1`),
      );
    const before = await bits();
    const { body } = await write('planner', 'delete', '/api/sites/1', { revision: 1 });
    await write('planner', 'post', body.restorePath);
    expect(await bits()).toEqual(before);
  });

  it('is refused with every fault at its field', async () => {
    const refusals: [object, string[]][] = [
      [{ position: [28.3, 109.4] }, ['body.position.1']],
      [{ position: [109.4, 38.3] }, ['position']],
      [{ position: [500, 28] }, ['body.position.0']],
      [{ position: [108.95, 30.2] }, ['position']],
      [{ households: -1 }, ['body.households']],
      [{ capacityHouseholds: -1, sizeClass: 'huge' }, ['body.capacityHouseholds', 'body.sizeClass']],
      [{ name: '' }, ['body.name']],
      [{ name: '联系张三 13812345678' }, ['name']],
      [{ openedYear: 2199 }, ['openedYear']],
      [{ openedYear: 1700 }, ['body.openedYear']],
      [{ locationQuality: 'unknown' }, ['body.locationQuality']],
      [{ isDemonstration: false }, ['body']],
      [
        { name: '联系张三 13812345678', openedYear: 2199, position: [1, 2] },
        ['name', 'openedYear', 'position'],
      ],
    ];
    for (const [rest, paths] of refusals) {
      const answer = await write('planner', 'post', '/api/sites', { body: newSite(rest) });
      expect([rest, answer.status, pathsOf(answer)]).toEqual([rest, 400, paths]);
    }
  });
});

describe('a pasted table', () => {
  const facility = (id: number) => bodyOf<Facility>(team.apps.leader, `/api/facilities/${id}`);
  const paste = (rows: object[], member: Member = 'planner') =>
    write(member, 'patch', '/api/facilities', { body: { rows } });

  it('changes all of its rows, each with its place in the log', async () => {
    const [first, second] = [await facility(107), await facility(146)];
    const answer = await paste([
      { id: 146, revision: 1, changes: { capacity: 11 } },
      { id: 107, revision: 1, changes: { name: '金鸡岭小学', status: 'closed', openedYear: null } },
    ]);
    expect(answer.body.items).toEqual([
      { ...second, capacity: 11, revision: 2 },
      { ...first, name: '金鸡岭小学', status: 'closed', openedYear: null, revision: 2 },
    ]);
    expect((await left('facility', 107)).map(({ county }) => county)).toEqual(['433124']);
    expect((await search('金鸡岭小学'))[0]).toMatchObject({ id: '107', name: '金鸡岭小学' });
  });

  it('changes none when one row is wrong, and names every fault', async () => {
    const good = { id: 108, revision: 1, changes: { capacity: 5 } };
    const refusals: [object[], number, string[]][] = [
      [[good, { id: 109, revision: 1, changes: { capacity: -5 } }], 400, ['body.rows.1.changes.capacity']],
      [[good, { id: 109, revision: 1, changes: { kind: 'palace' } }], 400, ['rows.1.changes.kind']],
      [[good, { id: 109, revision: 1, changes: {} }], 400, ['rows.1.changes']],
      [[good, { ...good, changes: { capacity: 6 } }], 400, ['rows.1.id']],
      [[good, { id: 999_999, revision: 1, changes: { capacity: 5 } }], 400, ['rows.1.id']],
      [
        [
          { id: 109, revision: 1, changes: { name: '电话 13812345678 李四' } },
          good,
          { id: 110, revision: 1, changes: { position: [110, 20] } },
        ],
        400,
        ['rows.0.changes.name', 'rows.2.changes.position'],
      ],
    ];
    for (const [rows, status, paths] of refusals) {
      const answer = await paste(rows);
      expect([answer.status, pathsOf(answer)]).toEqual([status, paths]);
    }
    const stale = await paste([good, { id: 107, revision: 1, changes: { capacity: 5 } }]);
    expect([stale.status, stale.body.rows]).toEqual([409, [{ index: 1, id: 107, revision: 2 }]]);
    const foreign = await paste([good, { id: 147, revision: 1, changes: { capacity: 5 } }], 'countyPlanner');
    expect(foreign.status).toBe(403);
    expect((await facility(108)).revision).toBe(1);
    expect((await left('facility', 108)).length).toBe(0);
  });

  it('takes 500 rows and no more', async () => {
    const { items } = await bodyOf<{ items: Facility[] }>(team.apps.leader, '/api/facilities?limit=501');
    const rows = items.map(({ id, revision }) => ({ id, revision, changes: { capacity: 77 } }));
    expect((await paste(rows)).status).toBe(400);
    const answer = await paste(rows.slice(0, 500));
    expect([answer.status, answer.body.items.length]).toEqual([200, 500]);
  }, 60_000);
});

it('a release tells the day of a drawing, not who drew it or how often', async () => {
  const { id } = await createSite({ name: '公示安置点' });
  await write('planner', 'patch', `/api/sites/${id}`, { revision: 1, body: { people: 20 } });
  const copy = tableCopies.find(({ table }) => table === 'site')!;
  const rows = await database.read('publisher', { regions: ['433100'], personId: 1 }, (transaction) =>
    readTexts(transaction, copy, {
      versionId: '',
      planId: '',
      schemeId: '',
      hiddenSites: [],
      isDemonstrationStation: true,
      at: '',
    }),
  );
  const row = rows.find((each) => each['id'] === id)!;
  expect(row).toMatchObject({ revision: 1, source_place: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(Object.keys(row)).not.toContain('changed_by');
  expect(rows.find((each) => each['id'] === 1)).toMatchObject({ source_id: 'xiangtu-demonstration' });
});

describe('tiles', () => {
  const tileOf = async (tileset: string) => {
    const [lng, lat] = inCounty;
    const z = 12;
    const x = Math.floor(((lng + 180) / 360) * 2 ** z);
    const angle = (lat * Math.PI) / 180;
    const y = Math.floor(((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * 2 ** z);
    const tile = await makeTile(
      (statement) => database.readOne<Record<string, string | null>>('leader', noScope, statement),
      { layers: tilesets.get(tileset)!.layers, address: { z, x, y } },
    );
    return Buffer.from(tile);
  };

  it('show what was drawn, under a version of their own', async () => {
    const { dataVersion: known } = await team.apps.planner.services;
    await known.refresh();
    const before = { base: known.of('base'), places: known.of('places'), network: known.of('network') };
    await createSite({ name: '瓦片安置点' });
    expect((await tileOf('places')).includes('瓦片安置点')).toBe(true);
    expect(known.of('places')).not.toBe(before.places);
    expect([known.of('base'), known.of('network')]).toEqual([before.base, before.network]);
  });

  it('of another process are made anew when somebody comes with a version it never heard of', async () => {
    const [{ dataVersion: here }, { dataVersion: there }] = [
      await team.apps.planner.services,
      await team.apps.leader.services,
    ];
    await there.refresh();
    await createSite();
    expect(there.of('places')).not.toBe(here.of('places'));
    await there.meet('places', here.of('places'));
    expect(there.of('places')).toBe(here.of('places'));
  });
});
