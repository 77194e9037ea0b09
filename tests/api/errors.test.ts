import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import request from 'supertest';
import pino from 'pino';
import { endpoints, type EndpointName } from '../../server/contract/endpoints.ts';
import { errorCodes, type Problem } from '../../server/contract/errors.ts';
import { routes } from '../../server/contract/routes.ts';
import type { Database } from '../../server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { get, send, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database);
});
afterAll(() => database.close());

const problemOf = (response: { text: string }) => JSON.parse(response.text) as Problem;

describe('a request that is wrong', () => {
  it.each([
    ['/api/villages?limit=0', 'query.limit'],
    ['/api/villages?limit=many', 'query.limit'],
    ['/api/villages?region=4331', 'query.region'],
    ['/api/villages?region=433101&region=433122', 'query.region'],
    ['/api/villages?membership=friend', 'query.membership'],
    ['/api/villages?cursor=nonsense', 'query.cursor'],
    ['/api/villages?cursor=WyJhIl0', 'query.cursor'],
    ['/api/villages?q=%00', 'query.q'],
    ['/api/villages/zero', 'params.id'],
    ['/api/villages/-1', 'params.id'],
    ['/api/villages/1.5', 'params.id'],
    ['/api/villages/99999999999999999999', 'params.id'],
    ['/api/regions/abc', 'params.code'],
    ['/api/search', 'query.q'],
    ['/api/search?q=', 'query.q'],
    [`/api/search?q=${'x'.repeat(61)}`, 'query.q'],
    ['/api/coverage/reach', 'query.kind'],
    ['/api/coverage/reach?kind=clinic&standardMetres=0', 'query.standardMetres'],
    ['/api/coverage/reach?kind=clinic&standardMetres=1e99', 'query.standardMetres'],
    ['/api/export/persons.csv', 'params.layer'],
    ['/api/export/villages.xlsx', 'params.format'],
  ])('%s is told what is wrong with %s', async (url, path) => {
    const response = await get(app, url);
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.headers['cache-control']).toBe('no-store');
    const problem = problemOf(response);
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem.errors!.map((error) => error.path)).toContain(path);
    expect(problem.errors!.every((error) => error.message.length > 3)).toBe(true);
  });

  it('is told in Chinese, or in English when it asks so', async () => {
    const message = async (headers: Record<string, string>, query = '') =>
      problemOf(await get(app, `/api/regions/abc?${query}`).set(headers)).errors![0]!.message;
    expect(await message({})).toBe('行政区划代码为 6、9 或 12 位数字');
    expect(await message({ 'accept-language': 'en-GB,en;q=0.9' })).toBe(
      'a division code has 6, 9 or 12 digits',
    );
    expect(await message({ 'accept-language': 'en' }, 'lang=zh')).toBe('行政区划代码为 6、9 或 12 位数字');
    const limit = problemOf(await get(app, '/api/villages?limit=x&lang=en')).errors![0]!.message;
    expect(limit).toMatch(/^Invalid input: expected number/);
    expect(problemOf(await get(app, '/api/villages?limit=x')).errors![0]!.message).toMatch(/^无效输入/);
  });

  it.each([
    '/api/villages/999999',
    '/api/regions/999999',
    '/api/sites/999999',
    '/api/facilities/999999',
    '/api/versions/none',
    '/api/versions/none/assignments',
    '/api/versions/none/summary',
    '/api/coverage/reach?kind=castle',
    '/api',
    '/api/nothing',
    '/api/villages/1/nothing',
  ])('%s is not found', async (url) => {
    const response = await get(app, url);
    expect([response.status, problemOf(response).code]).toEqual([404, 'not-found']);
    expect(problemOf(response).title).toBe('没有找到。');
  });

  it('is told which methods an address has', async () => {
    const methodsOf = new Map<string, string[]>();
    for (const [name, { method, path }] of Object.entries(endpoints)) {
      if (routes[name as EndpointName].audience === 'public') continue;
      const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
      methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...methods]);
    }
    for (const [path, methods] of methodsOf) {
      const url = path.replaceAll(/\{(\w+)\}/g, '1');
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        if (methods.includes(method.toUpperCase())) continue;
        const response = await request(app)[method](url);
        expect([response.status, response.headers['allow']], `${method} ${url}`).toEqual([
          405,
          methods.join(', '),
        ]);
      }
    }
  });

  it('with a large body is refused', async () => {
    const large = { login: 'x'.repeat(100_000), password: 'x' };
    expect((await send(app, 'post', '/api/session', large)).status).toBe(413);
  });

  it('GeoJSON of what has no place is not acceptable', async () => {
    expect((await get(app, '/api/export/indicators.geojson')).status).toBe(406);
  });
});

