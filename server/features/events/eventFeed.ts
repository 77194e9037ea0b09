import type { Response } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import { comparePositions, decodePosition, type Position } from './position.ts';
import { Presence } from './presence.ts';
import { readEvents, readPresent } from './queries.ts';
import { deleteOldEvents, keptDays } from './retention.ts';
import { feedEventOf, Subscriber } from './subscriber.ts';

/** Times in milliseconds; tests use shorter ones. */
export interface FeedTiming {
  /** Between two looks at the outbox while somebody looks on. */
  poll: number;
  heartbeat: number;
  /** Between two looks at whether the session still lives. */
  session: number;
  /** Longest the other side may take to read what was sent. */
  drain: number;
  /** Between two renewals of who has a version open. */
  presence: number;
}
const usualTiming: FeedTiming = {
  poll: 300,
  heartbeat: 15_000,
  session: 4_000,
  drain: 10_000,
  presence: 15_000,
};

const mostSubscribers = 1000;
const mostOfOnePerson = 20;
/** An event has up to 30 kB. */
const eventsAPage = 100;
/** Who missed more than this loads everything anew instead. */
const mostMissed = 10_000;
/** Pages read in a row before the others are seen to. */
const pagesAPoll = 50;
/** Until the next look when somebody could not be given all there was. */
const catchUpMilliseconds = 50;
const cleaningMilliseconds = 3_600_000;
const daySeconds = 86_400;
/** An hour less than they are kept, so that what a client relies on is not deleted while it reads. */
const oldestSeconds = keptDays * daySeconds - 3600;

export interface Subscription {
  personId: number;
  scope: Scope;
  /** Only events of this version. */
  versionId: string | null;
  /** What the client repeats of the last event it got; null: from now on. */
  lastEventId: string | null;
  /** What the person may see now; null: the session is over. */
  recheck: () => Promise<Scope | null>;
}

/**
 * Tells those who look on what others changed. One reader a process, and only while somebody looks on; nothing is kept
 * in memory for anybody: who reads slowly is read for again, and dropped after a while.
 */
export class EventFeed {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #timing: FeedTiming;
  readonly #presence: Presence;
  readonly #subscribers = new Set<Subscriber>();
  /** What ends the presence of a subscriber in the version they look at. */
  readonly #presences = new Map<Subscriber, () => void>();
  #opening = 0;
  #timer: NodeJS.Timeout | null = null;
  #polling: Promise<void> = Promise.resolve();
  #isClosed = false;
  #cleanedAt = Number.NEGATIVE_INFINITY;

  constructor({
    database,
    log,
    timing = {},
  }: {
    database: Database;
    log: Logger;
    timing?: Partial<FeedTiming>;
  }) {
    this.#database = database;
    this.#log = log;
    this.#timing = { ...usualTiming, ...timing };
    this.#presence = new Presence({ database, log, renewal: this.#timing.presence });
  }

  /** How many look on. */
  get size(): number {
    return this.#subscribers.size;
  }

  /**
   * Answers with events until either side ends it.
   * @throws AppError too-many-requests, before anything is sent
   */
  async subscribe(response: Response, subscription: Subscription): Promise<void> {
    this.#admit(subscription.personId);
    this.#opening += 1;
    try {
      await this.#open(response, subscription);
    } finally {
      this.#opening -= 1;
    }
  }

