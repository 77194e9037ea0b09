import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
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
