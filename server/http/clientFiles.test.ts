import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { createServices } from '../services.ts';

let directory: string;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-client-'));
  mkdirSync(path.join(directory, 'assets'));
  writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>乡图</title>');
  writeFileSync(path.join(directory, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(path.join(directory, 'assets', 'index-abc123.js.br'), 'compressed');
  const log = pino({ level: 'silent' });
  const database = {} as Database;
  const services = await createServices({
    database,
    config: {
      dataDirectory: directory,
      filesDirectory: null,
      auditKey: '00'.repeat(32),
      releaseZoom: 14,
      sessionIdleMinutes: 30,
      sessionHours: 12,
      hasSecureCookie: false,
    },
    log,
  });
  app = createApp({
    database,
    services,
    config: { mapApprovalNumber: null, tiandituKey: null, trustedProxy: null },
    log,
    version: '0.0.0-test',
    checkReadiness: async () => [],
    clientDirectory: directory,
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

const page = (url: string) => request(app).get(url).set('accept', 'text/html');

describe('the client', () => {
  it.each(['/', '/map', '/villages/745', '/index.html', '/apidocs'])('%s is the page', async (url) => {
    const response = await page(url);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.headers['cache-control']).toBe('no-cache');
    expect(response.text).toContain('乡图');
  });

  it.each(['/api', '/api/map', '/tiles', '/tiles/base/0/0/0.mvt', '/assets/index-old.js', '/favicon.ico'])(
    '%s is never the page',
    async (url) => {
      const response = await page(url);
      expect([response.status, response.headers['content-type']]).toEqual([404, 'application/problem+json']);
    },
  );

  it('keeps files with a hash in their name for ever', async () => {
    const response = await request(app).get('/assets/index-abc123.js').set('accept-encoding', 'identity');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(response.headers['content-type']).toMatch(/^text\/javascript/);
  });

  it('sends what was compressed at build time, and ignores the query of a worker', async () => {
    const response = await request(app).head('/assets/index-abc123.js?v=1').set('accept-encoding', 'br');
    expect(response.headers['content-encoding']).toBe('br');
  });

  it.each(['bytes=10-5', 'bytes=999-', 'bytes=-', 'bytes=a-b'])(
    'answers the range %s whole',
    async (range) => {
      const response = await page('/').set('range', range);
      expect([response.status, response.text.includes('乡图')]).toEqual([200, true]);
    },
  );

  it.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/.env', '/%', '/%00'])(
    'lets nobody out of its folder by %s',
    async (url) => {
      const response = await page(url);
      expect(response.status).toBeLessThan(500);
      expect(response.text).not.toContain('"name"');
    },
  );
});

describe('every answer', () => {
  it.each(['/', '/api/health', '/api/nothing'])('%s forbids scripts and frames of others', async (url) => {
    const { headers } = await page(url);
    const policy = headers['content-security-policy'] as string;
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });
});
