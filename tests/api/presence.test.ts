import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as pause } from 'node:timers/promises';
import type { PresentPerson } from '../../server/contract/workflow.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { renewPresence } from '../../server/features/events/presenceUpkeep.ts';
import { openTestDatabase } from '../support/database.ts';
import type { EventStream } from '../support/eventStream.ts';
import { makeEventRig } from '../support/eventRig.ts';
import { makeDraft, makeTeam, prefecture, type Team } from '../support/team.ts';
import { bodyOf, get, principalWith } from './testApp.ts';

let database: Database;
let team: Team;
let rig: ReturnType<typeof makeEventRig>;
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 8 });
  team = await makeTeam(database, 'presence');
  rig = makeEventRig(database, team);
});
afterEach(() => rig.end());
afterAll(async () => {
  await team.remove();
  await database.close();
});

const colleague = () => principalWith([{ role: 'planner', regionCode: prefecture }], team.ids.colleague);
const present = async (id: string) =>
  (await bodyOf<{ items: PresentPerson[] }>(team.apps.leader, `/api/versions/${id}/presence`)).items.map(
    ({ id: person }) => person,
  );
const arrivals = (stream: EventStream) =>
  stream.events.filter(({ name }) => name === 'presence-changed').map(({ data }) => data.actorId);
async function untilPresent(id: string, expected: number[]): Promise<void> {
  while (String(await present(id)) !== String(expected)) await pause(20);
}

describe('who has a version open', () => {
  it('is there once however many streams they have, and others hear of it', async () => {
    const { leader, colleague: other } = team.ids;
    const id = await makeDraft(team.apps.planner);
    const mine = await rig.serve(rig.leaderOf(prefecture));
    const watching = await rig.listen(`${mine.address}?version=${id}`);
    await untilPresent(id, [leader]);
    const theirs = await rig.serve(colleague());
    const streams = [
      await rig.listen(`${theirs.address}?version=${id}`),
      await rig.listen(`${theirs.address}?version=${id}`),
    ];
    await untilPresent(id, [leader, other]);
    await watching.until(() => arrivals(watching).includes(other));
    streams[0]!.close();
    await pause(500);
    expect(await present(id)).toEqual([leader, other]);
    streams[1]!.close();
    await untilPresent(id, [leader]);
    await watching.until(() => arrivals(watching).filter((person) => person === other).length === 2);
    expect(await present(await makeDraft(team.apps.planner))).toEqual([]);
  });

  it('is not said of a version that is not theirs to see, nor shown to others', async () => {
    const id = await makeDraft(team.apps.planner);
    const { address } = await rig.serve(rig.leaderOf('430100'));
    await rig.listen(`${address}?version=${id}`);
    await rig.listen(`${address}?version=none`);
    await pause(300);
    expect(await present(id)).toEqual([]);
    expect((await get(team.apps.leader, '/api/versions/none/presence')).status).toBe(404);
    const said = (personId: number) =>
      database.transaction('leader', { regions: [prefecture], personId: team.ids.leader }, (transaction) =>
        transaction.run(sql`
          insert into version_presence (version_id, person_id, connection_id)
          values (${id}, ${personId}, gen_random_uuid())`),
      );
    await expect(said(team.ids.colleague)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await said(team.ids.leader)).toBe(1);
  });

  it('ends with a killed process: a row nobody renews is ignored, and swept by another', async () => {
    const id = await makeDraft(team.apps.planner);
    await database.administer((administration) =>
      administration.run(sql`
        insert into xiangtu.version_presence (version_id, person_id, connection_id, since, seen_at)
        values (
          ${id}, ${team.ids.colleague}, gen_random_uuid(), now() - interval '1 hour', now() - interval '46 seconds'
        )`),
    );
    expect(await present(id)).toEqual([]);
    const { address } = await rig.serve(rig.leaderOf(prefecture), { presence: 100 });
    const watching = await rig.listen(`${address}?version=${id}`);
    await watching.until(() => arrivals(watching).includes(team.ids.colleague));
    const rows = () =>
      database.administer((administration) =>
        administration.all<{ person: number; isFresh: boolean }>(sql`
          select person_id as person, seen_at > since as "isFresh"
          from xiangtu.version_presence where version_id = ${id}`),
      );
    while (!(await rows()).some(({ isFresh }) => isFresh)) await pause(50);
    expect((await rows()).map(({ person }) => person)).toEqual([team.ids.leader]);
  });

  it('goes with its version', async () => {
    const id = await makeDraft(team.apps.planner);
    const connection = { id: crypto.randomUUID(), versionId: id, personId: team.ids.leader };
    await renewPresence(database, [connection, { ...connection, versionId: 'none' }]);
    expect(await present(id)).toEqual([team.ids.leader]);
    await database.transaction(
      'planner',
      { regions: [prefecture], personId: team.ids.planner },
      async (transaction) => {
        await transaction.run(sql`delete from declared_count where version_id = ${id}`);
        await transaction.run(sql`delete from assignment where version_id = ${id}`);
        await transaction.run(sql`delete from version_rule where version_id = ${id}`);
        await transaction.run(sql`delete from plan_version where id = ${id}`);
      },
    );
    expect((await get(team.apps.leader, `/api/versions/${id}/presence`)).status).toBe(404);
  });
});
