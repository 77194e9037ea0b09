import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { EventFeed, type FeedTiming } from '../../server/features/events/eventFeed.ts';
import { sendEvent } from '../../server/features/events/outbox.ts';
import type { Principal } from '../../server/http/principal.ts';
import { createServices } from '../../server/services.ts';
import { principalWith, testApp, testSettings } from '../api/testApp.ts';
import { testLog } from './engines.ts';
import { EventStream } from './eventStream.ts';
import { prefecture, type Team } from './team.ts';

export interface Running {
  address: string;
  feed: EventFeed;
  /** Whoever asks from now on, and in open streams. */
  become(principal: Principal | null): void;
}

/** What tests of the event stream work with; `end` closes what was opened since it was called last. */
export function makeEventRig(database: Database, team: Team) {
  const endings: (() => Promise<void> | void)[] = [];

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

  return {
    serve,
    listen,
    leaderOf,
    note,
    /** Has something else closed by `end`. */
    endLater: (ending: () => void) => void endings.push(ending),
    end: async () => {
      for (const ending of endings.splice(0).reverse()) await ending();
    },
  };
}

/** The numbers that `note` left, in the order they were heard. */
export const numbers = (stream: EventStream) =>
  stream.events.map(({ data }) => data.payload.number as number);
