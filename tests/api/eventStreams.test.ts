import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { grantRoles } from '../../server/domain/access/permissions.ts';
import { openTestDatabase } from '../support/database.ts';
import { makeEventRig, numbers } from '../support/eventRig.ts';
import { county, makeTeam, prefecture, siblingCounty, type Team } from '../support/team.ts';
import { principalWith } from './testApp.ts';

let database: Database;
let team: Team;
let rig: ReturnType<typeof makeEventRig>;
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 10 });
  team = await makeTeam(database, 'event-streams');
  rig = makeEventRig(database, team);
});
afterEach(() => rig.end());
afterAll(async () => {
  await team.remove();
  await database.close();
});

describe('a stream', () => {
  it('ends soon after its session, and follows what the person is granted', async () => {
    const { address, become } = await rig.serve(rig.leaderOf(county), { session: 200 });
    const stream = await rig.listen(address);
    become(rig.leaderOf(siblingCounty));
    await pause(600);
    await rig.note(1, { regionCode: county });
    await rig.note(2, { regionCode: siblingCounty });
    await stream.until((events) => events.length === 1);
    expect(numbers(stream)).toEqual([2]);
    become(null);
    const started = performance.now();
    await stream.closed();
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await rig.listen(address)).status).toBe(401);
    become(principalWith([], team.ids.leader));
    expect((await rig.listen(address)).status).toBe(403);
  });

  it('says that it lives, and where it is', async () => {
    const { address } = await rig.serve(rig.leaderOf(prefecture), { heartbeat: 100 });
    const stream = await rig.listen(address);
    const begin = stream.lastEventId!;
    await rig.note(3);
    await stream.until((events) => events.length === 1);
    await pause(500);
    expect(stream.body.match(/^: here$/gm)!.length).toBeGreaterThan(3);
    expect(stream.lastEventId).not.toBe(begin);
  });

  it('of one who does not read is cut, and the others go on', async () => {
    const { address, feed } = await rig.serve(rig.leaderOf(prefecture), { drain: 1000 });
    const { port, pathname } = new URL(address);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    rig.endLater(() => void socket.destroy());
    let hasBegun = false;
    socket.once('data', () => {
      hasBegun = true;
      socket.pause();
    });
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    const isOpen = () => hasBegun && feed.size > 0;
    while (!isOpen()) await pause(5);
    const reader = await rig.listen(address);
    const padding = 'x'.repeat(30_000);
    for (let number = 0; number < 300; number += 1) await rig.note(number, { padding });
    await reader.until((events) => events.length === 300, 30_000);
    const end = performance.now() + 15_000;
    while (feed.size > 1 && performance.now() < end) await pause(20);
    // The one who reads goes on.
    expect(feed.size).toBe(1);
    expect(reader.isOver).toBe(false);
  });

  it('is one of twenty a person', async () => {
    const { address, feed } = await rig.serve(rig.leaderOf(prefecture));
    const streams = await Promise.all(Array.from({ length: 20 }, () => rig.listen(address)));
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    expect((await rig.listen(address)).status).toBe(429);
    streams[0]!.close();
    while (feed.size === 20) await pause(5);
    expect((await rig.listen(address)).status).toBe(200);
  });

  it('is for everybody on the staff and nobody else', async () => {
    for (const role of grantRoles) {
      const { address } = await rig.serve(principalWith([{ role, regionCode: prefecture }], team.ids.leader));
      expect([role, (await rig.listen(address)).status]).toEqual([role, 200]);
    }
  });

  it('is served by one reader, who reads only while somebody looks on', async () => {
    let reads = 0;
    const counting = new Proxy(database, {
      get: (target, name) => {
        if (name === 'readOne') reads += 1;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? (value as (...input: unknown[]) => unknown).bind(target) : value;
      },
    });
    const { address, feed } = await rig.serve(rig.leaderOf(prefecture), { poll: 100 }, counting);
    await pause(400);
    expect(reads).toBe(0);
    const streams = await Promise.all(Array.from({ length: 10 }, () => rig.listen(address)));
    reads = 0;
    await pause(1000);
    expect(reads).toBeGreaterThan(2);
    expect(reads).toBeLessThanOrEqual(11);
    for (const stream of streams) stream.close();
    while (feed.size > 0) await pause(5);
    await pause(200);
    reads = 0;
    await pause(400);
    expect(reads).toBe(0);
  });

  it('ends when the server stops, which admits nobody then', async () => {
    const { address, feed } = await rig.serve(rig.leaderOf(prefecture));
    const stream = await rig.listen(address);
    await feed.close();
    await stream.closed(1000);
    expect((await rig.listen(address)).status).toBe(503);
  });
});
