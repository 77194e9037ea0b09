import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  listedVillages,
  makeDraft,
  makeTeam,
  patch,
  siblingCounty,
  type Team,
  unassigned,
  rowOf,
} from '../support/team.ts';
import { get, send, testCsrfToken } from './testApp.ts';

let database: Database;
let team: Team;
let villages: number[];
let siblings: number[];
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'evidence');
  villages = await listedVillages(database, county, 2);
  siblings = await listedVillages(database, siblingCounty, 2);
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

/** A stored or deflated zip archive of these entries, as small as the format allows. */
function zipOf(entries: [string, Buffer][]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const data = deflateRawSync(content, { level: 9 });
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(8, 4);
    fixed.writeUInt32LE(zlibCrc32(content), 10);
    fixed.writeUInt32LE(data.length, 14);
    fixed.writeUInt32LE(content.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fixed, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const wordTypes = Buffer.from(
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
);
const pdf = () => Buffer.from(`%PDF-1.4\n% ${randomBytes(8).toString('hex')}\n%%EOF\n`);

describe('evidence', () => {
  const upload = (content: Buffer, type = 'application/octet-stream', app = team.apps.planner) =>
    send(app, 'post', '/api/evidence').set('content-type', type).send(content);
  const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
  const isKept = async (hash: string) => (await team.apps.planner.services).files.has(hash);

  it('is kept by its content, and given back as a download that no browser runs', async () => {
    const content = pdf();
    const stored = await upload(content, 'text/html');
    expect([stored.status, stored.body]).toEqual([
      200,
      { hash: hashOf(content), mediaType: 'application/pdf', bytes: content.length },
    ]);
    const id = await makeDraft(team.apps.planner);
    const linked = await patch(team.apps.planner, id, {
      revision: 1,
      edits: [
        {
          ...unassigned(villages[0]!),
          evidence: [{ hash: stored.body.hash, fileName: '现场 "照片"\r\n;.pdf' }],
        },
      ],
    });
    expect(linked.body).toMatchObject({ revision: 2, changed: 1 });
    expect(await rowOf(team, id, villages[0]!)).toMatchObject({
      evidence: [{ hash: stored.body.hash, mediaType: 'application/pdf' }],
    });
    const file = await get(team.apps.countyPlanner, `/api/evidence/${stored.body.hash}`).buffer(true);
    expect(file.status).toBe(200);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(file.headers['content-disposition']).toMatch(
      /^attachment; filename="[^\r\n]*"; filename\*=UTF-8''%E7/,
    );
    expect(Buffer.from(file.body).equals(content)).toBe(true);
    // A draft's village of another county: the file is as if it were not there.
    expect((await get(team.apps.siblingPlanner, `/api/evidence/${stored.body.hash}`)).status).toBe(404);
    expect((await get(team.apps.planner, `/api/evidence/${'0'.repeat(64)}`)).status).toBe(404);
  });

  it('that nobody linked is seen by whoever brought it only; the same file may come from two', async () => {
    const content = pdf();
    const hash = hashOf(content);
    expect((await upload(content, 'application/pdf', team.apps.countyPlanner)).status).toBe(200);
    expect((await get(team.apps.countyPlanner, `/api/evidence/${hash}`)).status).toBe(200);
    expect((await get(team.apps.siblingPlanner, `/api/evidence/${hash}`)).status).toBe(404);
    const id = await makeDraft(team.apps.planner);
    const link = () =>
      patch(team.apps.siblingPlanner, id, {
        revision: 1,
        edits: [{ ...unassigned(siblings[0]!), evidence: [{ hash, fileName: '批复.pdf' }] }],
      });
    expect((await link()).status).toBe(400);
    expect((await upload(content, 'application/pdf', team.apps.siblingPlanner)).status).toBe(200);
    expect((await link()).status).toBe(200);
    // Who sees it by a link may link it too.
    const again = await patch(team.apps.planner, id, {
      revision: 2,
      edits: [{ ...unassigned(siblings[1]!), evidence: [{ hash, fileName: '批复.pdf' }] }],
    });
    expect(again.status).toBe(200);
  });

  it('is taken by what it is, not by what it is called; nothing of the rest is kept', async () => {
    const refused: [string, Buffer][] = [
      [
        'text called PDF',
        Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$TEST-FILE!$H+H* ${randomBytes(4).toString('hex')}`),
      ],
      [
        'HTML called PNG',
        Buffer.from(`<html><script>alert(${randomBytes(4).readUInt32LE()})</script></html>`),
      ],
      [
        'SVG',
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" id="${randomBytes(4).toString('hex')}"/>`),
      ],
      ['a zip that is no document', zipOf([[`${randomBytes(4).toString('hex')}.txt`, Buffer.from('x')]])],
      ['a program', Buffer.concat([Buffer.from('7f454c46', 'hex'), randomBytes(200)])],
      ['nothing', Buffer.alloc(0)],
    ];
    for (const [what, content] of refused) {
      const answer = await upload(content, what.includes('PNG') ? 'image/png' : 'application/pdf');
      expect([what, answer.status, answer.body.code]).toEqual([what, 415, 'unsupported-media-type']);
      expect(await isKept(hashOf(content)), what).toBe(false);
    }
  });

  it('does not unpack a document: one that would fill the memory is stored as it came', async () => {
    const bomb = zipOf([
      ['[Content_Types].xml', wordTypes],
      ['word/document.xml', Buffer.alloc(200 * 1024 * 1024)],
    ]);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    // And one whose list of contents itself is the bomb.
    const hidden = zipOf([['[Content_Types].xml', Buffer.alloc(200 * 1024 * 1024, 0x20)]]);
    const before = process.memoryUsage().rss;
    const answer = await upload(bomb);
    expect(answer.body.mediaType).toBe(
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    );
    const started = performance.now();
    expect((await upload(hidden)).status).toBe(415);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  });

  it('over 20 MB is refused while it comes, and memory does not grow with it', async () => {
    const server = http.createServer(team.apps.planner).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    /** Sends without saying how much until it is told to stop; the status and how many bytes were taken. */
    const stream = (headers: Record<string, string>, megabytes: number) =>
      new Promise<{ status: number; sent: number }>((resolve) => {
        let sent = 0;
        let status = 0;
        const chunk = Buffer.alloc(64 * 1024, 'x');
        const upstream = http.request(
          {
            port,
            method: 'POST',
            path: '/api/evidence',
            headers: { 'x-csrf-token': testCsrfToken, ...headers },
          },
          (response) => {
            status = response.statusCode!;
            response.resume();
          },
        );
        upstream.on('error', () => {});
        upstream.on('close', () => resolve({ status, sent }));
        upstream.write('%PDF-1.4\n');
        const more = () => {
          while (!upstream.destroyed && sent < megabytes * 1024 * 1024) {
            sent += chunk.length;
            if (!upstream.write(chunk)) return void upstream.once('drain', more);
          }
          if (!upstream.destroyed) upstream.end();
        };
        more();
      });
    const before = process.memoryUsage().rss;
    const results = await Promise.all([21, 60, 200].map((megabytes) => stream({}, megabytes)));
    const grown = process.memoryUsage().rss - before;
    expect(results.map(({ status }) => status)).toEqual([413, 413, 413]);
    expect(results[2]!.sent).toBeLessThan(60 * 1024 * 1024);
    expect(grown).toBeLessThan(80 * 1024 * 1024);
    const told = await stream({ 'content-length': String(21 * 1024 * 1024 + 9) }, 21);
    expect(told.status).toBe(413);
    server.close();
  });

  it('is for planners', async () => {
    for (const member of ['reviewer', 'leader', 'clerk'] as const) {
      expect((await upload(pdf(), 'application/pdf', team.apps[member])).status).toBe(403);
    }
    const anonymous = await request(team.apps.planner).post('/api/evidence').send(pdf());
    expect(anonymous.status).toBe(403);
  });
});
