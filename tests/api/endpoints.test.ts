import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { endpoints, publicPath, type EndpointName } from '../../server/contract/endpoints.ts';
import { routes } from '../../server/contract/routes.ts';
import type { Database } from '../../server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { samples, type FactEndpoint } from './samples.ts';
import { bodyOf, get, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database);
});
afterAll(() => database.close());

const names = Object.keys(samples) as FactEndpoint[];

describe.each(names)('%s', (name) => {
  const {
    response: schema,
    produces,
    cache,
  } = routes[name] as {
    response: z.ZodType | null;
    produces?: readonly string[];
    cache: string;
  };

  it.each(samples[name])('answers %s by its schema', async (url) => {
    const response = await get(app, url);
    expect(response.status).toBe(200);
    if (schema) {
      expect(response.headers['content-type']).toBe('application/json');
      // Parsing drops what the schema does not know: nothing undocumented may be in the answer.
      expect(schema.parse(response.body)).toEqual(response.body);
    } else {
      expect(produces).toContain(response.headers['content-type']!.split(';')[0]);
    }
    expect(response.headers['cache-control']).toBe(cache === 'data' ? 'private, no-cache' : 'no-store');
  });

  it('answers nothing the second time to who has it', async () => {
    const url = samples[name][0]!;
    const first = await get(app, url);
    if (cache !== 'data') {
      expect(first.headers['etag']).toBeUndefined();
      return;
    }
    expect(first.headers['etag']).toMatch(/^"[\w.-]+"$/);
    const second = await get(app, url).set('if-none-match', first.headers['etag']!);
    expect([second.status, second.text]).toEqual([304, '']);
    const other = await get(app, url).set('if-none-match', '"other"');
    expect(other.status).toBe(200);
  });
});

describe('the OpenAPI description', () => {
  interface OpenApi {
    openapi: string;
    paths: Record<
      string,
      Record<
        string,
        {
          operationId: string;
          parameters?: { in: string; name: string }[];
          responses: Record<string, unknown>;
        }
      >
    >;
  }
  const operationsOf = (document: OpenApi) =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );

  it('describes every endpoint once, under its address', async () => {
    const document = await bodyOf<OpenApi>(app, '/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const described = operationsOf(document).map(({ operationId, method, path }) => [
      operationId,
      { method: method.toUpperCase(), path },
    ]);
    const expected = (Object.keys(endpoints) as EndpointName[]).flatMap((name) => {
      const { method, path } = endpoints[name];
      const { audience } = routes[name];
      return [
        ...(audience === 'public' ? [] : [[name, { method, path }] as const]),
        ...(audience === 'staff' ? [] : [[`${name}OfRelease`, { method, path: publicPath(path) }] as const]),
      ];
    });
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected));
    expect(described).toHaveLength(expected.length);
  });

  it('names every parameter of a path and every reference it uses', async () => {
    const document = await bodyOf<OpenApi>(app, '/api/openapi.json');
    for (const { path, parameters = [] } of operationsOf(document)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(declared.toSorted()).toEqual(inPath.toSorted());
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)].map(([, at]) => at!);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of new Set(references)) {
      const target = reference
        .split('/')
        .slice(1)
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect(target, reference).toBeTypeOf('object');
    }
  });

  it('says how each endpoint fails', async () => {
    const document = await bodyOf<OpenApi>(app, '/api/openapi.json');
    for (const { operationId, responses } of operationsOf(document)) {
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['200', '500', '503']));
    }
    expect(Object.keys(document.paths['/api/villages/{id}']!['get']!.responses)).toEqual(
      expect.arrayContaining(['400', '404']),
    );
  });
});

it('not ready is 503 with the checks that failed', async () => {
  const checks = [{ name: 'roles', isOk: false, detail: 'missing: xiangtu_leader' }];
  const response = await get(testApp(database, { checkReadiness: async () => checks }), '/api/ready');
  expect([response.status, response.body]).toEqual([503, { status: 'not-ready', checks }]);
});
