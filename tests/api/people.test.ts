import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../server/contract/audit.ts';
import type { Person, Session } from '../../server/contract/people.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import type { Grant } from '../../server/domain/access/permissions.ts';
import { openTestDatabase } from '../support/database.ts';
import { get, principalOf, send, testApp, type TestApp } from './testApp.ts';
import { addPerson, as, cookieOf, logInAs, removePeople, visit, visitorOf } from './testPeople.ts';

const prefix = 'people-test-';
const county = '433124';
/** 龙潭镇 in it. */
const township = '433124102';
const otherCounty = '433122';
const grant = (role: Grant['role'], regionCode: string): Grant => ({ role, regionCode });

let database: Database;
/** As administrator of one county, and of the prefecture. */
let app: TestApp;
let above: TestApp;
let countyAdmin: number;
beforeAll(async () => {
  database = openTestDatabase();
  await removePeople(database, prefix);
  countyAdmin = await addPerson(database, `${prefix}county`, [grant('admin', county)]);
  await addPerson(database, `${prefix}prefecture`, [grant('admin', '433100')]);
  app = testApp(database, { as: await principalOf(database, `${prefix}county`) });
  above = testApp(database, { as: await principalOf(database, `${prefix}prefecture`) });
});
afterAll(async () => {
  await removePeople(database, prefix);
  await database.close();
});

interface Created {
  person: Person;
  link: { path: string; expiresAt: string };
}
const create = (name: string, grants: Grant[], on = app) =>
  send(on, 'post', '/api/people', { login: prefix + name, name: `新人 ${name}`, grants });
const created = async (name: string, grants: Grant[], on = app) => {
  const { status, body, text } = await create(name, grants, on);
  if (status !== 200) throw new Error(text);
  return body as Created;
};
const codeOf = (body: unknown) => (body as { code?: string }).code;
const historyOf = async (id: number) => {
  const { body } = await get(above, `/api/history/person/${id}`);
  return (body as { items: HistoryEvent[] }).items;
};

