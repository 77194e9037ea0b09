import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../server/contract/audit.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';
import {
  county,
  documentVersion,
  listedVillages,
  makeDraft,
  makeTeam,
  patch,
  planId,
  prefecture,
  siblingCounty,
  type Member,
  type Team,
} from '../support/team.ts';
import { bodyOf, send } from './testApp.ts';

let database: Database;
let team: Team;
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'version-work');
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

const step = (member: Member, id: string, action: string, body: object = {}) =>
  send(team.apps[member], 'post', `/api/versions/${id}/${action}`, body);

/** Takes steps that must all be allowed. */
async function walk(id: string, ...steps: [Member, string][]): Promise<void> {
  for (const [member, action] of steps) {
    const response = await step(member, id, action, action === 'return' ? { reason: '数字有误' } : {});
    expect([action, response.status, response.text.slice(0, 200)]).toEqual([action, 200, expect.any(String)]);
  }
}

describe('a list under work', () => {
  it('is a history, village by village', async () => {
    const id = await makeDraft(team.apps.planner);
    const [village] = await listedVillages(database, county, 1);
    const edits = [{ status: 'unassigned', villageIds: [village!], reason: '重新核实' }];
    expect((await patch(team.apps.planner, id, { revision: 1, edits })).status).toBe(200);
    const { items } = await bodyOf<{ items: HistoryEvent[] }>(
      team.apps.planner,
      `/api/history/village/${village}`,
    );
    expect(items[0]).toMatchObject({
      action: 'change-assignments',
      before: { status: 'assigned' },
      after: { status: 'unassigned', reason: '重新核实', versionId: id },
    });
    expect(items[0]!.actor).not.toBeNull();
    const [elsewhere] = await listedVillages(database, siblingCounty, 1);
    const unseen = await bodyOf<{ items: HistoryEvent[] }>(
      team.apps.countyPlanner,
      `/api/history/village/${elsewhere}`,
    );
    expect(unseen.items).toEqual([]);
  });

  const valuesOf = async (member: Member, id: string) =>
    Buffer.from(
      (await bodyOf<{ values: string }>(team.apps[member], `/api/versions/${id}/assignments`)).values,
      'base64',
    );

  it('is shown of one’s own counties; others are withheld, not outside', async () => {
    const id = await makeDraft(team.apps.planner);
    const [own] = await listedVillages(database, county, 1);
    const [sibling] = await listedVillages(database, siblingCounty, 1);
    const [whole, part] = [await valuesOf('planner', id), await valuesOf('countyPlanner', id)];
    expect(part[own! - 1]).toBe(whole[own! - 1]);
    expect(whole[sibling! - 1]).toBeLessThan(10);
    expect(part[sibling! - 1]).toBe(253);
    const counties = await database.administer((administration) =>
      administration.all<{ id: number; code: string }>(
        sql`select id, county_code as code from xiangtu.village`,
      ),
    );
    expect(
      counties.filter(({ id: village, code }) => (part[village - 1] === 253) !== (code !== county)),
    ).toEqual([]);
    expect(whole.includes(253)).toBe(false);
    const summary = await bodyOf<{ rows: { regionCode: string }[] }>(
      team.apps.countyPlanner,
      `/api/versions/${id}/summary`,
    );
    expect(summary.rows.map(({ regionCode }) => regionCode)).toEqual([county]);
    const rows = await bodyOf<{ items: { countyCode: string }[] }>(
      team.apps.countyPlanner,
      `/api/versions/${id}/assignments/rows?limit=1000`,
    );
    expect(new Set(rows.items.map(({ countyCode }) => countyCode))).toEqual(new Set([county]));
    await walk(id, ['planner', 'submit'], ['reviewer', 'approve']);
    expect((await valuesOf('countyPlanner', id)).equals(whole)).toBe(true);
  });
});

