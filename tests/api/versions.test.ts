import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import type { Role } from '../../server/database/role.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  documentVersion,
  listedVillages,
  makeDraft,
  makeTeam,
  prefecture,
  type Member,
  type Team,
} from '../support/team.ts';
import { bodyOf, get, send } from './testApp.ts';

let database: Database;
let team: Team;
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'versions');
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

describe('a version moves by the state machine', () => {
  /** How a version gets into a state, and what each action answers there. */
  const states: { state: string; path: [Member, string][]; allowed: string[] }[] = [
    { state: 'draft', path: [], allowed: ['submit'] },
    { state: 'submitted', path: [['planner', 'submit']], allowed: ['withdraw', 'return', 'approve'] },
    {
      state: 'returned',
      path: [
        ['planner', 'submit'],
        ['reviewer', 'return'],
      ],
      allowed: ['submit', 'revise'],
    },
    {
      state: 'approved',
      path: [
        ['planner', 'submit'],
        ['reviewer', 'approve'],
      ],
      allowed: [],
    },
  ];
  const next: Record<string, string> = {
    submit: 'submitted',
    withdraw: 'draft',
    return: 'returned',
    revise: 'draft',
    approve: 'approved',
  };
  const whoDoes = (action: string): Member =>
    ['return', 'approve'].includes(action) ? 'reviewer' : 'planner';

  for (const { state, path, allowed } of states) {
    it(`${state}: ${allowed.join(', ') || 'nothing'} and no other step`, async () => {
      for (const action of Object.keys(next)) {
        const id = await makeDraft(team.apps.planner);
        await walk(id, ...path);
        const response = await step(
          whoDoes(action),
          id,
          action,
          action === 'return' ? { reason: '理由' } : {},
        );
        if (allowed.includes(action)) {
          expect([action, response.status]).toEqual([action, 200]);
          expect(response.body).toMatchObject({ id, state: next[action] });
        } else {
          expect([action, response.status, response.body.code]).toEqual([action, 409, 'illegal-state']);
          expect(response.body.state).toBe(state);
          expect((await bodyOf<{ state: string }>(team.apps.planner, `/api/versions/${id}`)).state).toBe(
            state,
          );
        }
      }
    });
  }

  it('says who submitted and decided, and why; a new submission clears the decision', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit'], ['reviewer', 'return']);
    const rows = async () =>
      (await bodyOf<{ items: Record<string, unknown>[] }>(team.apps.leader, '/api/versions')).items.find(
        (row) => row.id === id,
      )!;
    expect(await rows()).toMatchObject({
      state: 'returned',
      author: { id: team.ids.planner, name: 'planner' },
      submittedBy: { id: team.ids.planner, name: 'planner' },
      decidedBy: { id: team.ids.reviewer, name: 'reviewer' },
      decisionReason: '数字有误',
      basedOn: documentVersion,
      openComments: 0,
    });
    await walk(id, ['colleague', 'submit']);
    expect(await rows()).toMatchObject({
      submittedBy: { id: team.ids.colleague, name: 'colleague' },
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
    });
  });

  it('nobody decides on what they submitted', async () => {
    const id = await makeDraft(team.apps.both);
    await walk(id, ['both', 'submit']);
    for (const [action, body] of [
      ['approve', {}],
      ['return', { reason: '理由' }],
    ] as const) {
      const refused = await step('both', id, action, body);
      expect([refused.status, refused.body.code]).toEqual([403, 'own-submission']);
    }
    await walk(id, ['reviewer', 'approve']);
  });

  it('a return needs a reason', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit']);
    for (const body of [{}, { reason: ' \n' }, { reason: '字'.repeat(2001) }, { reason: '\u200b\u200b' }]) {
      expect((await step('reviewer', id, 'return', body)).status).toBe(400);
    }
    await walk(id, ['reviewer', 'return']);
  });

  it('only the roles and regions of the permission take a step', async () => {
    const id = await makeDraft(team.apps.planner);
    for (const member of ['countyPlanner', 'reviewer', 'clerk', 'leader'] as const) {
      const refused = await step(member, id, 'submit');
      expect([member, refused.status, refused.body.code]).toEqual([member, 403, 'forbidden']);
    }
    await walk(id, ['planner', 'submit']);
    for (const member of ['countyReviewer', 'planner', 'clerk'] as const) {
      const refused = await step(member, id, 'approve');
      expect([member, refused.status, refused.body.code]).toEqual([member, 403, 'forbidden']);
    }
    await walk(id, ['reviewer', 'approve']);
  });

  it('of two decisions at once one is taken', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit']);
    const answers = await Promise.all([
      step('reviewer', id, 'approve'),
      step('both', id, 'return', { reason: '理由' }),
      step('planner', id, 'withdraw'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('leaves an audit event and an event for each step, in the same transaction', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit'], ['reviewer', 'approve']);
    await step('reviewer', id, 'approve');
    const [events, news] = await database.administer(async (administration) => [
      await administration.all(sql`
        select action, before ->> 'state' as before, after ->> 'state' as after, person_id as person
        from xiangtu.audit_event where subject_id = ${id} order by number`),
      await administration.all(sql`
        select topic, payload ->> 'state' as state from xiangtu.outbox where version_id = ${id} order by id`),
    ]);
    expect(events).toEqual([
      { action: 'create-version', before: null, after: 'draft', person: team.ids.planner },
      { action: 'submit-version', before: 'draft', after: 'submitted', person: team.ids.planner },
      { action: 'approve-version', before: 'submitted', after: 'approved', person: team.ids.reviewer },
    ]);
    expect(news).toEqual([
      { topic: 'version-created', state: null },
      { topic: 'version-changed', state: 'submitted' },
      { topic: 'version-changed', state: 'approved' },
    ]);
  });
});

describe('what is decided cannot be changed', () => {
  const attempts = (id: string, village: number): [string, Fragment][] => [
    ['its state', sql`update xiangtu.plan_version set state = 'draft' where id = ${id}`],
    ['its label', sql`update xiangtu.plan_version set label = 'x' where id = ${id}`],
    ['its revision', sql`update xiangtu.plan_version set revision = revision + 1 where id = ${id}`],
    ['itself', sql`delete from xiangtu.plan_version where id = ${id}`],
    [
      'a category',
      sql`update xiangtu.assignment set status = 'unassigned', category_key = null
        where version_id = ${id} and village_id = ${village}`,
    ],
    ['a row', sql`delete from xiangtu.assignment where version_id = ${id} and village_id = ${village}`],
    [
      'a row moved to a draft',
      sql`update xiangtu.assignment set version_id = ${documentVersion}
        where version_id = ${id} and village_id = ${village}`,
    ],
    ['a declared count', sql`delete from xiangtu.declared_count where version_id = ${id}`],
  ];

  it('by the writer of the tables (XT001) or by a planner (nothing is touched)', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit'], ['reviewer', 'approve']);
    const [village] = await listedVillages(database, county, 1);
    for (const [what, statement] of attempts(id, village!)) {
      await expect(
        database.administer((administration) => administration.run(statement)),
        what,
      ).rejects.toMatchObject({ code: 'illegal-state', cause: { code: 'XT001' } });
      const asRole = (role: Role) =>
        database
          .transaction(role, { regions: [prefecture], personId: team.ids.planner }, (transaction) =>
            transaction.run(statement),
          )
          .catch((error: { cause?: { code: string } }) => error.cause?.code);
      // Row-level security hides the version from changes, the guard refuses those of its rows.
      expect(['XT001', 0], `${what} by a planner`).toContain(await asRole('planner'));
      expect(['XT001', '42501', 0], `${what} by a reviewer`).toContain(await asRole('reviewer'));
      expect(await asRole('leader'), `${what} by a leader`).toBe('42501');
    }
    const [row] = await database.administer((administration) =>
      administration.all(sql`
        select state, revision, label is not null as "hasLabel",
          (select count(*)::integer from xiangtu.assignment where version_id = id)
            = (select count(*)::integer from xiangtu.assignment where version_id = ${documentVersion}) as "isWhole"
        from xiangtu.plan_version where id = ${id}`),
    );
    expect(row).toEqual({ state: 'approved', revision: 1, hasLabel: true, isWhole: true });
  });

  it('nobody approves their own submission, not even in SQL', async () => {
    const id = await makeDraft(team.apps.both);
    await walk(id, ['both', 'submit']);
    await expect(
      database.transaction('reviewer', { regions: [prefecture], personId: team.ids.both }, (transaction) =>
        transaction.run(sql`
          update plan_version set state = 'approved', decided_by = ${team.ids.both}, decided_at = now()
          where id = ${id}`),
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'plan_version_own_decision' } });
  });
});