describe('creating a person', () => {
  it('answers a link by which they choose their password, and logs them in with it', async () => {
    const { person, link } = await created('linked', [grant('planner', county)]);
    expect(person).toMatchObject({
      login: `${prefix}linked`,
      hasPassword: false,
      isDisabled: false,
      isManaged: true,
      grants: [grant('planner', county)],
    });
    const days = (Date.parse(link.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    const real = testApp(database, { as: 'sessions' });
    const address = `/api${link.path}`;
    expect((await get(real, address)).body).toEqual({
      purpose: 'password',
      login: person.login,
      name: person.name,
      expiresAt: link.expiresAt,
    });
    const newPassword = '孤帆远影碧空尽，唯见长江';
    const weak = await request(real).post(address).send({ newPassword: 'password123' });
    expect(weak.status).toBe(400);
    const used = await request(real).post(address).send({ newPassword });
    expect((used.body as Session).person).toMatchObject({ id: person.id, grants: person.grants });
    expect((await as(real, visitorOf(used), 'get', '/api/villages?limit=1')).status).toBe(200);
    const [again, look] = [await request(real).post(address).send({ newPassword }), await get(real, address)];
    expect([again.status, look.status]).toEqual([404, 404]);
    expect((await logInAs(real, person.login, newPassword)).status).toBe(200);
    const stored = await database.administer((administration) =>
      administration.one<{ text: string }>(sql`
        select string_agg(setup_link::text, ' ') || (
          select string_agg(audit_event::text, ' ') from xiangtu.audit_event where subject_type = 'person'
        ) as text
        from xiangtu.setup_link
        where person_id = ${person.id}`),
    );
    expect(stored.text).not.toContain(link.path.split('/').at(-1));
  });

  it('is refused for a login that is taken, in whatever letters', async () => {
    await created('taken', []);
    const { status, body } = await create('ＴＡＫＥＮ', []);
    expect([status, codeOf(body)]).toEqual([409, 'already-exists']);
  });

  it('is refused outside own regions, above them, and in no region', async () => {
    for (const regionCode of [otherCounty, '433100', '430000']) {
      const { status, body } = await create('outside', [
        grant('leader', county),
        grant('leader', regionCode),
      ]);
      expect([status, codeOf(body)]).toEqual([403, 'forbidden']);
    }
    const { status, body } = await create('nowhere', [grant('leader', '433124999')]);
    expect([status, (body as { errors: { path: string }[] }).errors[0]!.path]).toEqual([
      400,
      'body.grants.0.regionCode',
    ]);
    const { items } = (await get(app, '/api/people')).body as { items: Person[] };
    expect(items.filter(({ login }) => /outside|nowhere/.test(login))).toEqual([]);
    expect((await create('below', [grant('leader', township)])).status).toBe(200);
  });

  it('is for administrators', async () => {
    await addPerson(database, `${prefix}planner`, [grant('planner', '433100')]);
    const planner = testApp(database, { as: await principalOf(database, `${prefix}planner`) });
    expect((await create('by-planner', [], planner)).status).toBe(403);
    expect((await get(planner, '/api/people')).status).toBe(403);
    expect((await get(testApp(database, { as: null }), '/api/people')).status).toBe(401);
  });
});

describe('managing a person', () => {
  it('everybody is seen, and it is said who can be changed', async () => {
    await created('here', [grant('leader', county)]);
    await created('there', [grant('leader', county), grant('leader', otherCounty)], above);
    const { items } = (await get(app, '/api/people')).body as { items: Person[] };
    const managed = (name: string) => items.find(({ login }) => login === prefix + name)!.isManaged;
    expect([managed('here'), managed('there'), managed('prefecture')]).toEqual([true, false, false]);
  });

  it('is refused for somebody with a role elsewhere, in every way', async () => {
    const { person } = await created(
      'elsewhere',
      [grant('leader', county), grant('clerk', otherCounty)],
      above,
    );
    const at = `/api/people/${person.id}`;
    for (const answer of [
      await send(app, 'patch', at, { isDisabled: true }),
      await send(app, 'post', `${at}/grants`, { add: [grant('clerk', county)] }),
      await send(app, 'post', `${at}/grants`, { remove: [grant('leader', county)] }),
      await send(app, 'post', `${at}/password-link`),
    ]) {
      expect([answer.status, codeOf(answer.body)]).toEqual([403, 'forbidden']);
    }
    expect((await send(above, 'patch', at, { name: '改名' })).body).toMatchObject({ name: '改名' });
    expect((await send(app, 'patch', '/api/people/2147483647', { name: '无' })).status).toBe(404);
  });

  it('the database says the same to a request that forgot to ask', async () => {
    const { person } = await created('policy', [grant('leader', otherCounty)], above);
    const scope = { regions: [county], personId: countyAdmin };
    const refused = { cause: { code: '42501' } };
    const link = sql`
      insert into xiangtu.setup_link (token_hash, person_id, created_by, expires_at)
      values ('x', ${person.id}, ${countyAdmin}, now() + interval '1 day')`;
    const given = sql`
      insert into xiangtu.person_grant (person_id, role, region_code, granted_by)
      values (${person.id}, 'admin', ${otherCounty}, ${countyAdmin})`;
    for (const statement of [link, given]) {
      const attempt = database.transaction('admin', scope, (transaction) => transaction.run(statement));
      await expect(attempt).rejects.toMatchObject(refused);
    }
    for (const statement of [
      sql`update xiangtu.person set is_disabled = true where id = ${person.id}`,
      sql`delete from xiangtu.person_grant where person_id = ${person.id}`,
    ]) {
      const count = await database.transaction('admin', scope, (transaction) => transaction.run(statement));
      expect(count).toBe(0);
    }
    const password = database.transaction('admin', scope, (transaction) =>
      transaction.all(sql`select password_hash from xiangtu.person`),
    );
    await expect(password).rejects.toMatchObject(refused);
  });

  it('disabling ends sessions, and enabling lets in again', async () => {
    const id = await addPerson(database, `${prefix}toggled`, [grant('leader', county)]);
    const real = testApp(database, { as: 'sessions' });
    const visitor = await visit(real, `${prefix}toggled`);
    const disabled = await send(app, 'patch', `/api/people/${id}`, { isDisabled: true });
    expect(disabled.body).toMatchObject({ isDisabled: true });
    const { sessions } = await real.services;
    sessions.forget();
    expect((await as(real, visitor, 'get', '/api/villages')).status).toBe(401);
    expect((await send(app, 'post', `/api/people/${id}/password-link`)).status).toBe(409);
    await send(app, 'patch', `/api/people/${id}`, { isDisabled: false }).expect(200);
    expect((await as(real, visitor, 'get', '/api/villages')).status).toBe(401);
    expect(cookieOf(await logInAs(real, `${prefix}toggled`))).not.toBe('');
  });

  it('a lock is taken back', async () => {
    const id = await addPerson(database, `${prefix}locked`, [grant('leader', county)]);
    const real = testApp(database, { as: 'sessions' });
    for (let attempt = 0; attempt < 5; attempt += 1) await logInAs(real, `${prefix}locked`, 'wrong');
    const { items } = (await get(app, '/api/people')).body as { items: Person[] };
    expect(items.find((person) => person.id === id)!.lockedUntil).toMatch(/^2/);
    expect((await logInAs(real, `${prefix}locked`)).status).toBe(429);
    const { body } = await send(app, 'patch', `/api/people/${id}`, { unlock: true });
    expect(body).toMatchObject({ lockedUntil: null });
    expect((await logInAs(real, `${prefix}locked`)).status).toBe(200);
  });

  it('grants are given and taken, each change recorded whole', async () => {
    const { person } = await created('grants', [grant('leader', county)]);
    const at = `/api/people/${person.id}/grants`;
    const change = {
      add: [grant('planner', county), grant('leader', county)],
      remove: [grant('leader', county)],
    };
    expect((await send(app, 'post', at, change)).body).toMatchObject({
      grants: [grant('leader', county), grant('planner', county)],
    });
    await send(app, 'post', at, { remove: [grant('leader', county)] }).expect(200);
    expect((await send(app, 'post', at, { add: [grant('clerk', otherCounty)] })).status).toBe(403);
    const [last, , first] = await historyOf(person.id);
    expect(last).toMatchObject({
      action: 'grants-changed',
      chain: county,
      actor: { id: countyAdmin },
      before: { grants: [grant('leader', county), grant('planner', county)] },
      after: { login: person.login, grants: [grant('planner', county)] },
    });
    expect(first).toMatchObject({ action: 'person-created', before: null });
  });

  it('a new link takes the password over, and ends older links', async () => {
    const id = await addPerson(database, `${prefix}relinked`, [grant('leader', county)]);
    const links = [
      (await send(app, 'post', `/api/people/${id}/password-link`)).body as Created['link'],
      (await send(app, 'post', `/api/people/${id}/password-link`)).body as Created['link'],
    ];
    const real = testApp(database, { as: 'sessions' });
    const body = { newPassword: '大漠孤烟直，长河落日圆！' };
    expect((await request(real).post(`/api${links[1]!.path}`).send(body)).status).toBe(200);
    expect((await get(real, `/api${links[0]!.path}`)).status).toBe(404);
    expect((await logInAs(real, `${prefix}relinked`)).status).toBe(401);
  });
});

describe('an administrator', () => {
  it('cannot disable themselves or take their own last admin role', async () => {
    const at = `/api/people/${countyAdmin}`;
    const own = [grant('admin', county)];
    const [disabled, taken] = [
      await send(app, 'patch', at, { isDisabled: true }),
      await send(app, 'post', `${at}/grants`, { remove: own }),
    ];
    expect([disabled.status, taken.status]).toEqual([409, 409]);
    expect(codeOf(taken.body)).toBe('illegal-state');
    const moved = await send(app, 'post', `${at}/grants`, { add: [grant('admin', township)], remove: own });
    expect(moved.body).toMatchObject({ grants: [grant('admin', township)] });
    await send(above, 'post', `${at}/grants`, { add: own, remove: [grant('admin', township)] }).expect(200);
    await send(above, 'post', `${at}/grants`, { remove: own }).expect(200);
  });
});
