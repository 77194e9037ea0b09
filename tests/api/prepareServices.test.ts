import { readdirSync } from 'node:fs';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../server/contract/people.ts';
import type { Database } from '../../server/database/database.ts';
import { demonstrationPeople } from '../../server/database/load/demonstrationPeople.ts';
import { sql } from '../../server/database/sql.ts';
import { prepareServices } from '../../server/features/prepareServices.ts';
import type { Services } from '../../server/services.ts';
import { openTestDatabase } from '../support/database.ts';
import { get, testApp, type TestApp } from './testApp.ts';
import { logInAs, removePeople } from './testPeople.ts';

const prefix = 'prepare-test-';
const logins = demonstrationPeople.map(({ login }) => login);
const config = {
  host: '127.0.0.1',
  port: 3999,
  hasDemonstration: true,
  hasRemoteDemonstration: false,
  demonstrationPassword: null,
};
const newPassword = '会当凌绝顶，一览众山小';

let database: Database;
let app: TestApp;
let idsBefore: number[];

/** Demonstration accounts as nobody has opened them; those that were not there are gone. */
async function closeDemonstration(): Promise<void> {
  await database.administer(async (administration) => {
    const whose = sql`select id from xiangtu.person where is_demonstration`;
    await administration.run(sql`delete from xiangtu.session where person_id in (${whose})`);
    await administration.run(sql`
      update xiangtu.person set password_hash = null, password_changed_at = null where is_demonstration`);
    const isNew = sql`is_demonstration and not id = any(${idsBefore})`;
    await administration.run(sql`
      delete from xiangtu.person_grant where person_id in (select id from xiangtu.person where ${isNew})`);
    await administration.run(sql`delete from xiangtu.person where ${isNew}`);
  });
}

beforeAll(async () => {
  database = openTestDatabase();
  await removePeople(database, prefix);
  const rows = await database.administer((administration) =>
    administration.all<{ id: number }>(sql`select id from xiangtu.person`),
  );
  idsBefore = rows.map(({ id }) => id);
  app = testApp(database, { as: 'sessions' });
});
afterAll(async () => {
  await closeDemonstration();
  await removePeople(database, prefix);
  await database.administer((administration) =>
    administration.run(sql`delete from xiangtu.setup_link where person_id is null`),
  );
  await database.close();
});

/** A start of the server, without the baking of the shipped release. @returns the lines for the console */
async function start(changes: Partial<Parameters<typeof prepareServices>[1]> = {}): Promise<string[]> {
  const lines: string[] = [];
  const releases = { prepare: async () => {} } as unknown as Services['releases'];
  const services = { ...(await app.services), releases };
  await prepareServices(services, { ...config, ...changes }, (line) => lines.push(line));
  return lines;
}

const loginsIn = async () => ((await get(app, '/api/session')).body as Session).demonstrationLogins;

describe('demonstration accounts', () => {
  it('get one password, which is said once', async () => {
    await closeDemonstration();
    const [line, ...more] = await start();
    expect(more).toEqual([]);
    const password = /^demonstration accounts .*leader: password ([\w-]+)$/.exec(line!)![1]!;
    expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){2}$/);
    expect(await start()).toEqual([]);
    expect((await loginsIn()).toSorted()).toEqual(logins.toSorted());
    const response = await logInAs(app, 'planner-huayuan', password);
    expect((response.body as Session).person).toMatchObject({
      name: '示例规划员（花垣县）',
      grants: [{ role: 'planner', regionCode: '433124' }],
    });
    const admin = await logInAs(app, 'admin', password);
    expect((admin.body as Session).person!.grants).toEqual([{ role: 'admin', regionCode: '433100' }]);
  });

  it('get the password of the setting, which is not repeated', async () => {
    await closeDemonstration();
    const lines = await start({ demonstrationPassword: 'xx-demonstration-9' });
    expect(lines).toEqual([expect.stringMatching(/: password XIANGTU_DEMO_PASSWORD$/)]);
    expect((await logInAs(app, 'leader', 'xx-demonstration-9')).status).toBe(200);
  });

  it('are refused on a network unless somebody means it', async () => {
    for (const host of ['0.0.0.0', '192.0.2.1', '::', 'xiangtu.example']) {
      await expect(start({ host })).rejects.toMatchObject({ exitCode: 78 });
    }
    for (const host of ['localhost', '127.0.0.53', '::1']) await start({ host });
    await start({ host: '0.0.0.0', hasRemoteDemonstration: true });
  });

  it('cannot log in where there is no demonstration, and a session of theirs is over', async () => {
    await start({ demonstrationPassword: 'xx-demonstration-9' });
    const { headers } = await logInAs(app, 'leader', 'xx-demonstration-9');
    const cookie = headers['set-cookie']![0]!.split(';')[0]!;
    expect((await get(app, '/api/villages').set('cookie', cookie)).status).toBe(200);
    await start({ hasDemonstration: false, host: '0.0.0.0' });
    expect((await get(app, '/api/villages').set('cookie', cookie)).status).toBe(401);
    expect((await logInAs(app, 'leader', 'xx-demonstration-9')).status).toBe(401);
    expect(await loginsIn()).toEqual([]);
  });
});

describe('the first administrator', () => {
  const offer = async () => {
    const [line] = await start({ hasDemonstration: false });
    return /^first administrator: open http:\/\/127\.0\.0\.1:3999(\/setup\/[\w-]{43}) within 24 hours$/.exec(
      line ?? '',
    )?.[1];
  };

  it('is made by a link of the console, once; a new start replaces the link', async () => {
    const old = await offer();
    const link = await offer();
    expect((await get(app, `/api${old}`)).status).toBe(404);
    const look = await get(app, `/api${link}`);
    expect(look.body).toMatchObject({ purpose: 'first-admin', login: null, name: null });
    const use = (body: object) => request(app).post(`/api${link}`).send(body);
    expect((await use({ newPassword })).status).toBe(400);
    const body = { login: `${prefix}first`, name: '第一位管理员', newPassword };
    const made = await use(body);
    expect((made.body as Session).person).toMatchObject({
      login: `${prefix}first`,
      grants: [{ role: 'admin', regionCode: '433100' }],
    });
    expect((await use({ ...body, login: `${prefix}second` })).status).toBe(404);
    expect(await offer()).toBeUndefined();
    expect((await logInAs(app, `${prefix}first`, newPassword)).status).toBe(200);
  });
});

it('the audit log is anchored at every start', async () => {
  const { audit } = await app.services;
  await start();
  expect(readdirSync(audit.anchorDirectory)).toContain(`${new Date().toISOString().slice(0, 10)}.json`);
});
