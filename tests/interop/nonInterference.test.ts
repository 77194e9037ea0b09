import http from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { numberedRandom } from '../../scripts/geography/random.ts';
import { createApp } from '../../server/app.ts';
import { publicPath } from '../../server/contract/endpoints.ts';
import type { Database } from '../../server/database/database.ts';
import { Releases } from '../../server/features/releases/releases.ts';
import { createServices } from '../../server/services.ts';
import { samples } from '../api/samples.ts';
import { connectTo, testLog } from '../support/engines.ts';
import { tilesWithin } from '../support/tileGrid.ts';
import { canaryDigits, canaryPattern, writeUndisclosed } from '../support/undisclosed.ts';

/**
 * Non-interference: two databases that differ only in what is not disclosed answer the public byte for byte alike, headers and
 * validators included. Each publishes for itself, from its own rows.
 */
const isLong = process.env.XIANGTU_TEST_LONG === '1';
const connection = inject('connection');
/** A normal run bakes and asks fewer zooms. */
const zooms = isLong ? [5, 6, 7, 8, 9, 10, 11, 12, 13, 14] : [5, 7, 9, 11];
const deepest = zooms.at(-1)!;
const timeLimit = isLong ? 3_600_000 : 120_000;
const clock = () => new Date('2026-11-23T08:00:00Z');

interface PublicSide {
  name: string;
  database: Database;
  origin: string;
  releaseId: string;
  close(): Promise<void>;
}

const urlOf = (address: typeof connection.address, name: string): string => {
  if (!('url' in address)) throw new Error('this test needs PostgreSQL');
  return address.url.replace('/xiangtu?', `/${name}?`);
};

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(connection.adminAddress, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A copy of the filled database, changed by `change`, published and served to the public. */
async function openSide(name: string, change: (database: Database) => Promise<void>): Promise<PublicSide> {
  await onServer(`create database ${name} template xiangtu`);
  const database = connectTo({
    engine: 'postgres',
    address: { url: urlOf(connection.address, name) },
    adminAddress: { url: urlOf(connection.adminAddress, name) },
  });
  await change(database);
  const dataDirectory = mkdtempSync(path.join(tmpdir(), `xiangtu-${name}-`));
  const config = {
    dataDirectory,
    filesDirectory: null,
    auditKey: 'b6'.repeat(32),
    releaseZoom: deepest,
    sessionIdleMinutes: 30,
    sessionHours: 12,
    hasSecureCookie: false,
  };
  const made = await createServices({ database, config, log: testLog });
  const releases = new Releases({ ...made, now: clock });
  const services = { ...made, releases };
  await releases.prepare({ report: () => {} });
  const app = createApp({
    database,
    services,
    config: { mapApprovalNumber: null, tiandituKey: null, trustedProxy: null },
    log: testLog,
    version: '0.0.0-test',
    checkReadiness: async () => [],
    clientDirectory: null,
    checksAnswers: true,
  });
  const server = http.createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name,
    database,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    releaseId: (await releases.currentId())!,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await made.close();
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
      await onServer(`drop database ${name}`);
    },
  };
}

let sides: [PublicSide, PublicSide];
let differences: Record<string, number>;
beforeAll(async () => {
  const plain = await openSide('undisclosed_a', async () => {});
  const other = await openSide('undisclosed_b', async (database) => {
    differences = await database.administer((administration) => writeUndisclosed(administration, 5));
  });
  sides = [plain, other];
});
afterAll(async () => {
  for (const side of sides ?? []) await side.close();
});