describe('HEAD', () => {
  it('has the headers of GET and no body', async () => {
    const plain = { 'accept-encoding': 'identity' };
    const head = await request(app).head('/api/schemes').set(plain);
    const full = await get(app, '/api/schemes').set(plain);
    expect(head.status).toBe(200);
    expect(head.text).toBeUndefined();
    for (const header of ['content-type', 'etag', 'content-length', 'cache-control']) {
      expect(head.headers[header], header).toBe(full.headers[header]);
    }
    expect((await request(app).head('/api/villages/999999')).status).toBe(404);
  });
});

describe('compression', () => {
  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=0.5, br;q=0.1', 'gzip'],
    ['identity', undefined],
    ['', undefined],
  ])('accept-encoding %s gives %s, with a validator of its own', async (accepted, encoding) => {
    const response = await request(app).get('/api/regions').set('accept-encoding', accepted);
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers['vary']).toContain('accept-encoding');
    expect(response.body.items).toHaveLength(125);
    const tag = response.headers['etag'] as string;
    expect(tag.endsWith(`-${encoding}"`)).toBe(encoding !== undefined);
    const again = await get(app, '/api/regions').set({ 'accept-encoding': accepted, 'if-none-match': tag });
    expect(again.status).toBe(304);
  });

  it('leaves small answers alone', async () => {
    expect((await get(app, '/api/health')).headers['content-encoding']).toBeUndefined();
  });
});

describe('a server that fails', () => {
  const secret = 'password=hunter2';
  const failing = (failure: () => never) =>
    ({ ...database, engine: 'postgres', read: async () => failure() }) as unknown as Database;

  it('answers 500 without a word of what happened, and logs it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    const broken = failing(() => {
      throw new Error(`could not connect with ${secret}`, { cause: new Error(secret) });
    });
    const response = await get(testApp(broken, { log }), '/api/villages');
    expect([response.status, problemOf(response)]).toEqual([
      500,
      {
        type: 'urn:xiangtu:problem:internal-error',
        title: errorCodes['internal-error'].zh,
        status: 500,
        code: 'internal-error',
      },
    ]);
    expect(JSON.stringify([response.text, response.headers])).not.toContain('hunter2');
    expect(lines.join('')).toContain('hunter2');
  });

  it('that breaks its own schema answers 500 where answers are checked', async () => {
    const wrong = { engine: 'postgres', read: async () => ({ items: [{ key: 7 }] }) } as unknown as Database;
    expect((await get(testApp(wrong), '/api/schemes')).status).toBe(500);
  });

  it('logs one line a request, without the query', async () => {
    const write = vi.fn<(line: string) => void>();
    await get(testApp(database, { log: pino({ level: 'info' }, { write }) }), '/api/search?q=hunter2');
    await vi.waitFor(() => expect(write).toHaveBeenCalled());
    expect(write).toHaveBeenCalledOnce();
    const line = write.mock.calls[0]![0];
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      path: '/api/search',
      status: 200,
      isAborted: false,
    });
    expect(line).not.toContain('hunter2');
  });
});

describe('whatever is asked', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ maxLength: 200 }),
    fc.constantFrom(
      '\0',
      '%',
      "';--",
      '433101\n',
      '-1',
      '1e309',
      'NaN',
      '[]',
      '{}',
      '2147483648',
      '\u{D800}',
      '../..',
    ),
    fc.integer().map(String),
    fc.bigInt().map(String),
  );
  const encode = (text: string) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ''));
  // A stream of events has no end to wait for.
  const templates = Object.values(endpoints)
    .map(({ path }) => path as string)
    .filter((path) => path !== endpoints.streamEvents.path);
  const parameters = [
    'q',
    'limit',
    'cursor',
    'region',
    'kind',
    'parent',
    'level',
    'version',
    'category',
    'membership',
    'standardMetres',
    'lang',
  ];

  it('is never answered 5xx', async () => {
    const urls = fc
      .record({
        template: fc.constantFrom(...templates),
        path: hostile,
        query: fc.dictionary(fc.constantFrom(...parameters), hostile, { maxKeys: 4 }),
      })
      .map(({ template, path, query }) => {
        const search = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`);
        return `${template.replaceAll(/\{\w+\}/g, encode(path) || 'x')}?${search.join('&')}`;
      });
    await fc.assert(
      fc.asyncProperty(urls, async (url) => {
        const response = await get(app, url);
        expect(response.status, url).toBeLessThan(500);
        if (response.status >= 400) expect(response.headers['content-type']).toBe('application/problem+json');
      }),
      { seed: 20260105, numRuns: 400 },
    );
  });

  it.each([
    '/api/villages/%',
    '/api/regions/%E0%A4%A',
    '/api/search?q=%E0%A4%A',
    '/api/search?q=%C3%28',
    '//',
    '/api/../etc',
  ])('%s, which is no address at all, is answered 4xx or by a search for what is left', async (url) =>
    expect((await get(app, url)).status).toBeLessThan(500),
  );
});