describe('making a version', () => {
  it('copies the list; declared counts only into a copy', async () => {
    const copy = await makeDraft(team.apps.planner);
    const counts = (id: string) =>
      database.administer((administration) =>
        administration.one<{ listed: number; declared: number }>(sql`
          select
            (select count(*)::integer from xiangtu.assignment where version_id = ${id}) as listed,
            (select count(*)::integer from xiangtu.declared_count where version_id = ${id}) as declared`),
      );
    const original = await counts(documentVersion);
    expect(original.listed).toBeGreaterThan(1000);
    expect(await counts(copy)).toEqual(original);
    await walk(copy, ['planner', 'submit'], ['reviewer', 'approve']);
    const made = await send(team.apps.planner, 'post', '/api/versions', {
      kind: 'adjustment',
      from: copy,
      year: 2024,
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      state: 'draft',
      kind: 'adjustment',
      year: 2024,
      label: '2024年度动态调整',
      basedOn: copy,
      revision: 1,
    });
    expect(await counts(made.body.id)).toEqual({ listed: original.listed, declared: 0 });
  });

  it('numbers versions in order, never again a number of a deleted one, and at once without a clash', async () => {
    const numberOf = (id: string) => Number(/-v(\d+)$/.exec(id)![1]);
    const ids = await Promise.all([1, 2, 3].map(() => makeDraft(team.apps.planner)));
    const numbers = ids.map(numberOf).sort((a, b) => a - b);
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
    for (const id of ids) {
      const deleted = await send(team.apps.planner, 'delete', `/api/versions/${id}`);
      expect([deleted.status, deleted.body]).toEqual([200, { deleted: true }]);
      expect((await get(team.apps.planner, `/api/versions/${id}`)).status).toBe(404);
    }
    expect(numberOf(await makeDraft(team.apps.planner))).toBe(numbers[2]! + 1);
  });

  it('adjusts only what holds, and only within the plan', async () => {
    const draft = await makeDraft(team.apps.planner);
    const adjust = (from: string, year: number) =>
      send(team.apps.planner, 'post', '/api/versions', { kind: 'adjustment', from, year });
    expect((await adjust(draft, 2024)).body.code).toBe('illegal-state');
    await walk(draft, ['planner', 'submit'], ['reviewer', 'approve']);
    const early = await adjust(draft, 2019);
    expect([early.status, early.body.errors[0].path]).toEqual([400, 'year']);
    expect((await adjust(draft, 2021)).status).toBe(200);
  });

  it('is for planners of the whole region', async () => {
    const body = { kind: 'copy', from: documentVersion, label: '不该有' };
    for (const member of ['countyPlanner', 'reviewer', 'leader', 'clerk'] as const) {
      expect((await send(team.apps[member], 'post', '/api/versions', body)).status).toBe(403);
    }
    expect(
      (await send(team.apps.planner, 'post', '/api/versions', { ...body, from: 'nothing' })).status,
    ).toBe(404);
  });

  it('deletes drafts made here and nothing else', async () => {
    const id = await makeDraft(team.apps.planner);
    await walk(id, ['planner', 'submit']);
    const remove = (version: string) => send(team.apps.planner, 'delete', `/api/versions/${version}`);
    expect((await remove(id)).body.code).toBe('illegal-state');
    expect((await remove(documentVersion)).body.code).toBe('illegal-state');
    expect((await send(team.apps.countyPlanner, 'delete', `/api/versions/${id}`)).status).toBe(403);
    expect((await remove('nothing')).status).toBe(404);
  });
});