describe('the difference of two versions', () => {
  it('counts villages and people by the step they took', async () => {
    const old = await makeDraft(team.apps.planner);
    const id = await makeDraft(team.apps.planner);
    const [a, b, c] = await listedVillages(database, county, 3);
    const before = await database.administer((administration) =>
      administration.all<{ id: number; key: string; people: number | null }>(sql`
        select assignment.village_id as id, category_key as key, population as people
        from xiangtu.assignment
        left join xiangtu.demonstration_attribute as attribute using (county_code, village_id)
        where version_id = ${old} and village_id = any(${[a, b, c]}::integer[]) order by village_id`),
    );
    const answer = await patch(team.apps.planner, id, {
      revision: 1,
      edits: [
        { status: 'unassigned', villageIds: [a], reason: '待核' },
        { status: 'deferred', reviewDate: '2030-01-01', villageIds: [b] },
        { status: 'outside', villageIds: [c] },
      ],
    });
    expect(answer.body).toMatchObject({ revision: 2, changed: 3 });
    interface Diff {
      keys: string[];
      cells: { from: string; to: string; villages: number; people: number | null }[];
      changes: {
        villageId: number;
        from: string;
        to: string;
        reason: string | null;
        people: number | null;
      }[];
      changed: number;
      removed: number;
      newlyAssigned: number;
      unchanged: number;
    }
    const diff = await bodyOf<Diff>(team.apps.leader, `/api/versions/${id}/diff?against=${old}`);
    expect(diff.changes).toMatchObject([
      { villageId: a, from: before[0]!.key, to: 'unassigned', reason: '待核', people: before[0]!.people },
      { villageId: b, from: before[1]!.key, to: 'deferred', reason: null },
      { villageId: c, from: before[2]!.key, to: 'outside', reason: null },
    ]);
    expect([diff.changed, diff.removed, diff.newlyAssigned]).toEqual([3, 1, 0]);
    const cell = diff.cells.find(({ from, to }) => from === before[0]!.key && to === 'unassigned');
    expect(cell).toMatchObject({ villages: 1, people: before[0]!.people });
    expect(diff.cells.reduce((sum, { villages }) => sum + villages, 0)).toBe(diff.changed + diff.unchanged);
    expect(diff.keys.slice(-3)).toEqual(['unassigned', 'deferred', 'outside']);
    const back = await bodyOf<Diff>(team.apps.leader, `/api/versions/${old}/diff?against=${id}`);
    expect([back.changed, back.removed, back.newlyAssigned]).toEqual([3, 0, 2]);
    // Of a list under work a county planner compares their own county only.
    const own = await bodyOf<Diff>(
      team.apps.siblingPlanner,
      `/api/versions/${id}/diff?against=${documentVersion}`,
    );
    expect([own.changed, own.removed]).toEqual([0, 0]);
    expect(own.unchanged).toBeGreaterThan(0);
    expect(own.unchanged).toBeLessThan(diff.unchanged);
  });
});

describe('comments', () => {
  const comment = (member: Member, id: string, body: object) =>
    send(team.apps[member], 'post', `/api/versions/${id}/comments`, body);

  it('are about the version, a category or a village, and stay in their region', async () => {
    const id = await makeDraft(team.apps.planner);
    const [own] = await listedVillages(database, county, 1);
    const [sibling] = await listedVillages(database, siblingCounty, 1);
    expect((await comment('reviewer', id, { text: '总体可行' })).status).toBe(200);
    expect((await comment('reviewer', id, { text: '类别', categoryKey: 'nothing' })).status).toBe(400);
    expect((await comment('reviewer', id, { text: '村', villageId: 9_999_999 })).status).toBe(400);
    expect((await comment('countyPlanner', id, { text: '邻县', villageId: sibling })).status).toBe(403);
    expect((await comment('leader', id, { text: '不行' })).status).toBe(403);
    const about = await comment('reviewer', id, { text: '请补理由', villageId: own });
    expect(about.body).toMatchObject({ villageId: own, author: { name: 'reviewer' }, resolvedBy: null });
    const texts = async (member: Member) =>
      (
        await bodyOf<{ items: { text: string }[] }>(team.apps[member], `/api/versions/${id}/comments`)
      ).items.map(({ text }) => text);
    expect(await texts('countyPlanner')).toEqual(['总体可行', '请补理由']);
    expect(await texts('siblingPlanner')).toEqual(['总体可行']);
    const resolve = (member: Member) =>
      send(team.apps[member], 'post', `/api/versions/${id}/comments/${about.body.id}/resolve`, {});
    expect((await resolve('siblingPlanner')).status).toBe(404);
    expect((await resolve('countyPlanner')).body).toMatchObject({ resolvedBy: { name: 'countyPlanner' } });
    expect((await resolve('planner')).body).toMatchObject({ resolvedBy: { name: 'countyPlanner' } });
  });
});

