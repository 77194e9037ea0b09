import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  listedVillages,
  makeDraft,
  makeTeam,
  newKey,
  patch,
  siblingCounty,
  type Team,
  unassigned,
  deferred,
  stateOf,
  rowOf,
} from '../support/team.ts';
import { send } from './testApp.ts';

let database: Database;
let team: Team;
let villages: number[];
let siblings: number[];
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 8 });
  team = await makeTeam(database, 'assignments');
  villages = await listedVillages(database, county, 40);
  siblings = await listedVillages(database, siblingCounty, 40);
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

describe('a batch of edits', () => {
  it('changes villages, with a revision, a journal, one audit event and news for each county', async () => {
    const id = await makeDraft(team.apps.planner);
    const answer = await patch(team.apps.planner, id, {
      revision: 1,
      edits: [
        { ...unassigned(villages[0]!, siblings[0]!), reason: '待核实' },
        deferred('2030-06-01', villages[1]!),
        { status: 'outside', villageIds: [villages[2]] },
      ],
    });
    expect([answer.status, answer.body]).toEqual([
      200,
      { versionId: id, revision: 2, changed: 4, merged: 0 },
    ]);
    expect(await stateOf(database, id)).toEqual({ revision: 2, journal: 4, batches: 1, audits: 1, news: 2 });
    expect(await rowOf(team, id, villages[0]!)).toMatchObject({
      status: 'unassigned',
      categoryKey: null,
      reason: '待核实',
      changedBy: { id: team.ids.planner, name: 'planner' },
      revision: 2,
    });
    expect(await rowOf(team, id, villages[1]!)).toMatchObject({
      status: 'deferred',
      reviewDate: '2030-06-01',
    });
    expect(await rowOf(team, id, villages[2]!)).toBeUndefined();
    const audit = await database.administer((administration) =>
      administration.one<{ before: { villages: object[] }; after: { villages: object[] } }>(sql`
        select before, after from xiangtu.audit_event
        where subject_id = ${id} and action = 'change-assignments'`),
    );
    expect(audit.after.villages).toContainEqual({ value: null, villageIds: [villages[2]] });
    expect(audit.after.villages).toContainEqual({
      value: { status: 'unassigned', categoryKey: null, reviewDate: null, reason: '待核实' },
      villageIds: expect.arrayContaining([villages[0], siblings[0]]),
    });
    const news = await database.administer((administration) =>
      administration.all<{ regionCode: string; payload: { revision: number; villages: object[] } }>(sql`
        select region_code as "regionCode", payload from xiangtu.outbox
        where version_id = ${id} and topic = 'assignments-changed' order by region_code`),
    );
    expect(news).toEqual([
      {
        regionCode: county,
        payload: {
          revision: 2,
          villages: expect.arrayContaining([
            { id: villages[0], status: 'unassigned', categoryKey: null },
            { id: villages[2], status: 'outside', categoryKey: null },
          ]),
        },
      },
      {
        regionCode: siblingCounty,
        payload: { revision: 2, villages: [{ id: siblings[0], status: 'unassigned', categoryKey: null }] },
      },
    ]);
  });

  it('that changes nothing leaves the revision, and an edit without a reason leaves the reason', async () => {
    const id = await makeDraft(team.apps.planner);
    const reasoned = { ...unassigned(villages[0]!), reason: '待核实' };
    await patch(team.apps.planner, id, { revision: 1, edits: [reasoned] });
    for (const edit of [reasoned, unassigned(villages[0]!)]) {
      const answer = await patch(team.apps.planner, id, { revision: 2, edits: [edit] });
      expect(answer.body).toMatchObject({ revision: 2, changed: 0 });
    }
    expect(await stateOf(database, id)).toMatchObject({ revision: 2, journal: 1, audits: 1, news: 1 });
    const removed = await patch(team.apps.planner, id, {
      revision: 2,
      edits: [{ ...unassigned(villages[0]!), reason: '' }],
    });
    expect(removed.body).toMatchObject({ revision: 3, changed: 1 });
    expect(await rowOf(team, id, villages[0]!)).toMatchObject({ reason: null });
  });

  it('of 5,000 villages is one batch, told of in parts', async () => {
    const id = await makeDraft(team.apps.planner);
    const firstId = 20_000;
    try {
      await database.administer((administration) =>
        administration.run(sql`
          insert into xiangtu.village (
            county_code, id, name, name_en, kind, township_code, pinyin, initials, source_id
          )
          select
            county_code, ${firstId}::integer + row_number() over (), name, name_en, kind, township_code, pinyin,
            initials, source_id
          from xiangtu.village, generate_series(1, 2)`),
      );
      const all = await database.administer((administration) =>
        administration.all<{ id: number }>(sql`select id from xiangtu.village order by id limit 5000`),
      );
      const villageIds = all.map((row) => row.id);
      expect(villageIds).toHaveLength(5000);
      const started = performance.now();
      const answer = await patch(team.apps.planner, id, {
        revision: 1,
        edits: [{ ...deferred('2031-01-01', ...villageIds) }],
      });
      const milliseconds = performance.now() - started;
      expect(answer.body).toMatchObject({ revision: 2, changed: 5000 });
      console.log(`5,000 villages in one batch: ${Math.round(milliseconds)} ms (${database.engine})`);
      const news = await database.administer((administration) =>
        administration.one<{ most: number; villages: number }>(sql`
          select
            max(jsonb_array_length(payload -> 'villages')) as most,
            sum(jsonb_array_length(payload -> 'villages'))::integer as villages
          from xiangtu.outbox
          where version_id = ${id} and topic = 'assignments-changed'`),
      );
      expect(news).toEqual({ most: 500, villages: 5000 });
    } finally {
      await database.administer(async (administration) => {
        await administration.script('set local session_replication_role = replica');
        await administration.run(sql`delete from xiangtu.assignment where village_id > ${firstId}`);
        await administration.run(sql`delete from xiangtu.village where id > ${firstId}`);
      });
    }
  });

  it('is refused whole for what cannot be, and names it', async () => {
    const id = await makeDraft(team.apps.planner);
    const refusals: [object[], number, string][] = [
      [[unassigned(villages[0]!), unassigned(villages[0]!)], 400, 'edits.1.villageIds'],
      [[unassigned(villages[0]!, villages[0]!)], 400, 'edits.0.villageIds'],
      [[unassigned(villages[0]!), unassigned(9_999_999)], 400, 'edits.1.villageIds'],
      [
        [{ status: 'assigned', categoryKey: 'nothing', villageIds: [villages[0]] }],
        400,
        'edits.0.categoryKey',
      ],
      [
        [{ ...unassigned(villages[0]!), evidence: [{ hash: 'f'.repeat(64), fileName: 'a.pdf' }] }],
        400,
        'edits.0.evidence',
      ],
    ];
    for (const [edits, status, path] of refusals) {
      const answer = await patch(team.apps.planner, id, { revision: 1, edits });
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, path]);
      expect(answer.body.errors[0].message).toMatch(/./);
    }
    const many = Array.from({ length: 2 }, (_, part) =>
      unassigned(...Array.from({ length: 3000 }, (_unused, index) => 1 + part * 3000 + index)),
    );
    expect((await patch(team.apps.planner, id, { revision: 1, edits: many })).body.errors[0].path).toBe(
      'edits',
    );
    expect(await stateOf(database, id)).toMatchObject({
      revision: 1,
      journal: 0,
      batches: 0,
      audits: 0,
      news: 0,
    });
  });

  it('needs If-Match with one revision, and a key', async () => {
    const id = await makeDraft(team.apps.planner);
    const change = (headers: Record<string, string>) =>
      send(team.apps.planner, 'patch', `/api/versions/${id}/assignments`)
        .set(headers)
        .send({ edits: [unassigned(villages[0]!)] });
    const key = { 'idempotency-key': newKey() };
    const missing = await change(key);
    expect([missing.status, missing.body.code]).toEqual([428, 'precondition-required']);
    for (const match of ['*', '1', 'W/"1"', '"0"', '"1", "2"', '"x"', '"2"']) {
      const answer = await change({ ...key, 'if-match': match });
      expect([match, answer.status, answer.body.errors?.[0].path]).toEqual([match, 400, 'header.if-match']);
    }
    for (const bad of [{}, { 'idempotency-key': 'short' }, { 'idempotency-key': 'spaces are not allowed' }]) {
      const answer = await change({ ...bad, 'if-match': '"1"' } as Record<string, string>);
      expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, 'header.idempotency-key']);
    }
  });

  it('is for drafts only', async () => {
    const id = await makeDraft(team.apps.planner);
    await send(team.apps.planner, 'post', `/api/versions/${id}/submit`, {});
    for (const member of ['planner', 'countyPlanner'] as const) {
      const answer = await patch(team.apps[member], id, { revision: 1, edits: [unassigned(villages[0]!)] });
      expect([member, answer.status, answer.body.code]).toEqual([member, 409, 'illegal-state']);
    }
    expect((await patch(team.apps.planner, 'nothing', { revision: 1, edits: [unassigned(1)] })).status).toBe(
      404,
    );
  });

  it('keeps a county planner to the county', async () => {
    const id = await makeDraft(team.apps.planner);
    const both = await patch(team.apps.countyPlanner, id, {
      revision: 1,
      edits: [unassigned(villages[0]!), unassigned(siblings[0]!, siblings[1]!)],
    });
    expect([both.status, both.body.code]).toEqual([403, 'forbidden']);
    expect(both.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'edits.1.villageIds',
      'edits.1.villageIds',
    ]);
    expect(both.body.errors[0].message).toContain(String(siblings[0]));
    expect(await stateOf(database, id)).toMatchObject({ revision: 1, journal: 0 });
    const own = await patch(team.apps.countyPlanner, id, { revision: 1, edits: [unassigned(villages[0]!)] });
    expect(own.body).toMatchObject({ revision: 2, changed: 1 });
    // The same past the API.
    const scope = { regions: [county], personId: team.ids.countyPlanner };
    expect(
      await database.transaction('planner', scope, (transaction) =>
        transaction.run(sql`
          update assignment set status = 'unassigned', category_key = null
          where version_id = ${id} and village_id = ${siblings[0]}`),
      ),
    ).toBe(0);
    await expect(
      database.transaction('planner', scope, (transaction) =>
        transaction.run(sql`
          insert into assignment (version_id, county_code, village_id, status, source_id)
          select ${id}, county_code, id, 'unassigned', source_id from village
          where county_code = ${siblingCounty} and not exists (
            select from xiangtu.assignment as listed where listed.village_id = village.id and version_id = ${id}
          ) limit 1`),
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('two planners on one draft', () => {
  it('merge where they changed different villages', async () => {
    const id = await makeDraft(team.apps.planner);
    await patch(team.apps.planner, id, { revision: 1, edits: [unassigned(villages[0]!, villages[1]!)] });
    const other = await patch(team.apps.colleague, id, { revision: 1, edits: [unassigned(villages[2]!)] });
    expect([other.status, other.body]).toEqual([200, { versionId: id, revision: 3, changed: 1, merged: 2 }]);
  });

  it('are told of villages both changed, and nothing is written', async () => {
    const id = await makeDraft(team.apps.planner);
    await patch(team.apps.planner, id, {
      revision: 1,
      edits: [{ ...unassigned(villages[0]!, villages[1]!), reason: '甲' }],
    });
    const key = newKey();
    const edits = [deferred('2030-01-01', villages[1]!, villages[2]!), unassigned(villages[0]!)];
    const refused = await patch(team.apps.colleague, id, { revision: 1, key, edits });
    expect([refused.status, refused.body.code]).toEqual([409, 'stale-revision']);
    expect(refused.body.revision).toBe(2);
    // villages[0] is the same for both: no conflict.
    expect(refused.body.conflicts).toEqual([
      {
        villageId: villages[1],
        name: expect.any(String),
        countyCode: county,
        mine: { status: 'deferred', categoryKey: null, reviewDate: '2030-01-01', reason: null },
        theirs: { status: 'unassigned', categoryKey: null, reviewDate: null, reason: '甲' },
        by: { id: team.ids.planner, name: 'planner' },
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        revision: 2,
      },
    ]);
    expect(await stateOf(database, id)).toMatchObject({ revision: 2, journal: 2, batches: 1 });
    const decided = await patch(team.apps.colleague, id, {
      revision: 1,
      key,
      edits,
      overwrite: [villages[1]!],
    });
    expect([decided.status, decided.body]).toEqual([
      200,
      { versionId: id, revision: 3, changed: 2, merged: 0 },
    ]);
    expect(await rowOf(team, id, villages[1]!)).toMatchObject({
      status: 'deferred',
      changedBy: { name: 'colleague' },
    });
    expect(await rowOf(team, id, villages[0]!)).toMatchObject({
      reason: '甲',
      changedBy: { name: 'planner' },
    });
  });

  it('in one breath: one wins, the other is told', async () => {
    const id = await makeDraft(team.apps.planner);
    const answers = await Promise.all([
      patch(team.apps.planner, id, { revision: 1, edits: [unassigned(villages[0]!)] }),
      patch(team.apps.colleague, id, { revision: 1, edits: [deferred('2030-01-01', villages[0]!)] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stateOf(database, id)).toMatchObject({ revision: 2, journal: 1 });
  });

  it('many at once lose nothing: revisions are one apart, the list is what the journal says', async () => {
    const id = await makeDraft(team.apps.planner);
    const apps = [team.apps.planner, team.apps.colleague, team.apps.countyPlanner, team.apps.both];
    const answers = await Promise.all(
      villages.map((village, index) =>
        patch(apps[index % apps.length]!, id, { revision: 1, edits: [unassigned(village)] }),
      ),
    );
    const revisions = answers.map(({ body }) => body.revision as number).sort((a, b) => a - b);
    expect(revisions).toEqual(villages.map((_, index) => index + 2));
    expect(await stateOf(database, id)).toMatchObject({
      revision: villages.length + 1,
      journal: villages.length,
    });
  });
});
