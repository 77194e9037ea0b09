import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { grantRoles } from '../../server/domain/access/permissions.ts';
import { EventFeed, type FeedTiming } from '../../server/features/events/eventFeed.ts';
import { sendEvent } from '../../server/features/events/outbox.ts';
import type { Principal } from '../../server/http/principal.ts';
import { createServices } from '../../server/services.ts';
import { openTestDatabase } from '../support/database.ts';
import { testLog } from '../support/engines.ts';
import { EventStream } from '../support/eventStream.ts';
import { county, makeTeam, prefecture, siblingCounty, type Team } from '../support/team.ts';
import { principalWith, testApp, testSettings } from './testApp.ts';

let database: Database;
let team: Team;
const endings: (() => Promise<void> | void)[] = [];
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 10 });
  team = await makeTeam(database, 'event-streams');
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

interface Running {
  address: string;
  feed: EventFeed;
  /** Whoever asks from now on, and in open streams. */
  become(principal: Principal | null): void;
}

/** A server with a feed of its own, asked by one person. */
async function serve(
  principal: Principal,
  timing: Partial<FeedTiming> = {},
  through = database,
): Promise<Running> {
  let current: Principal | null = principal;
  const made = await createServices({ database, config: testSettings, log: testLog });
  const feed = new EventFeed({ database: through, log: testLog, timing });
  const services = {
    ...made,
    events: feed,
    sessions: { ...made.sessions, authenticate: async () => current, recheck: async () => current },
  };
  const server = http.createServer(testApp(database, { services, as: 'sessions' })).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  endings.push(async () => {
    await feed.close();
    await made.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/api/events`, feed, become: (next) => (current = next) };
}

const listen = (address: string, lastEventId: string | null = null) => {
  const stream = new EventStream(address, { lastEventId });
  endings.push(() => stream.close());
  return stream.open();
};

const leaderOf = (...regions: string[]) =>
  principalWith(
    regions.map((regionCode) => ({ role: 'leader' as const, regionCode })),
    team.ids.leader,
  );

/** Leaves an event of its own transaction, which lasts a while. */
const note = (number: number, { regionCode = prefecture, seconds = 0, padding = '' } = {}) =>
  database.transaction(
    'planner',
    { regions: [prefecture], personId: team.ids.planner },
    async (transaction) => {
      const payload = { number, padding };
      await sendEvent(transaction, {
        topic: 'comment-created',
        regionCode,
        versionId: null,
        actorId: team.ids.planner,
        payload,
      });
      if (seconds > 0) await transaction.all(sql`select pg_sleep(${seconds}::double precision)`);
    },
  );
const numbers = (stream: EventStream) => stream.events.map(({ data }) => data.payload.number as number);

describe('a stream', () => {
  it('ends soon after its session, and follows what the person is granted', async () => {
    const { address, become } = await serve(leaderOf(county), { session: 200 });
    const stream = await listen(address);
    become(leaderOf(siblingCounty));
    await pause(600);
    await note(1, { regionCode: county });
    await note(2, { regionCode: siblingCounty });
    await stream.until((events) => events.length === 1);
    expect(numbers(stream)).toEqual([2]);
    become(null);
    const started = performance.now();
    await stream.closed();
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await listen(address)).status).toBe(401);
    become(principalWith([], team.ids.leader));
    expect((await listen(address)).status).toBe(403);
  });

  it('says that it lives, and where it is', async () => {
    const { address } = await serve(leaderOf(prefecture), { heartbeat: 100 });
    const stream = await listen(address);
    const begin = stream.lastEventId!;
    await note(3);
    await stream.until((events) => events.length === 1);
    await pause(500);
    expect(stream.body.match(/^: here$/gm)!.length).toBeGreaterThan(3);
    expect(stream.lastEventId).not.toBe(begin);
  });

  it('of one who does not read is cut, and the others go on', async () => {
    const { address, feed } = await serve(leaderOf(prefecture), { drain: 1000 });
    const { port, pathname } = new URL(address);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    endings.push(() => void socket.destroy());
    let hasBegun = false;
    socket.once('data', () => {
      hasBegun = true;
      socket.pause();
    });
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    const isOpen = () => hasBegun && feed.size > 0;
    while (!isOpen()) await pause(5);
    const reader = await listen(address);
    const padding = 'x'.repeat(30_000);
    for (let number = 0; number < 300; number += 1) await note(number, { padding });
    await reader.until((events) => events.length === 300, 30_000);
    const end = performance.now() + 15_000;
    while (feed.size > 1 && performance.now() < end) await pause(20);
    // The one who reads goes on.
    expect(feed.size).toBe(1);
    expect(reader.isOver).toBe(false);
  });

  it('is one of twenty a person', async () => {
    const { address, feed } = await serve(leaderOf(prefecture));
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(address)));
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    expect((await listen(address)).status).toBe(429);
    streams[0]!.close();
    while (feed.size === 20) await pause(5);
    expect((await listen(address)).status).toBe(200);
  });

  it('is for everybody on the staff and nobody else', async () => {
    for (const role of grantRoles) {
      const { address } = await serve(principalWith([{ role, regionCode: prefecture }], team.ids.leader));
      expect([role, (await listen(address)).status]).toEqual([role, 200]);
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
    const { address, feed } = await serve(leaderOf(prefecture), { poll: 100 }, counting);
    await pause(400);
    expect(reads).toBe(0);
    const streams = await Promise.all(Array.from({ length: 10 }, () => listen(address)));
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
    const { address, feed } = await serve(leaderOf(prefecture));
    const stream = await listen(address);
    await feed.close();
    await stream.closed(1000);
    expect((await listen(address)).status).toBe(503);
  });
});