  /** Ends every stream and the reading. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const subscriber of this.#subscribers) subscriber.end();
    this.#subscribers.clear();
    for (const end of this.#presences.values()) end();
    this.#presences.clear();
    await this.#polling;
    await this.#presence.close();
  }

  #admit(personId: number): void {
    if (this.#isClosed) throw new AppError('overloaded', 'the server is stopping');
    const own = [...this.#subscribers].filter((subscriber) => subscriber.personId === personId).length;
    if (this.#subscribers.size + this.#opening >= mostSubscribers || own >= mostOfOnePerson) {
      throw new AppError(
        'too-many-requests',
        `${this.#subscribers.size} look on, ${own} as person ${personId}`,
        {
          headers: { 'retry-after': '30' },
        },
      );
    }
  }

  async #open(response: Response, subscription: Subscription): Promise<void> {
    const { personId, scope, versionId } = subscription;
    const { position, isReset } = await this.#startOf(subscription);
    // While the position was read they may have gone, or the others have come.
    this.#admit(personId);
    if (response.destroyed) return;
    response.status(200);
    response.setHeader('content-type', 'text/event-stream; charset=utf-8');
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-accel-buffering', 'no');
    response.write('retry: 2000\n\n');
    const drainMilliseconds = this.#timing.drain;
    const subscriber = new Subscriber(response, { personId, scope, versionId, position, drainMilliseconds });
    if (isReset) subscriber.reset();
    else subscriber.beat();
    this.#subscribers.add(subscriber);
    if (versionId !== null) {
      this.#presences.set(subscriber, this.#presence.begin({ versionId, personId, scope }));
    }
    this.#keepUp(response, subscriber, subscription.recheck);
    this.#schedule(0);
  }

  /** Where somebody begins: where they were, if all since is still kept; else in the present. */
  async #startOf({ scope, lastEventId }: Subscription): Promise<{ position: Position; isReset: boolean }> {
    const since = lastEventId === null ? null : decodePosition(lastEventId);
    const { present, missed } = await readPresent(this.#database, scope, { since, limit: mostMissed + 1 });
    if (lastEventId === null) return { position: present, isReset: false };
    const isKept =
      since !== null &&
      missed <= mostMissed &&
      since.second > present.second - oldestSeconds &&
      // From another database, or one that was restored to an earlier time.
      BigInt(since.transactionId) <= BigInt(present.transactionId);
    return isKept ? { position: since, isReset: false } : { position: present, isReset: true };
  }

  /** Heartbeats and looks at the session, as long as the answer lasts. */
  #keepUp(response: Response, subscriber: Subscriber, recheck: Subscription['recheck']): void {
    const heartbeat = setInterval(() => subscriber.beat(), this.#timing.heartbeat);
    let session: NodeJS.Timeout | null = null;
    const look = async () => {
      // A session that cannot be looked up counts as over: the client comes back and is asked again.
      const scope = await recheck().catch(() => null);
      if (scope === null) return subscriber.end();
      subscriber.scope = scope;
      if (!response.destroyed) session = setTimeout(() => void look(), this.#timing.session);
    };
    session = setTimeout(() => void look(), this.#timing.session);
    response.once('close', () => {
      clearInterval(heartbeat);
      if (session !== null) clearTimeout(session);
      subscriber.stopWaiting();
      this.#subscribers.delete(subscriber);
      this.#presences.get(subscriber)?.();
      this.#presences.delete(subscriber);
    });
  }

  #schedule(milliseconds: number): void {
    if (this.#isClosed || this.#timer !== null || this.#subscribers.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#polling = this.#pollOnce();
    }, milliseconds);
  }

  /** One look, and the next one planned; a look that fails is tried again like any other. */
  async #pollOnce(): Promise<void> {
    let isBehind = false;
    try {
      ({ isBehind } = await this.#poll());
    } catch (error) {
      this.#log.warn({ err: error }, 'reading events failed');
    }
    this.#timer = null;
    this.#schedule(isBehind ? Math.min(catchUpMilliseconds, this.#timing.poll) : this.#timing.poll);
  }

  /** Reads on from where the last of those who can take more is. */
  async #poll(): Promise<{ isBehind: boolean }> {
    let isBehind = false;
    for (let page = 0; page < pagesAPoll && !this.#isClosed; page += 1) {
      const ready = [...this.#subscribers].filter((subscriber) => subscriber.isReady);
      const [first, ...others] = ready.map(({ position }) => position);
      if (first === undefined) break;
      const after = others.reduce((least, one) => (comparePositions(one, least) < 0 ? one : least), first);
      const scope = { regions: [...new Set(ready.flatMap((subscriber) => subscriber.scope.regions))] };
      const { events, present } = await readEvents(this.#database, scope, { after, limit: eventsAPage });
      const sent = events.map(feedEventOf);
      isBehind = events.length === eventsAPage;
      const end = isBehind ? sent.at(-1)!.position : present;
      // Who came while this was read is at a later position: the next look is theirs.
      for (const subscriber of ready) subscriber.offer(sent, end);
      if (ready.some(({ position }) => comparePositions(position, end) < 0)) return { isBehind: true };
      if (!isBehind) break;
    }
    await this.#clean();
    return { isBehind };
  }

  async #clean(): Promise<void> {
    if (performance.now() - this.#cleanedAt < cleaningMilliseconds) return;
    this.#cleanedAt = performance.now();
    await deleteOldEvents(this.#database);
  }
}
