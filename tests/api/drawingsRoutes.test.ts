import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectPlace, RouteDetail, RoutePath } from '../../server/contract/drawings.ts';
import type { Project, TourismRoute } from '../../server/contract/places.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { distanceMetres } from '../../server/domain/coverage/geodesic.ts';
import { makeTeam, type Member, type Team } from '../support/team.ts';
import { startOwnDatabase } from './ownDatabase.ts';
import { bodyOf, get, send } from './testApp.ts';

let database: Database;
let stop: () => Promise<void>;
let team: Team;
beforeAll(async () => {
  ({ database, stop } = await startOwnDatabase());
  team = await makeTeam(database, 'routes');
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
const pathsOf = (answer: { body: { errors?: { path: string }[] } }) =>
  (answer.body.errors ?? []).map(({ path }) => path);
const places = async (number: number) => {
  const { items } = await bodyOf<{ items: Project[] }>(team.apps.leader, '/api/projects');
  return items.find((project) => project.number === number)!.mapped;
};

/** 花垣县 and its neighbour 保靖县. */
const inCounty: [number, number] = [109.418321, 28.332499];
const nearby: [number, number] = [109.43, 28.34];
const inSibling: [number, number] = [109.616691, 28.858195];

describe('a place of a project', () => {
  const draw = (member: Member, geometry: object, rest: object = {}) =>
    write(member, 'post', '/api/projects/3/places', {
      body: { place: '花垣产业园', geometry, locationQuality: 'surveyed', ...rest },
    });
  const ring = [inCounty, [109.43, 28.33], nearby, inCounty];

  it('is a point, a line or an area, in the county that has all of it', async () => {
    const geometries = [
      { type: 'Point', coordinates: inCounty },
      { type: 'LineString', coordinates: [inCounty, nearby] },
      { type: 'Polygon', coordinates: [ring] },
    ];
    for (const geometry of geometries) {
      const { status, body } = await draw('countyPlanner', geometry);
      expect(status).toBe(200);
      const item = body.item as ProjectPlace;
      const isPoint = geometry.type === 'Point';
      expect(item).toMatchObject({ countyCode: '433124', isDemonstration: false, revision: 1 });
      expect(item.shape).toEqual(isPoint ? null : geometry);
      if (isPoint) expect(item).toMatchObject({ position: inCounty, villageId: expect.any(Number) });
      expect(await places(3)).toContainEqual(
        expect.objectContaining({ order: item.order, shape: item.shape, position: item.position }),
      );
    }
  });

  it('in several counties is for planners of the whole plan', async () => {
    const across = { type: 'LineString', coordinates: [inCounty, inSibling] };
    expect((await draw('countyPlanner', across)).status).toBe(403);
    const { body } = await draw('planner', across);
    expect(body.item.countyCode).toBeNull();
    const url = `/api/projects/3/places/${body.item.order}`;
    expect((await write('countyPlanner', 'delete', url, { revision: 1 })).status).toBe(403);
  });

  it('is moved, deleted and brought back; its order is not used again', async () => {
    const { body } = await draw('planner', { type: 'Polygon', coordinates: [ring] });
    const { order } = body.item as ProjectPlace;
    const url = `/api/projects/3/places/${order}`;
    const moved = await write('countyPlanner', 'patch', url, {
      revision: 1,
      body: { geometry: { type: 'Point', coordinates: nearby } },
    });
    expect(moved.body.item).toMatchObject({
      position: nearby,
      shape: null,
      revision: 2,
      locationQuality: 'estimated',
    });
    expect((await write('planner', 'patch', url, { revision: 1, body: { place: '甲' } })).status).toBe(409);
    const deleted = await write('planner', 'delete', url, { revision: 2 });
    const next = await draw('planner', { type: 'Point', coordinates: inCounty });
    expect(next.body.item.order).toBe(order + 1);
    const restored = await write('planner', 'post', deleted.body.restorePath);
    expect(restored.body.item).toEqual(moved.body.item);
  });

  it('is refused with the place of its fault', async () => {
    const bowTie = [inCounty, nearby, [109.43, 28.33], [109.418321, 28.34], inCounty];
    const refusals: [object, string[]][] = [
      [{ type: 'Polygon', coordinates: [bowTie] }, ['geometry']],
      [{ type: 'Polygon', coordinates: [ring.slice(0, 3)] }, ['geometry']],
      [{ type: 'LineString', coordinates: [inCounty, [109.4, 99]] }, ['geometry.coordinates.1']],
      [{ type: 'LineString', coordinates: [inCounty, [100, 28]] }, ['geometry.coordinates.1']],
      [{ type: 'Circle', coordinates: inCounty }, ['body.geometry.type']],
      [{ type: 'LineString', coordinates: ['x', 'y'] }, ['geometry']],
    ];
    for (const [geometry, paths] of refusals) {
      const answer = await draw('planner', geometry);
      expect([geometry, answer.status, [...new Set(pathsOf(answer))]]).toEqual([geometry, 400, paths]);
    }
    expect((await write('planner', 'post', '/api/projects/999/places', { body: {} })).status).toBe(400);
  });
});

const halt = (name: string, position: [number, number], rest: object = {}) => ({
  name,
  position,
  locationQuality: 'estimated',
  ...rest,
});
const route = (id: string) => bodyOf<RouteDetail>(team.apps.leader, `/api/routes/${id}`);

describe('a route of the plan', () => {
  it('gets stops in another order and a new line; what the plan says stays', async () => {
    const before = await route('red-tourism');
    const stops = before.stops.toReversed().map(({ order, name, position, locationQuality }) => ({
      was: order,
      name,
      position,
      locationQuality,
    }));
    stops.splice(1, 0, { ...halt('休息点', inCounty), was: null } as never);
    const line = {
      type: 'MultiLineString',
      coordinates: [
        [inCounty, nearby],
        [nearby, inSibling],
      ],
    };
    const answer = await write('planner', 'patch', '/api/routes/red-tourism', {
      revision: 1,
      body: { stops, line, lineQuality: 'estimated' },
    });
    expect(answer.status).toBe(200);
    const { item } = answer.body as { item: RouteDetail };
    expect(item.line).toEqual(line);
    expect(item.isDemonstration).toBe(true);
    expect([item.name, item.countyNames, item.revision]).toEqual([before.name, before.countyNames, 2]);
    const [first, added, ...others] = item.stops;
    expect(added).toMatchObject({ order: 2, name: '休息点', isAnchor: false, isDemonstration: false });
    const same = (each: TourismRoute['stops'][number]) => ({ ...each, order: 0 });
    expect([first!, ...others].map(same)).toEqual(before.stops.toReversed().map(same));
    const metres = distanceMetres(...inCounty, ...nearby) + distanceMetres(...nearby, ...inSibling);
    expect(item.lengthMetres).toBeCloseTo(metres, 0);
  });

  it('keeps its name, the names of the stops the plan gives, and itself', async () => {
    const { revision, stops } = await route('town-tourism');
    const change = (body: object) =>
      write('planner', 'patch', '/api/routes/town-tourism', { revision, body });
    expect(pathsOf(await change({ name: '别的名字' }))).toEqual(['name']);
    const anchor = stops.find(({ isAnchor }) => isAnchor)!;
    const renamed = {
      was: anchor.order,
      name: '别的地方',
      position: anchor.position,
      locationQuality: 'estimated',
    };
    expect(pathsOf(await change({ stops: [renamed] }))).toEqual(['stops.0.name']);
    expect(pathsOf(await change({ stops: [halt('甲', inCounty, { was: 99 })] }))).toEqual(['stops.0.was']);
    expect(pathsOf(await change({ stops: [halt('甲', [100, 28])] }))).toEqual(['stops.0.position']);
    expect(pathsOf(await change({ line: { type: 'LineString', coordinates: [inCounty] } }))).not.toEqual([]);
    const deleted = await write('planner', 'delete', '/api/routes/town-tourism', { revision });
    expect([deleted.status, deleted.body.code]).toEqual([409, 'illegal-state']);
    expect(await route('town-tourism')).toMatchObject({ revision, stops });
  });

  it('is for planners of the whole plan', async () => {
    for (const member of ['countyPlanner', 'reviewer', 'leader'] as const) {
      const answer = await write(member, 'patch', '/api/routes/town-tourism', {
        revision: 1,
        body: { line: null },
      });
      expect([member, answer.status]).toEqual([member, 403]);
    }
  });
});

it('a drawn route is found, changed, deleted and brought back as it was', async () => {
  const created = await write('planner', 'post', '/api/routes', {
    body: {
      name: '清江画廊线',
      stops: [halt('起点', inCounty), halt('终点', inSibling)],
      line: { type: 'LineString', coordinates: [inCounty, inSibling] },
    },
  });
  expect(created.status).toBe(200);
  const item = created.body.item as RouteDetail;
  expect(item).toMatchObject({
    nameEn: '清江画廊线',
    countyNames: expect.arrayContaining(['花垣县', '保靖县']),
    isDemonstration: false,
    lineQuality: 'estimated',
    source: { id: 'drawing' },
  });
  const found = await bodyOf<{ items: { id: string }[] }>(
    team.apps.leader,
    `/api/search?q=${encodeURIComponent('清江画廊')}`,
  );
  expect(found.items[0]).toMatchObject({ type: 'route', id: item.id });
  const url = `/api/routes/${item.id}`;
  const changed = await write('planner', 'patch', url, {
    revision: 1,
    body: { name: '清江风光线', line: null },
  });
  expect(changed.body.item).toMatchObject({
    name: '清江风光线',
    line: null,
    lengthMetres: null,
    revision: 2,
  });
  const again = await write('planner', 'patch', url, {
    revision: 2,
    body: { line: { type: 'LineString', coordinates: [inCounty, nearby] }, lineQuality: 'surveyed' },
  });
  expect(again.body.item).toMatchObject({
    lineQuality: 'surveyed',
    countyNames: ['花垣县'],
    isDemonstration: false,
  });
  const deleted = await write('planner', 'delete', url, { revision: 3 });
  expect((await get(team.apps.leader, url)).status).toBe(404);
  const restored = await write('planner', 'post', deleted.body.restorePath);
  expect(restored.body.item).toEqual(again.body.item);
  const history = await bodyOf<{ items: { action: string }[] }>(
    team.apps.leader,
    `/api/history/route/${item.id}`,
  );
  expect(history.items.map(({ action }) => action)).toEqual([
    'restore-route',
    'delete-route',
    'change-route',
    'change-route',
    'create-route',
  ]);
});

describe('the way along roads', () => {
  const ask = (body: object, member: Member = 'leader') =>
    write(member, 'post', '/api/route-paths', { body });
  const villages = () =>
    database.administer((administration) =>
      administration.all<{ position: [number, number] }>(sql`
        select array[ST_X(geom), ST_Y(geom)] as position
        from xiangtu.village
        where county_code = '433124' and geom is not null
        order by id
        limit 30`),
    );

  it('leads through the stops, on open roads, no shorter than the straight line', async () => {
    const found = await villages();
    const stops = [found[0]!.position, found[12]!.position, found[29]!.position];
    const answer = await ask({ stops });
    expect(answer.status).toBe(200);
    const path = answer.body as RoutePath;
    expect(path.legs).toHaveLength(2);
    expect(path.isDemonstration).toBe(true);
    path.legs.forEach((leg, index) => {
      const [from, to] = [stops[index]!, stops[index + 1]!];
      const straight = distanceMetres(...from, ...to) - path.snaps[index]! - path.snaps[index + 1]!;
      expect(leg.metres).toBeGreaterThanOrEqual(straight - 1);
      expect(leg.minutes).toBeGreaterThanOrEqual(leg.metres / (55_000 / 60) - 0.01);
    });
    const roads = path.legs.flatMap(({ roadIds }) => roadIds);
    const closed = await database.administer((administration) =>
      administration.all(sql`select id from xiangtu.road where is_closed and id = any(${roads}::integer[])`),
    );
    expect(closed).toEqual([]);
  });

  it('follows when a road is closed', async () => {
    const found = await villages();
    const stops = [found[0]!.position, found[29]!.position];
    const open = (await ask({ stops })).body as RoutePath;
    const [road] = open.legs[0]!.roadIds.slice(1);
    const close = (isClosed: boolean) =>
      database.administer((administration) =>
        administration.run(sql`update xiangtu.road set is_closed = ${isClosed} where id = ${road!}`),
      );
    await close(true);
    const around = await ask({ stops });
    await close(false);
    if (around.status === 200) {
      expect((around.body as RoutePath).legs[0]!.roadIds).not.toContain(road);
      expect((around.body as RoutePath).minutes).toBeGreaterThanOrEqual(open.minutes);
    } else expect(pathsOf(around)).toEqual(['stops.1']);
    expect((await ask({ stops })).body).toEqual(open);
  });

  it('is refused for a place without a road, by its name', async () => {
    const far = await ask({ stops: [inCounty, [112, 31]], names: ['花垣', '远方'] });
    expect([far.status, pathsOf(far)]).toEqual([400, ['stops.1']]);
    expect(far.body.errors[0].message).toContain('「远方」');
    expect((await ask({ stops: [inCounty] })).status).toBe(400);
  });
});
