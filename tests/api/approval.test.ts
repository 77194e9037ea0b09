import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  documentVersion,
  listedVillages,
  makeDraft,
  makeTeam,
  newKey,
  patch,
  type Team,
} from '../support/team.ts';
import { pagesOfPdf } from '../support/pdfText.ts';
import { binary } from './ownDatabase.ts';
import { get } from './testApp.ts';

let database: Database;
let team: Team;
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'approval');
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

/** All text of a workbook: its entries are deflated one by one. */
function textOf(zip: Buffer): string {
  let text = '';
  let at = zip.indexOf(Buffer.from([0x50, 0x4b, 3, 4]));
  const directory = zip.readUInt32LE(zip.length - 22 + 16);
  let entry = directory;
  for (let left = zip.readUInt16LE(zip.length - 22 + 10); left > 0; left -= 1) {
    at = zip.readUInt32LE(entry + 42);
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    const content = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
    text += zip.readUInt16LE(entry + 10) === 0 ? content.toString() : inflateRawSync(content).toString();
    entry += 46 + [28, 30, 32].reduce((sum, offset) => sum + zip.readUInt16LE(entry + offset), 0);
  }
  return text;
}

describe('the workbook for the approval meeting', () => {
  it('has every changed village with its reasons, and says what it is', async () => {
    const id = await makeDraft(team.apps.planner);
    const [village] = await listedVillages(database, county, 1);
    const edits = [
      {
        status: 'deferred',
        reviewDate: '2030-01-01',
        villageIds: [village],
        reason: '等搬迁完成再定',
        criterion: '搬迁未完成',
        clause: '第二章第三节',
      },
    ];
    expect((await patch(team.apps.planner, id, { revision: 1, key: newKey(), edits })).status).toBe(200);
    const address = `/api/versions/${id}/approval.xlsx?against=${documentVersion}`;
    const response = await get(team.apps.leader, address).buffer(true).parse(binary);
    expect([response.status, response.headers['content-disposition']]).toEqual([
      200,
      `attachment; filename=xiangtu-approval-${id}.xlsx`,
    ]);
    const text = textOf(response.body as Buffer);
    for (const part of [
      '变化名单',
      '归类转移',
      '等搬迁完成再定',
      '搬迁未完成',
      '第二章第三节',
      '暂不分类',
      '演示站',
      '变化 1 村',
    ])
      expect(text).toContain(part);
    const again = await get(team.apps.leader, address).buffer(true).parse(binary);
    expect((again.body as Buffer).equals(response.body as Buffer)).toBe(true);
  });
});

describe('the paper for the approval meeting', () => {
  const reason = '等搬迁完成再定，38 户 ≥ 30 户';
  const addressOf = (id: string) => `/api/versions/${id}/approval.pdf?against=${documentVersion}`;
  const read = async (id: string) => {
    const response = await get(team.apps.leader, addressOf(id)).buffer(true).parse(binary);
    return { response, pdf: response.body as Buffer };
  };

  it('has every changed village with what its place rests on, page numbers, and says what it is', async () => {
    const id = await makeDraft(team.apps.planner);
    const villages = await listedVillages(database, county, 60);
    const edit = {
      status: 'deferred',
      reviewDate: '2030-01-01',
      villageIds: villages,
      reason,
      criterion: '搬迁未完成',
      clause: '第二章第三节',
    };
    const sent = await patch(team.apps.planner, id, { revision: 1, key: newKey(), edits: [edit] });
    expect(sent.status).toBe(200);
    const { response, pdf } = await read(id);
    expect([
      response.status,
      response.headers['content-type'],
      response.headers['content-disposition'],
      response.headers['cache-control'],
    ]).toEqual([200, 'application/pdf', `attachment; filename=xiangtu-approval-${id}.pdf`, 'no-store']);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = pagesOfPdf(pdf);
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((text, index) => {
      expect(text).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`);
      expect(text).toContain('演示数据，不是真实情况');
    });
    const text = pages.join('').replaceAll('\n', '');
    for (const part of [
      '村庄归类变化',
      '归类转移（村）',
      '归类转移（已知人口）',
      '变化名单，60 村',
      '来源：',
    ])
      expect(text).toContain(part);
    expect(text.split('等搬迁完成再定').length - 1).toBe(60);
    for (const part of ['≥', '符合：搬迁未完成', '条款：第二章第三节', '数据从哪来'])
      expect(text).toContain(part);
    // No glyph without a meaning: what no font has is written by its number.
    expect(text).not.toContain('\uFFFD');
    expect((await read(id)).pdf.equals(pdf)).toBe(true);
  });

  it('is recorded, and cannot compare versions of two plans', async () => {
    const id = await makeDraft(team.apps.planner);
    await read(id);
    const { count } = await database.administer((administration) =>
      administration.one<{ count: number }>(sql`
        select count(*)::integer as count
        from xiangtu.audit_event
        where subject_id = ${`approval-${id}.pdf`}`),
    );
    expect(count).toBe(1);
    const missing = await get(team.apps.leader, `/api/versions/${id}/approval.pdf?against=none`);
    expect(missing.status).toBe(404);
  });
});
