import express from 'express';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppError } from '../../errors.ts';
import { tiandituHandler } from './tianditu.ts';

const key = 'a0b1c2d3e4f5a6b7c8d9';
const asked: URL[] = [];
let upstream: Server;
let app: express.Express;

beforeAll(async () => {
  upstream = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://upstream');
    asked.push(url);
    if (url.searchParams.get('TILECOL') === '7') {
      outgoing.setHeader('content-type', 'text/html').end(`wrong key ${url.searchParams.get('tk')}`);
    } else {
      outgoing.setHeader('content-type', 'image/png').end('pixels');
    }
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  app = express();
  app.get(
    '/tiles/tianditu/:layer/:z/:x/:y',
    tiandituHandler({ key, origin: () => `http://127.0.0.1:${port}` }),
  );
  app.use(((error: AppError, _request, response, _next) => {
    response.status(error.status).json({ code: error.code, message: error.message });
  }) as express.ErrorRequestHandler);
});

afterAll(() => upstream.close());

it('passes a tile on and asks upstream for the right row and column', async () => {
  const answer = await request(app).get('/tiles/tianditu/vec/8/205/106');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('image/png');
  const url = asked.at(-1)!;
  expect(url.pathname).toBe('/vec_w/wmts');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    TILEMATRIX: '8',
    TILECOL: '205',
    TILEROW: '106',
    tk: key,
  });
});

it('answers 502 without the key when upstream sends a page instead of an image', async () => {
  const answer = await request(app).get('/tiles/tianditu/vec/8/7/106');
  expect(answer.status).toBe(502);
  expect(JSON.stringify(answer.body)).not.toContain(key);
});

it.each([
  '/tiles/tianditu/secret/8/205/106',
  '/tiles/tianditu/vec/19/0/0',
  '/tiles/tianditu/vec/2/4/0',
  '/tiles/tianditu/vec/2/x/0',
])('refuses %s without asking upstream', async (path) => {
  const before = asked.length;
  const answer = await request(app).get(path);
  expect([400, 404]).toContain(answer.status);
  expect(asked.length).toBe(before);
});
