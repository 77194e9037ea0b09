import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release, ReleasePreview } from '#contract/releases';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { Releases } from '../../server/features/releases/releases.ts';
import { publicationSteps } from '../../server/features/releases/staging.ts';
import type { Principal } from '../../server/http/principal.ts';
import type { Services } from '../../server/services.ts';
import { testLog } from '../support/engines.ts';
import { approveAdjustment, asOwner, binary, brokenFiles, rowsOf, startOwnDatabase } from './ownDatabase.ts';
import { bodyOf, get, principalOf, send, testApp, type TestApp } from './testApp.ts';

const [documentId, adjustmentId] = ['xiangxi-2021-2025-v1', 'xiangxi-2021-2025-v2'];
const disclosure = {
  windowStart: '2999-01-01',
  windowEnd: '2999-01-31',
  contact: '示例单位 0743-8222222',
  objection: '示例：书面提出',
  mapApprovalNumber: '',
  acceptsSchematicMap: true,
};
let database: Database;
let stop: () => Promise<void>;
let services: Services;
let reviewer: Principal;
let app: TestApp;
let anonymous: TestApp;
let first: Release;

const publicStates = () =>
  rowsOf<{ id: string; state: string }>(database, sql`select id, state from archive.release order by number`);
const stateOf = async (id: string) =>
  (await rowsOf<{ state: string }>(database, sql`select state from xiangtu.plan_version where id = ${id}`))[0]
    ?.state;
const publish = (as: TestApp, id: string, changes: Partial<typeof disclosure> = {}) =>
  send(as, 'post', `/api/versions/${id}/publish`, { ...disclosure, ...changes });

beforeAll(async () => {
  ({ database, stop } = await startOwnDatabase());
  anonymous = testApp(database, { as: null });
  services = await anonymous.services;
  reviewer = await principalOf(database, 'reviewer');
  app = testApp(database, { as: reviewer, services });
});
afterAll(async () => {
  await services?.close();
  await stop?.();
});