interface Seen {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

async function ask(side: PublicSide, url: string): Promise<Seen> {
  const response = await fetch(side.origin + url, { headers: { 'accept-encoding': 'identity' } });
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
  );
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** Every address the public has, with many parameters. */
async function addresses({ origin, releaseId }: PublicSide): Promise<string[]> {
  const facts = Object.entries(samples)
    .filter(([name]) => name !== 'getHealth' && name !== 'getReady')
    .flatMap(([, urls]) => urls.map(publicPath));
  const counties = ['433101', '433122', '433123', '433124', '433125', '433126', '433127', '433130'];
  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => make(i + 1));
  const manifest = (await (await fetch(`${origin}/releases/${releaseId}/manifest.json`)).json()) as {
    files: { name: string }[];
  };
  const queries = [
    'sbd',
    '十八洞',
    'shiba',
    '安置点',
    '示例',
    '金丝雀',
    'CANARY',
    '433124',
    '机密',
    'tuanjie',
    'a',
    '卫生',
  ];
  const tilesets = ['base', 'places', 'network'];
  const bbox = [108.7, 27.7, 110.4, 29.7] as const;
  const tiles = zooms.flatMap((z) =>
    tilesWithin(bbox, z).flatMap(({ x, y }) =>
      tilesets.map((id) => `/releases/${releaseId}/tiles/${id}/${z}/${x}/${y}.mvt`),
    ),
  );
  const wrong = [
    '/api/public/villages/0',
    '/api/public/villages/999999',
    '/api/public/sites/900500',
    '/api/public/facilities/900500',
    '/api/public/versions/canary-5-0',
    '/api/public/versions/canary-5-0/assignments',
    '/api/public/villages?version=canary-5-0',
    '/api/public/regions/999999',
    '/api/public/search?q=',
    '/api/public/export/nothing.csv',
    '/api/versions/canary-5-0',
    '/api/sites',
    '/tiles/base/8/206/107.mvt',
    '/releases/nothing/manifest.json',
    `/releases/${releaseId}/nothing.csv`,
  ];
  return [
    ...facts,
    ...many(1819, (id) => `/api/public/villages/${id}`),
    ...many(80, (id) => `/api/public/sites/${id}`),
    ...many(400, (id) => `/api/public/facilities/${id * 11}`),
    ...queries.map((q) => `/api/public/search?q=${encodeURIComponent(q)}&limit=50`),
    ...counties.flatMap((code) => [
      `/api/public/regions/${code}`,
      `/api/public/villages?region=${code}&limit=1000`,
      `/api/public/sites?region=${code}`,
      `/api/public/facilities?region=${code}&limit=1000`,
      `/api/public/projects?region=${code}`,
      `/api/public/export/sites.csv?region=${code}`,
      `/api/public/export/facilities.geojson?region=${code}`,
      `/api/public/coverage/reach?kind=clinic&region=${code}`,
    ]),
    '/api/public/releases',
    `/api/public/releases/${releaseId}`,
    ...['manifest.json', ...manifest.files.map(({ name }) => name)].map(
      (name) => `/releases/${releaseId}/${name}`,
    ),
    ...tilesets.map((id) => `/releases/${releaseId}/tiles/${id}.json`),
    ...tiles,
    ...wrong,
  ];
}

/** The text of what came, decompressed where it is compressed inside. */
const textOf = ({ body }: Seen): string =>
  (body.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? gunzipSync(body) : body).toString('utf8');

it('differs by more than 200 undisclosed rows and values', () => {
  const total = Object.values(differences).reduce((sum, count) => sum + count, 0);
  console.log('undisclosed differences:', JSON.stringify(differences));
  expect(total).toBeGreaterThan(200);
});

it(
  'answers the public byte for byte alike, and shows no canary',
  async () => {
    const [plain, other] = sides;
    expect(other.releaseId).toBe(plain.releaseId);
    const all = await addresses(plain);
    const random = numberedRandom(11);
    const isFile = (url: string) => url.startsWith('/releases/') && !url.includes('/tiles/');
    const asked = isLong ? all : all.filter((url) => isFile(url) || random() < 0.4);
    const different: string[] = [];
    const leaking: string[] = [];
    const statuses: Record<number, number> = {};
    let next = 0;
    const worker = async () => {
      for (let url = asked[next++]; url !== undefined; url = asked[next++]) {
        const [one, two] = await Promise.all([ask(plain, url), ask(other, url)]);
        statuses[one.status] = (statuses[one.status] ?? 0) + 1;
        const isSame = one.status === two.status && one.body.equals(two.body);
        const hasSameHeaders = JSON.stringify(one.headers) === JSON.stringify(two.headers);
        if (!isSame || !hasSameHeaders) different.push(`${url}: ${one.status} and ${two.status}`);
        const text = textOf(two);
        // An error may repeat what was asked for.
        if (
          two.status === 200 &&
          !url.includes('search') &&
          (canaryPattern.test(text) || text.includes(canaryDigits))
        ) {
          leaking.push(url);
        }
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    console.log(
      `non-interference: ${asked.length} of ${all.length} addresses on both sides, statuses ${JSON.stringify(statuses)}`,
    );
    expect(different).toEqual([]);
    expect(leaking).toEqual([]);
    expect(statuses[500] ?? 0).toBe(0);
    expect(asked.length).toBeGreaterThan(isLong ? 20_000 : 1000);
  },
  timeLimit,
);

it('would notice: the same differences show where staff look', async () => {
  const count = (side: PublicSide) =>
    side.database.read('leader', { regions: ['433100'] }, async (transaction) => {
      const { rows } = await transaction.one<{ rows: number }>({
        text: 'select count(*)::integer as rows from facility where name ~ $1',
        values: ['金丝雀'],
      });
      return rows;
    });
  expect(await count(sides[0])).toBe(0);
  expect(await count(sides[1])).toBe(30);
});
