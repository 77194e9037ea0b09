import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints, type EndpointName } from '../../server/contract/endpoints.ts';
import type { Session } from '../../server/contract/people.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { lockSeconds } from '../../server/features/session/lockout.ts';
import { csrfHeader } from '../../server/http/forgery.ts';
import { openTestDatabase } from '../support/database.ts';
import { everything, get, testApp, testCsrfToken, type TestApp } from './testApp.ts';
import {
  addPerson,
  as,
  cookieOf,
  logInAs,
  removePeople,
  testPassword,
  visit,
  visitorOf,
} from './testPeople.ts';

const prefix = 'session-test-';
const grants = [{ role: 'leader', regionCode: '433100' }] as const;
let database: Database;
let app: TestApp;

const addNamed = (name: string) => addPerson(database, prefix + name, grants);
const changePerson = (login: string, change: ReturnType<typeof sql>) =>
  database.administer((administration) =>
    administration.run(sql`update xiangtu.person set ${change} where login = ${prefix + login}`),
  );
const statusOf = async (cookie: string, on = app) =>
  (await get(on, '/api/villages?limit=1').set('cookie', cookie)).status;

beforeAll(async () => {
  database = openTestDatabase();
  await removePeople(database, prefix);
  app = testApp(database, { as: 'sessions' });
});
afterAll(async () => {
  await removePeople(database, prefix);
  await database.close();
});

