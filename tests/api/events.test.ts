import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { sendEvent } from '../../server/features/events/outbox.ts';
import { mayHear } from '../../server/features/events/subscriber.ts';
import { openTestDatabase } from '../support/database.ts';
import type { EventStream } from '../support/eventStream.ts';
import { makeEventRig, numbers } from '../support/eventRig.ts';
import {
  county,
  listedVillages,
  makeDraft,
  makeTeam,
  patch,
  prefecture,
  siblingCounty,
  type Team,
} from '../support/team.ts';

let database: Database;
let team: Team;
let rig: ReturnType<typeof makeEventRig>;
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 10 });
  team = await makeTeam(database, 'events');
  rig = makeEventRig(database, team);
});
afterEach(() => rig.end());
afterAll(async () => {
  await team.remove();
  await database.close();
});

/** What is heard of the list: streams of a version also hear who has it open. */
const ofList = (events: EventStream['events']) => events.filter(({ name }) => name === 'assignments-changed');

describe('what others change', () => {
  it('is heard within two seconds, with the villages and the revision', async () => {
    const { address } = await rig.serve(rig.leaderOf(prefecture));
    const id = await makeDraft(team.apps.planner);
    const stream = await rig.listen(`${address}?version=${id}`);
    const [village] = await listedVillages(database, county, 1);
    const delays: number[] = [];
    for (let revision = 1; revision <= 5; revision += 1) {
      const edit =
        revision % 2 === 1 ? { status: 'unassigned' } : { status: 'deferred', reviewDate: '2030-01-01' };
      await patch(team.apps.planner, id, { revision, edits: [{ ...edit, villageIds: [village] }] });
      const answered = performance.now();
      await stream.until((events) => ofList(events).length === revision);
      delays.push(ofList(stream.events).at(-1)!.at - answered);
    }
    console.log(`heard after ${delays.map(Math.round).join(', ')} ms (${database.engine})`);
    expect(Math.max(...delays)).toBeLessThan(2000);
    expect(ofList(stream.events)[0]).toMatchObject({
      name: 'assignments-changed',
      data: {
        topic: 'assignments-changed',
        regionCode: county,
        versionId: id,
        actorId: team.ids.planner,
        payload: { revision: 2, villages: [{ id: village, status: 'unassigned', categoryKey: null }] },
      },
    });
  });

  it('is not heard of a sibling county, of another version, or when it was taken back', async () => {
    const { address } = await rig.serve(rig.leaderOf(county));
    const id = await makeDraft(team.apps.planner);
    const other = await makeDraft(team.apps.planner);
    const stream = await rig.listen(address);
    const ofVersion = await rig.listen(`${address}?version=${id}`);
    const [own] = await listedVillages(database, county, 1);
    const [sibling] = await listedVillages(database, siblingCounty, 1);
    const edit = (...villageIds: number[]) => [{ status: 'unassigned', villageIds }];
    await patch(team.apps.planner, id, { revision: 1, edits: edit(sibling!) });
    await patch(team.apps.planner, other, { revision: 1, edits: edit(own!) });
    await expect(
      database.transaction(
        'planner',
        { regions: [prefecture], personId: team.ids.planner },
        async (transaction) => {
          await sendEvent(transaction, {
            topic: 'comment-created',
            regionCode: county,
            versionId: id,
            actorId: team.ids.planner,
            payload: {},
          });
          throw new Error('taken back');
        },
      ),
    ).rejects.toThrow('taken back');
    await patch(team.apps.planner, id, { revision: 2, edits: edit(own!) });
    await stream.until((events) => ofList(events).length === 2);
    await ofVersion.until((events) => ofList(events).length === 1);
    await pause(700);
    expect(ofList(stream.events).map(({ data }) => [data.regionCode, data.versionId])).toEqual([
      [county, other],
      [county, id],
    ]);
    expect(ofList(ofVersion.events).map(({ data }) => data.versionId)).toEqual([id]);
    expect(ofVersion.events.every(({ data }) => data.versionId === id)).toBe(true);
    expect(stream.body).not.toContain(siblingCounty);
  });

  it('is chosen by the same rule as row-level security', async () => {
    const codes = [
      '430000',
      prefecture,
      county,
      siblingCounty,
      '433124101',
      '430100',
      '110000',
      '433124101201',
    ];
    const before = await database.administer(async (administration) => {
      const { last } = await administration.one<{ last: number }>(sql`
        select coalesce(max(id), 0) as last from xiangtu.outbox`);
      await administration.run(sql`
        insert into xiangtu.outbox (topic, region_code, actor_id)
        select 'comment-created', code, ${team.ids.planner} from unnest(${codes}::text[]) as code`);
      return last;
    });
    for (const region of codes.filter((code) => code.length < 12)) {
      for (const regions of [[region], [region, '110000']]) {
        const seen = await database.read('leader', { regions }, (transaction) =>
          transaction.all<{ code: string }>(
            sql`select region_code as code from outbox where id > ${before} and actor_id = ${team.ids.planner}`,
          ),
        );
        expect(codes.filter((code) => mayHear({ regions }, code)).sort(), region).toEqual(
          seen.map(({ code }) => code).sort(),
        );
      }
    }
  });
});