describe('the first start', () => {
  it('has nothing public, then publishes the shipped document as a release', async () => {
    expect(await services.releases.currentId()).toBeNull();
    const before = await get(anonymous, '/api/public/villages');
    expect([before.status, before.body.code]).toEqual([404, 'nothing-published']);

    const lines: string[] = [];
    const started = performance.now();
    await services.releases.prepare({ report: (line) => lines.push(line) });
    const seconds = (performance.now() - started) / 1000;
    first = (await services.releases.find((await services.releases.currentId())!))!;
    const bytes = first.files.reduce((sum, file) => sum + file.bytes, 0);
    console.log(
      `${database.engine}: published in ${seconds.toFixed(1)} s, ${first.files.length} files, ${bytes} bytes`,
    );

    expect(lines.at(-1)).toContain(first.id);
    expect(first).toMatchObject({
      versionId: documentId,
      number: 1,
      state: 'published',
      isDemonstration: true,
    });
    expect(await stateOf(documentId)).toBe('published');
    expect(brokenFiles(services.files, first)).toEqual([]);
    expect(first.contact).toBe('示例联系方式（演示站）');
  });

  it('does nothing the second time', async () => {
    const lines: string[] = [];
    await services.releases.prepare({ report: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(await publicStates()).toEqual([{ id: first.id, state: 'published' }]);
  });
});

describe('what the public reads', () => {
  it('is the release, whatever happens to the working data', async () => {
    const totalOf = async (path: string) => (await bodyOf<{ total: number }>(anonymous, path)).total;
    expect(await totalOf('/api/public/villages?limit=1')).toBe(1819);
    expect(await totalOf('/api/public/sites?limit=1')).toBe(76);
    const before = await bodyOf<{ name: string }>(anonymous, '/api/public/sites/1');
    await asOwner(
      database,
      sql`update xiangtu.site set name = '工作中的名称' where id = 1`,
      sql`delete from xiangtu.search_term where entry_id in (select id from xiangtu.search_entry where type = 'site')`,
    );
    expect(await bodyOf(anonymous, '/api/public/sites/1')).toEqual(before);
    // The positive control: staff see the change.
    const staff = testApp(database, { services });
    expect((await bodyOf<{ name: string }>(staff, '/api/sites/1')).name).toBe('工作中的名称');
    await asOwner(database, sql`update xiangtu.site set name = ${before.name} where id = 1`);
    const found = await bodyOf<{ items: unknown[] }>(
      anonymous,
      `/api/public/search?q=${encodeURIComponent('十八洞村')}`,
    );
    expect(found.items.length).toBeGreaterThan(0);
  });

  it('shows one version of the plan, without people and drafts', async () => {
    const { items } = await bodyOf<{ items: { versions: { id: string; state: string }[] }[] }>(
      anonymous,
      '/api/public/plans',
    );
    expect(items.flatMap(({ versions }) => versions.map(({ id, state }) => [id, state]))).toEqual([
      [documentId, 'published'],
    ]);
    const draft = await get(anonymous, '/api/public/versions/xiangxi-2021-2025-v3');
    expect(draft.status).toBe(404);
  });
});

describe('files of a release', () => {
  const path = (rest: string) => `/releases/${first.id}/${rest}`;

  it('are listed in a manifest with the hashes they have', async () => {
    const response = await get(anonymous, path('manifest.json'));
    expect(response.status).toBe(200);
    expect(response.headers['cache-control']).toBe('public, max-age=60, must-revalidate');
    expect(response.body.files).toEqual(first.files);
    const again = await get(anonymous, path('manifest.json')).set('if-none-match', response.headers['etag']!);
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('come whole, in parts, not at all where they are known, and without a body for HEAD', async () => {
    const file = first.files.find(({ name }) => name === 'base.pmtiles')!;
    const part = await request(anonymous)
      .get(path(file.name))
      .set('range', 'bytes=0-6')
      .buffer(true)
      .parse(binary);
    expect([part.status, String(part.body)]).toEqual([206, 'PMTiles']);
    expect(part.headers).toMatchObject({
      etag: `"${file.sha256}"`,
      'content-range': `bytes 0-6/${file.bytes}`,
      'cache-control': 'public, max-age=60, must-revalidate',
    });
    const known = await get(anonymous, path(file.name)).set('if-none-match', `"${file.sha256}"`);
    expect(known.status).toBe(304);
    const head = await request(anonymous).head(path('villages.csv'));
    expect([head.status, head.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const whole = await request(anonymous).get(path('villages.csv')).buffer(true).parse(binary);
    expect(whole.body.length).toBe(first.files.find(({ name }) => name === 'villages.csv')!.bytes);
    expect((await get(anonymous, path('nothing.csv'))).status).toBe(404);
    expect((await get(anonymous, '/releases/no-such-release/manifest.json')).status).toBe(404);
  });

  it('hold the tiles the map asks for', async () => {
    const description = await bodyOf<{ tiles: string[]; attribution: string }>(
      anonymous,
      path('tiles/base.json'),
    );
    expect(description.tiles).toEqual([path('tiles/base/{z}/{x}/{y}.mvt')]);
    expect(description.attribution).toContain('演示站');
    const address = path('tiles/base/6/51/26.mvt');
    const zipped = await request(anonymous)
      .get(address)
      .set('accept-encoding', 'gzip')
      .buffer(true)
      .parse(binary);
    expect(zipped.status).toBe(200);
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const plain = await request(anonymous)
      .get(address)
      .set('accept-encoding', 'identity')
      .buffer(true)
      .parse(binary);
    // The client of the test unpacks what it gets.
    const bytes: Buffer = zipped.body[0] === 0x1f ? gunzipSync(zipped.body) : zipped.body;
    expect(bytes.equals(plain.body)).toBe(true);
    const layers = Object.keys(new VectorTile(new PbfReader(bytes)).layers);
    expect(layers).toEqual(expect.arrayContaining(['villages', 'edges', 'counties_label']));
    const tag = zipped.headers['etag']!;
    expect((await get(anonymous, address).set('if-none-match', tag)).status).toBe(304);
    expect((await get(anonymous, path('tiles/base/6/0/0.mvt'))).status).toBe(204);
    expect((await get(anonymous, path('tiles/base/6/99/0.mvt'))).status).toBe(404);
    expect((await get(anonymous, path('tiles/none/6/0/0.mvt'))).status).toBe(404);
  });
});

describe('publishing', () => {
  const preview = (as: TestApp, id: string, changes: Partial<typeof disclosure> = {}) =>
    send(as, 'post', `/api/versions/${id}/release-preview`, { ...disclosure, ...changes });

  it('needs an approved version', async () => {
    const body = (await preview(app, adjustmentId)).body as ReleasePreview;
    expect(body.checklist.find(({ key }) => key === 'state')?.status).toBe('open');
    const refused = await publish(app, adjustmentId);
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal-state']);
    await approveAdjustment(database);
    const ready = (await preview(app, adjustmentId)).body as ReleasePreview;
    expect(ready.checklist.filter(({ status }) => status === 'open')).toEqual([]);
    expect(ready).toMatchObject({ isReady: true, supersedes: first.id, isDemonstration: true, findings: [] });
    expect(ready.counts.find(({ subject }) => subject === 'assignment')?.rows).toBe(1110);
    expect(
      ready.withheld.find(({ subject }) => subject === 'assignment.reason')?.count,
    ).toBeGreaterThanOrEqual(12);
  });

  it.each([
    ['map-approval', { acceptsSchematicMap: false }],
    ['window', { windowEnd: '2999-01-07' }],
    ['window', { windowStart: '2001-01-01', windowEnd: '2001-02-01' }],
    ['contact', { contact: ' ' }],
    ['objection', { objection: '' }],
  ] as const)('needs %s', async (key, changes) => {
    const refused = await publish(app, adjustmentId, changes);
    expect([refused.status, refused.body.code]).toEqual([409, 'checklist-incomplete']);
    const open = (refused.body.checklist as ReleasePreview['checklist'])
      .filter(({ status }) => status === 'open')
      .map((item) => item.key);
    expect(open).toEqual([key]);
  });

  it('is not for others, nor for whoever submitted the version', async () => {
    const planner = await principalOf(database, 'planner');
    expect((await publish(testApp(database, { as: planner, services }), adjustmentId)).status).toBe(403);
    const elsewhere = { ...reviewer, grants: [{ role: 'reviewer' as const, regionCode: '433124' }] };
    const county = await publish(testApp(database, { as: elsewhere, services }), adjustmentId);
    expect([county.status, county.body.code]).toEqual([403, 'forbidden']);
    const submitter = { ...planner, grants: reviewer.grants };
    const own = await publish(testApp(database, { as: submitter, services }), adjustmentId);
    expect([own.status, own.body.code]).toEqual([403, 'own-submission']);
  });

  it('stops at personal data and says where it is', async () => {
    const [project] = await rowsOf<{ number: number; content: string | null }>(
      database,
      sql`select number, content from xiangtu.project order by number limit 1`,
    );
    await asOwner(
      database,
      sql`update xiangtu.project set content = '详情请拨打 13812345678' where number = ${project!.number}`,
    );
    const refused = await publish(app, adjustmentId);
    expect([refused.status, refused.body.code]).toEqual([409, 'personal-data']);
    expect(refused.body.findings).toEqual([
      expect.objectContaining({ kind: 'mobile-number', path: `project[${project!.number}].content` }),
    ]);
    expect(JSON.stringify(refused.body)).not.toContain('13812345678');
    await asOwner(
      database,
      sql`update xiangtu.project set content = ${project!.content} where number = ${project!.number}`,
    );
    const inObjection = await publish(app, adjustmentId, { objection: '请拨打 13812345678' });
    expect(inObjection.body.code).toBe('personal-data');
  });

  it.each(publicationSteps.filter((step) => step !== 'committed'))(
    'that fails at the step %s leaves the old release and nothing else',
    async (failing) => {
      const broken = new Releases({
        database,
        files: services.files,
        audit: services.audit,
        log: testLog,
        mostZoom: 8,
        onStep: (step) => {
          if (step === failing) throw new Error(`cut off at ${failing}`);
        },
      });
      const body = { versionId: adjustmentId, disclosure, principal: reviewer, origin: null };
      await expect(broken.publish(body)).rejects.toThrow(`cut off at ${failing}`);
      expect(await publicStates()).toEqual([{ id: first.id, state: 'published' }]);
      expect([await stateOf(documentId), await stateOf(adjustmentId)]).toEqual(['published', 'approved']);
      expect(await broken.currentId()).toBe(first.id);
      const [left] = await rowsOf<{ rows: number }>(
        database,
        sql`select count(*)::integer as rows from archive.village where release_id <> ${first.id}`,
      );
      expect(left!.rows).toBe(0);
    },
    120_000,
  );

  it('supersedes the release before, which stays as a file', async () => {
    const answer = await publish(app, adjustmentId);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    const second = answer.body as Release;
    expect(second).toMatchObject({ versionId: adjustmentId, number: 2 });
    expect(brokenFiles(services.files, second)).toEqual([]);
    expect([await stateOf(documentId), await stateOf(adjustmentId)]).toEqual(['superseded', 'published']);
    const { items } = await bodyOf<{ items: Release[] }>(anonymous, '/api/public/releases');
    expect(items.map(({ id, state, supersededBy }) => [id, state, supersededBy])).toEqual([
      [second.id, 'published', null],
      [first.id, 'superseded', second.id],
    ]);
    expect((await get(anonymous, `/releases/${first.id}/villages.csv`)).status).toBe(200);
    const { release } = await bodyOf<{ release: Release }>(anonymous, '/api/public/instance');
    expect(release.id).toBe(second.id);
    const again = await publish(app, adjustmentId);
    expect([again.status, again.body.code]).toEqual([409, 'illegal-state']);
    const events = sql`select from xiangtu.audit_event where action = 'publish-release'`;
    expect(await rowsOf(database, events)).toHaveLength(2);
  }, 120_000);
});

describe('a published release', () => {
  const refused = async (statement: ReturnType<typeof sql>) => {
    const failure = await asOwner(database, statement).then(
      () => null,
      (error: Error) => error,
    );
    return String(
      (failure as { cause?: { code?: string } } | null)?.cause?.code ?? (failure as never)?.['code'],
    );
  };

  it('cannot be changed by anybody, not even the owner of its tables', async () => {
    const id = (await services.releases.currentId())!;
    const attempts = [
      sql`update archive.release set contact = 'x' where id = ${id}`,
      sql`update archive.release set manifest = '{}' where id = ${id}`,
      sql`update archive.release set state = 'staged' where id = ${id}`,
      sql`delete from archive.release where id = ${id}`,
      sql`update archive.village set name = 'x' where release_id = ${id}`,
      sql`delete from archive.assignment where release_id = ${id}`,
      sql`insert into archive.search_term (release_id, entry_id, tier, kind, is_inner, term)
          values (${id}, 1, 0, 'name', false, 'x')`,
      sql`insert into archive.release select * from archive.release where id = ${id}`,
    ];
    const codes: string[] = [];
    for (const attempt of attempts) codes.push(await refused(attempt));
    expect(codes).toEqual(attempts.map(() => 'XT001'));
  });
});

describe('a retraction', () => {
  it('takes every byte away within five seconds, in other processes too, and leaves a tombstone', async () => {
    const id = (await services.releases.currentId())!;
    const elsewhere = testApp(database, { as: null });
    const paths = [
      'manifest.json',
      'villages.csv',
      'tables.xlsx',
      'base.pmtiles',
      'tiles/base.json',
      'tiles/base/6/51/26.mvt',
    ].map((rest) => `/releases/${id}/${rest}`);
    const tags = new Map<string, string>();
    for (const path of paths) {
      const response = await request(elsewhere).head(path);
      expect([path, response.status]).toEqual([path, 200]);
      tags.set(path, response.headers['etag']!);
    }
    const withoutReason = await send(app, 'post', `/api/releases/${id}/retract`, { reason: ' ' });
    expect(withoutReason.status).toBe(400);
    const planner = testApp(database, { as: await principalOf(database, 'planner'), services });
    expect((await send(planner, 'post', `/api/releases/${id}/retract`, { reason: '试' })).status).toBe(403);

    const started = performance.now();
    const answer = await send(app, 'post', `/api/releases/${id}/retract`, { reason: '名单有误' });
    expect(answer.body).toMatchObject({ id, state: 'retracted', retractionReason: '名单有误', files: [] });
    for (const path of paths) {
      for (const served of [anonymous, elsewhere]) {
        for (const headers of [{}, { 'if-none-match': tags.get(path)! }, { range: 'bytes=0-9' }]) {
          let status = 0;
          do ({ status } = await request(served).get(path).set(headers));
          while (status !== 410 && performance.now() - started < 5_000);
          expect(status, path).toBe(410);
        }
      }
    }
    expect(performance.now() - started).toBeLessThan(5_000);
    const tombstone = await get(anonymous, `/api/public/releases/${id}`);
    expect([tombstone.status, tombstone.body.code, tombstone.body.release.retractionReason]).toEqual([
      410,
      'release-retracted',
      '名单有误',
    ]);
    const list = await bodyOf<{ items: Release[] }>(anonymous, '/api/public/releases');
    expect(list.items.map(({ state }) => state)).toEqual(['retracted', 'superseded']);
    for (const path of ['/api/public/villages', '/api/public/instance', '/api/public/export/villages.csv']) {
      expect([path, (await get(elsewhere, path)).body.code]).toEqual([path, 'nothing-published']);
    }
    expect(await stateOf(adjustmentId)).toBe('retracted');
    const [rows] = await rowsOf<{ rows: number }>(
      database,
      sql`select count(*)::integer as rows from archive.village where release_id = ${id}`,
    );
    expect(rows!.rows).toBe(0);
    const twice = await send(app, 'post', `/api/releases/${id}/retract`, { reason: '再次' });
    expect([twice.status, twice.body.code]).toEqual([409, 'illegal-state']);
    await (await elsewhere.services).close();
  });
});