describe('a session', () => {
  it('begins with a cookie that scripts and other sites cannot use', async () => {
    const id = await addNamed('begin');
    const response = await logInAs(app, 'SESSION-test-ｂｅｇｉｎ');
    expect(response.status).toBe(200);
    const body = response.body as Session;
    expect(body.person).toEqual({ id, login: `${prefix}begin`, name: `测试 ${prefix}begin`, grants });
    expect(body.csrfToken).toMatch(/^[\w-]{43}$/);
    expect(response.headers['set-cookie']).toHaveLength(1);
    const parts = response.headers['set-cookie']![0]!.split('; ');
    expect(parts[0]).toMatch(/^xiangtu=s%3A[\w-]{43}\./);
    expect(parts.slice(1).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
    const again = await as(app, visitorOf(response), 'get', '/api/session');
    expect(again.body).toEqual(body);
    expect(await statusOf(cookieOf(response))).toBe(200);
  });

  it('has a cookie for HTTPS only where TLS ends before the server', async () => {
    await addNamed('secure');
    const secure = testApp(database, { as: 'sessions', settings: { hasSecureCookie: true } });
    const response = await logInAs(secure, `${prefix}secure`);
    const [pair, ...attributes] = response.headers['set-cookie']![0]!.split('; ');
    expect(pair).toMatch(/^__Host-xiangtu=/);
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(await statusOf(pair!, secure)).toBe(200);
  });

  it('is stored so that the table opens none', async () => {
    const id = await addNamed('stored');
    const { cookie } = await visit(app, `${prefix}stored`);
    const [sid] = decodeURIComponent(cookie).split('s:')[1]!.split('.');
    const rows = await database.administer((administration) =>
      administration.all<{ sid: string; text: string }>(sql`
        select sid, session::text as text from xiangtu.session where person_id = ${id}`),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.sid).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]!.text).not.toContain(sid);
    expect(await statusOf(`xiangtu=${encodeURIComponent(`s:${rows[0]!.sid}.x`)}`)).toBe(401);
  });

  it('gets a new id at every login; the old one is dead', async () => {
    await addNamed('rotation');
    const first = await visit(app, `${prefix}rotation`);
    const response = await as(app, first, 'post', '/api/session').send({
      login: `${prefix}rotation`,
      password: testPassword,
    });
    expect(response.status).toBe(200);
    expect(cookieOf(response)).not.toBe(first.cookie);
    expect([await statusOf(first.cookie), await statusOf(cookieOf(response))]).toEqual([401, 200]);
  });

  it('never takes the id that somebody brought', async () => {
    await addNamed('fixation');
    const fixed = 'A'.repeat(43);
    const { sessions, audit } = await app.services;
    // Even with the right signature, as an attacker's own session would have it.
    const secret = audit.secretFor('session cookie').toString('hex');
    const signature = createHmac('sha256', secret).update(fixed).digest('base64').replace(/=+$/, '');
    const cookie = `xiangtu=${encodeURIComponent(`s:${fixed}.${signature}`)}`;
    const response = await request(app)
      .post('/api/session')
      .set('cookie', cookie)
      .send({ login: `${prefix}fixation`, password: testPassword });
    expect(response.status).toBe(200);
    expect(cookieOf(response)).toMatch(/^xiangtu=/);
    expect(cookieOf(response)).not.toContain(fixed);
    sessions.forget();
    expect(await statusOf(cookie)).toBe(401);
  });

  it('is believed only with its signature', async () => {
    await addNamed('signature');
    const { cookie } = await visit(app, `${prefix}signature`);
    const tampered = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const unsigned = cookie.replace(/\..*$/, '').replace('s%3A', '');
    const both = `other=1; ${cookie}; last=%`;
    expect([await statusOf(tampered), await statusOf(unsigned), await statusOf(both)]).toEqual([
      401, 401, 200,
    ]);
  });

  it('is known to a request that does not pass Express', async () => {
    const id = await addNamed('raw');
    const { cookie } = await visit(app, `${prefix}raw`);
    const { sessions } = await app.services;
    const raw = { headers: { cookie } } as IncomingMessage;
    expect(await sessions.authenticate(raw)).toMatchObject({ personId: id, grants });
    expect(await sessions.authenticate({ headers: {} } as IncomingMessage)).toBeNull();
  });

  it('ends at logout, here or everywhere', async () => {
    await addNamed('logout');
    const [here, there, third] = [
      await visit(app, `${prefix}logout`),
      await visit(app, `${prefix}logout`),
      await visit(app, `${prefix}logout`),
    ];
    const left = await as(app, here, 'delete', '/api/session');
    expect(left.body).toMatchObject({ person: null, csrfToken: null });
    expect(left.headers['set-cookie']![0]).toMatch(/^xiangtu=;.*Expires=Thu, 01 Jan 1970/);
    expect([await statusOf(here.cookie), await statusOf(there.cookie)]).toEqual([401, 200]);
    await as(app, there, 'delete', '/api/session?everywhere=true').expect(200);
    expect([await statusOf(there.cookie), await statusOf(third.cookie)]).toEqual([401, 401]);
  });

  /** As if these minutes had gone by since a person's sessions were touched last. */
  const age = (login: string, minutes: number) =>
    database.administer((administration) =>
      administration.run(sql`
        update xiangtu.session
        set
          expire = expire - ${minutes}::integer * interval '1 minute',
          sess = jsonb_set(
            sess::jsonb, '{startedAt}',
            to_jsonb((sess ->> 'startedAt')::timestamptz - ${minutes}::integer * interval '1 minute')
          )::json
        where person_id = (select id from xiangtu.person where login = ${login})`),
    );
  /** What each visit is answered, after these minutes without one. */
  const visitAfter = async (name: string, settings: { sessionHours?: number }, pauses: number[]) => {
    await addNamed(name);
    const aging = testApp(database, { as: 'sessions', settings: { sessionIdleMinutes: 30, ...settings } });
    const { cookie } = await visit(aging, prefix + name);
    const { sessions } = await aging.services;
    const statuses: number[] = [];
    for (const minutes of pauses) {
      await age(prefix + name, minutes);
      sessions.forget();
      statuses.push(await statusOf(cookie, aging));
    }
    return statuses;
  };

  it('ends when nothing is asked for as long as the setting says', async () => {
    const statuses = await visitAfter('idle', {}, [20, 20, 29, 20, 31]);
    expect(statuses).toEqual([200, 200, 200, 200, 401]);
  });

  it('ends at the latest when the other setting says, whatever is asked', async () => {
    const statuses = await visitAfter('absolute', { sessionHours: 2 }, [25, 25, 25, 25, 15, 10]);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 401]);
  });
});