describe('the inbox', () => {
  const kinds = async (member: Member, id: string) =>
    (await bodyOf<{ items: { kind: string; versionId: string }[] }>(team.apps[member], '/api/inbox')).items
      .filter(({ versionId }) => versionId === id)
      .map(({ kind }) => kind);

  it('tells each role what waits for it, from draft to approval', async () => {
    const id = await makeDraft(team.apps.planner);
    const [village] = await listedVillages(database, county, 1);
    await patch(team.apps.planner, id, {
      revision: 1,
      edits: [{ status: 'unassigned', villageIds: [village], reason: '待研究' }],
    });
    expect(await kinds('countyPlanner', id)).toEqual(['draft-unassigned']);
    expect(await kinds('siblingPlanner', id)).toEqual([]);
    await walk(id, ['both', 'submit']);
    expect(await kinds('reviewer', id)).toEqual(['to-review']);
    expect(await kinds('both', id)).toEqual([]);
    expect(await kinds('countyReviewer', id)).toEqual([]);
    await send(team.apps.reviewer, 'post', `/api/versions/${id}/comments`, { text: '请看' });
    await walk(id, ['reviewer', 'return']);
    expect(await kinds('both', id)).toEqual(['returned-to-me', 'comment-open']);
    expect(await kinds('planner', id)).toEqual(['returned-to-me', 'comment-open']);
    expect(await kinds('reviewer', id)).toEqual([]);
    await walk(id, ['planner', 'submit'], ['reviewer', 'approve']);
    expect(await kinds('reviewer', id)).toEqual(['to-publish']);
    expect(await kinds('clerk', id)).toEqual([]);
    expect(await kinds('leader', id)).toEqual([]);
  });

  it('tells clerks and reviewers of open windows and of their end', async () => {
    const items = async (member: Member, daysLeft: number) =>
      rolledBack(database, async (administration) => {
        await administration.run(sql`
          update archive.release set state = 'superseded' where state = 'published'`);
        await administration.run(sql`
          insert into archive.release (
            id, plan_id, region_code, version_id, number, state, is_demonstration, window_start, window_end,
            contact, objection, manifest
          )
          select 'window-test', ${planId}, ${prefecture}, ${documentVersion}, 900, 'staged', true,
            today, today + ${daysLeft}::integer, 'c', 'o', '{}'
          from (select (now() at time zone 'Asia/Shanghai')::date as today) as clock`);
        await administration.run(
          sql`update archive.release set state = 'published' where id = 'window-test'`,
        );
        const { listInbox } = await import('../../server/features/workflow/inbox.ts');
        await administration.script('set local role xiangtu_leader; set local search_path = xiangtu, public');
        await administration.run(sql`select set_config('xiangtu.scope', '4331', true)`);
        const role = member === 'clerk' ? 'clerk' : member === 'reviewer' ? 'reviewer' : 'planner';
        const grants = [{ role, regionCode: prefecture }] as const;
        const inbox = await listInbox(administration, { personId: team.ids[member], grants });
        return inbox.filter(({ releaseId }) => releaseId === 'window-test');
      });
    expect(await items('clerk', 30)).toMatchObject([{ kind: 'window-open', count: 30 }]);
    expect(await items('reviewer', 7)).toMatchObject([{ kind: 'window-ending', count: 7 }]);
    expect(await items('planner', 7)).toEqual([]);
  });
});
