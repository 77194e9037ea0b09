import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleList } from '../../server/contract/rules.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import { documentVersion, makeDraft, makeTeam, type Member, type Team } from '../support/team.ts';
import { bodyOf, send } from './testApp.ts';

let database: Database;
let team: Team;
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'rules');
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

const read = (id: string) => bodyOf<RuleList>(team.apps.leader, `/api/versions/${id}/rules`);
const replace = (member: Member, id: string, rules: object[], revision: number | null = 1) => {
  const request = send(team.apps[member], 'put', `/api/versions/${id}/rules`);
  if (revision !== null) request.set('if-match', `"${revision}"`);
  return request.send({ rules });
};
const rule = (expression: unknown[], rest: object = {}) => ({
  id: 'a',
  categoryKey: 'demonstration',
  expression,
  ...rest,
});
const poor = ['<', ['get', 'income_yuan'], 12_000];

describe('rules of a version', () => {
  it('are those of the plan at first, go into copies, and can be used as they are', async () => {
    const shipped = await read(documentVersion);
    expect(shipped.items.map(({ categoryKey }) => categoryKey)).toEqual([
      'consolidationOne',
      'consolidationTwo',
      'demonstration',
      'keyAssistance',
    ]);
    expect(shipped.items[0]!.clause).toContain('460');
    const id = await makeDraft(team.apps.planner);
    expect(await read(id)).toEqual(shipped);
    const again = await replace('planner', id, shipped.items);
    expect([again.status, again.body]).toEqual([200, { revision: 2, items: shipped.items }]);
  });

  it('are replaced whole, with an audit event and news, by whoever saw the latest', async () => {
    const id = await makeDraft(team.apps.planner);
    const rules = [rule(poor, { clause: '第二章', note: '试' }), rule(['has', 'population'], { id: 'b' })];
    const items = [rules[0], { ...rules[1], clause: null, note: null }];
    expect((await replace('planner', id, rules)).body).toEqual({ revision: 2, items });
    expect(await read(id)).toEqual({ revision: 2, items });
    const stale = await replace('colleague', id, []);
    expect([stale.status, stale.body.code, stale.body.revision]).toEqual([409, 'stale-revision', 2]);
    expect((await replace('colleague', id, [], null)).status).toBe(428);
    expect((await replace('colleague', id, [], 2)).body).toEqual({ revision: 3, items: [] });
    const left = await database.administer((administration) =>
      administration.all<{ before: number; after: number; news: number }>(sql`
        select jsonb_array_length(before -> 'rules') as before, jsonb_array_length(after -> 'rules') as after,
          (
            select count(*)::integer from xiangtu.outbox
            where version_id = ${id} and topic = 'rules-changed' and payload -> 'revision' = after -> 'revision'
          ) as news
        from xiangtu.audit_event
        where subject_id = ${id} and action = 'change-rules'
        order by number`),
    );
    expect(left).toEqual([
      { before: 4, after: 2, news: 1 },
      { before: 2, after: 0, news: 1 },
    ]);
  });

  it('are refused whole, each fault at its place', async () => {
    const id = await makeDraft(team.apps.planner);
    const refusals: [object[], string[]][] = [
      [[rule(['<', ['get', 'wealth'], 1])], ['rules.0.expression.1.1']],
      [[rule(poor), rule(['+', ['get', 'income_yuan'], 1], { id: 'b' })], ['rules.1.expression']],
      [[rule(['get', 'income_yuan'])], ['rules.0.expression']],
      [[rule(poor, { categoryKey: 'none' })], ['rules.0.categoryKey']],
      [[rule(poor), rule(poor)], ['rules.1.id']],
      [[rule([])], ['body.rules.0.expression']],
    ];
    for (const [rules, paths] of refusals) {
      const answer = await replace('planner', id, rules);
      expect(answer.status).toBe(400);
      const found = answer.body.errors.map(({ path }: { path: string }) => path);
      expect(found.map((path: string) => paths.some((wanted) => path.startsWith(wanted)))).not.toContain(
        false,
      );
    }
    expect((await read(id)).revision).toBe(1);
  });

  it('are for planners of the whole region, and for drafts', async () => {
    const id = await makeDraft(team.apps.planner);
    for (const member of ['countyPlanner', 'leader', 'reviewer'] as const) {
      expect([member, (await replace(member, id, [])).status]).toEqual([member, 403]);
    }
    const write = (member: Member, regions: string[]) =>
      database.transaction('planner', { regions, personId: team.ids[member] }, (transaction) =>
        transaction.run(sql`delete from version_rule where version_id = ${id}`),
      );
    expect(await write('countyPlanner', ['433124'])).toBe(0);
    await send(team.apps.planner, 'post', `/api/versions/${id}/submit`, {});
    expect((await replace('planner', id, [])).status).toBe(409);
    expect(await write('planner', ['433100'])).toBe(0);
    await expect(
      database.administer((administration) =>
        administration.run(sql`delete from xiangtu.version_rule where version_id = ${id}`),
      ),
    ).rejects.toMatchObject({ code: 'illegal-state' });
  });

  it('go with a draft that is deleted', async () => {
    const id = await makeDraft(team.apps.planner);
    await replace('planner', id, [rule(poor)]);
    expect((await send(team.apps.planner, 'delete', `/api/versions/${id}`)).status).toBe(200);
  });
});