describe('what changes elsewhere', () => {
  /** Another server process, as far as the database can tell. */
  const other = () => testApp(database, { as: 'sessions' });
  const within = async (milliseconds: number, isSo: () => Promise<boolean>) => {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      if (await isSo()) return true;
      await pause(100);
    }
    return false;
  };

  it('a disabled person is out in every process within five seconds', async () => {
    await addNamed('disabled');
    const second = other();
    const { cookie } = await visit(app, `${prefix}disabled`);
    expect([await statusOf(cookie), await statusOf(cookie, second)]).toEqual([200, 200]);
    await changePerson('disabled', sql`is_disabled = true`);
    expect(await within(5000, async () => (await statusOf(cookie, second)) === 401)).toBe(true);
    expect(await within(5000, async () => (await statusOf(cookie)) === 401)).toBe(true);
    expect((await logInAs(second, `${prefix}disabled`)).status).toBe(401);
  });

  it('grants given and taken count in every process within five seconds', async () => {
    const id = await addNamed('grants');
    const second = other();
    const { cookie } = await visit(app, `${prefix}grants`);
    expect(await statusOf(cookie, second)).toBe(200);
    await database.administer((administration) =>
      administration.run(sql`delete from xiangtu.person_grant where person_id = ${id}`),
    );
    expect(await within(5000, async () => (await statusOf(cookie, second)) === 403)).toBe(true);
  });

  it('a new password ends every other session, and gives this one a new id', async () => {
    await addNamed('password');
    const second = other();
    const here = await visit(app, `${prefix}password`);
    const there = await visit(second, `${prefix}password`);
    expect(await statusOf(there.cookie, second)).toBe(200);
    const newPassword = '江流宛转绕芳甸，月照花林';
    const wrong = await as(app, here, 'post', '/api/session/password').send({
      password: 'wrong',
      newPassword,
    });
    expect([wrong.status, (wrong.body as { code: string }).code]).toEqual([401, 'login-failed']);
    const changed = await as(app, here, 'post', '/api/session/password').send({
      password: testPassword,
      newPassword,
    });
    expect(changed.status).toBe(200);
    expect(cookieOf(changed)).not.toBe(here.cookie);
    expect([await statusOf(here.cookie), await statusOf(cookieOf(changed))]).toEqual([401, 200]);
    expect(await within(5000, async () => (await statusOf(there.cookie, second)) === 401)).toBe(true);
    expect((await logInAs(app, `${prefix}password`)).status).toBe(401);
    expect((await logInAs(app, `${prefix}password`, newPassword)).status).toBe(200);
  });
});