describe('who comes back', () => {
  it('misses nothing and hears nothing twice, over 1,000 concurrent changes', async () => {
    const { address } = await rig.serve(rig.leaderOf(prefecture));
    const steady = await rig.listen(address);
    let broken = await rig.listen(address);
    const heard: number[] = [];
    const total = 1000;
    let next = 1;
    let isWriting = true;
    const writer = async () => {
      while (next <= total) {
        const number = next++;
        // Transactions end in another order than they begin, so that numbers and commits do not agree.
        await rig.note(number, { seconds: number % 7 === 0 ? 0.05 : 0 });
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, writer)).then(() => (isWriting = false));
    let reconnections = 0;
    const mine = () => broken.events.filter(({ name }) => name === 'comment-created');
    const isOver = () => !isWriting;
    while (!isOver()) {
      await pause(50 + ((reconnections * 37) % 90));
      broken.close();
      await broken.closed();
      heard.push(...mine().map(({ data }) => data.payload.number as number));
      reconnections += 1;
      broken = await rig.listen(address, broken.lastEventId);
    }
    await writers;
    await steady.until((events) => events.length >= total, 20_000);
    await broken.until(() => heard.length + mine().length >= total, 20_000);
    await pause(700);
    heard.push(...mine().map(({ data }) => data.payload.number as number));
    const expected = Array.from({ length: total }, (_, index) => index + 1);
    const ordered = (list: number[]) => [...list].sort((a, b) => a - b);
    expect(ordered(numbers(steady))).toEqual(expected);
    expect(ordered(heard)).toEqual(expected);
    expect(steady.events.some(({ name }) => name === 'reset')).toBe(false);
    // Both hear them in the same order.
    expect(heard).toEqual(numbers(steady));
    expect(reconnections).toBeGreaterThan(3);
    console.log(
      `${total} events over ${reconnections} reconnections: none lost, none twice (${database.engine})`,
    );
  });

  it('comes back to where they were although they had heard of nothing', async () => {
    const { address } = await rig.serve(rig.leaderOf(prefecture));
    const first = await rig.listen(address);
    expect(first.events).toEqual([]);
    first.close();
    await rig.note(7001);
    const second = await rig.listen(address, first.lastEventId);
    await second.until((events) => events.length === 1);
    expect(numbers(second)).toEqual([7001]);
  });

  it('is told to load anew when what they missed is not kept, or is of another database', async () => {
    const { address } = await rig.serve(rig.leaderOf(prefecture));
    const first = await rig.listen(address);
    const [transactionId, , second] = first.lastEventId!.split('-').map(Number) as [number, number, number];
    const week = 7 * 86_400;
    for (const id of [
      `${transactionId}-0-${second - week}`,
      `${transactionId + 1_000_000}-0-${second}`,
      'something else',
      '1-2',
    ]) {
      const stream = await rig.listen(address, id);
      await stream.until((events) => events.length === 1);
      expect([id, stream.events[0]!.name]).toEqual([id, 'reset']);
      stream.close();
    }
    const kept = await rig.listen(address, `${transactionId}-0-${second - week + 7200}`);
    await rig.note(7002);
    await kept.until((events) => events.length === 1);
    expect(kept.events[0]!.name).toBe('comment-created');
  });

  it('finds events of a week, and no older ones, in the table', async () => {
    await database.administer((administration) =>
      administration.run(sql`
        insert into xiangtu.outbox (topic, region_code, actor_id, at, payload)
        values
          ('comment-created', ${prefecture}, ${team.ids.planner}, now() - interval '8 days', '{"number": 8001}')`),
    );
    await rig.note(8002);
    const { address } = await rig.serve(rig.leaderOf(prefecture));
    await rig.listen(address);
    const kept = () =>
      database.administer((administration) =>
        administration.all<{ number: number }>(sql`
          select (payload ->> 'number')::integer as number from xiangtu.outbox
          where payload ->> 'number' in ('8001', '8002')`),
      );
    while ((await kept()).length > 1) await pause(20);
    expect(await kept()).toEqual([{ number: 8002 }]);
  });
});