describe('guessing', () => {
  it('is paused after five failures, the same for names that are no account', async () => {
    await addNamed('locked');
    const answers = async (login: string) => {
      const seen: unknown[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        const { status, body, headers } = await logInAs(app, login, `wrong ${attempt}`);
        seen.push({ status, body: body as unknown, retry: Number(headers['retry-after'] ?? 0) > 25 });
        expect(headers['set-cookie']).toBeUndefined();
      }
      return seen as { status: number }[];
    };
    const known = await answers(`${prefix}locked`);
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await answers(`${prefix}nobody`)).toEqual(known);
    expect((await logInAs(app, `${prefix}locked`)).status).toBe(429);
    await changePerson('locked', sql`locked_until = now() - interval '1 second'`);
    const right = await logInAs(app, `${prefix}locked`);
    expect(right.status).toBe(200);
    const { failed } = await database.administer((administration) =>
      administration.one<{ failed: number }>(sql`
        select failed_attempts as failed from xiangtu.person where login = ${`${prefix}locked`}`),
    );
    expect(failed).toBe(0);
  });

  it('is no faster many at once', async () => {
    await addNamed('burst');
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => logInAs(app, `${prefix}burst`, `wrong ${index}`)),
    );
    const statuses = all.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  it('pauses double up to a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 10, 50].map(lockSeconds)).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  it('is limited by address, whatever names are tried', async () => {
    const strict = testApp(database, { as: 'sessions' });
    const statuses: number[] = [];
    // Attempts come back with time: on a slow machine a few more than sixty are let through.
    for (let attempt = 0; attempt < 120 && statuses.at(-1) !== 429; attempt += 1) {
      statuses.push((await logInAs(strict, `${prefix}spray-${attempt}`, 'spring2026 ')).status);
    }
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(401));
    expect(statuses.at(-1)).toBe(429);
  });

  it('takes as long for a name that is no account', async () => {
    await addNamed('time');
    const time = async (login: string) => {
      const started = performance.now();
      await logInAs(app, login, 'wrong');
      return performance.now() - started;
    };
    const least = async (login: string) => Math.min(await time(login), await time(login), await time(login));
    const [known, unknown] = [await least(`${prefix}time`), await least(`${prefix}no-such-name`)];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  it('leaves no password in the audit log', async () => {
    const { found } = await database.administer((administration) =>
      administration.one<{ found: number }>(sql`
        select count(*)::integer as found
        from xiangtu.audit_event
        where audit_event::text like any(${[
          testPassword,
          'wrong 1',
          'spring2026 ',
          '月照花林',
          '$argon2',
        ].map((word) => `%${word}%`)})`),
    );
    expect(found).toBe(0);
  });
});

describe('a new password', () => {
  it.each([
    ['short', '七个字的密码啊'],
    ['the login name in it', `x${prefix}weak9`],
    ['common', 'Woaini1314520'],
    ['one key', 'aaaaaaaaaaaaa'],
    ['longer than anybody types', 'x'.repeat(257)],
  ])('is refused when it is %s', async (_, newPassword) => {
    await removePeople(database, `${prefix}weak`);
    await addNamed('weak');
    const visitor = await visit(app, `${prefix}weak`);
    const { status, body } = await as(app, visitor, 'post', '/api/session/password').send({
      password: testPassword,
      newPassword,
    });
    expect(status).toBe(400);
    expect((body as { errors: { path: string }[] }).errors[0]!.path).toMatch(/newPassword$/);
  });
});

describe('a request another site could have made', () => {
  const changing = (Object.keys(endpoints) as EndpointName[]).filter(
    (name) => endpoints[name].method !== 'GET',
  );
  const callOf = (name: EndpointName) => {
    const { method, path } = endpoints[name];
    const url = path.replaceAll(/\{\w+\}/g, '999999999');
    const verb = method.toLowerCase() as 'post' | 'patch' | 'delete';
    return request(staffApp)[verb](url);
  };
  let staffApp: TestApp;
  beforeAll(() => {
    staffApp = testApp(database, { as: everything });
  });

  it.each(changing)('%s is refused without the token, with a wrong one, and from elsewhere', async (name) => {
    for (const headers of [
      {},
      { [csrfHeader]: 'wrong' },
      { [csrfHeader]: testCsrfToken, origin: 'https://elsewhere.example' },
      { [csrfHeader]: testCsrfToken, 'sec-fetch-site': 'cross-site' },
    ]) {
      const { status, body } = await callOf(name).set(headers).send({});
      expect([status, (body as { code: string }).code]).toEqual([403, 'forged-request']);
    }
    const { body } = await callOf(name).set(csrfHeader, testCsrfToken).send({});
    expect((body as { code?: string }).code).not.toBe('forged-request');
  });

  it('a login from another site is refused before there is a session', async () => {
    const { status, body } = await logInAs(testApp(database, { as: null }), 'anybody').set(
      'sec-fetch-site',
      'cross-site',
    );
    expect([status, (body as { code: string }).code]).toEqual([403, 'forged-request']);
  });
});
