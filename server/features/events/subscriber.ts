import type { Response } from 'express';
import { regionsOverlap } from '#domain/regions/regionCodes';
import type { Scope } from '../../database/role.ts';
import type { EventRow } from './queries.ts';
import { comparePositions, encodePosition, type Position } from './position.ts';

/** An event as it goes out, written once for all who get it. */
export interface FeedEvent {
  position: Position;
  regionCode: string;
  versionId: string | null;
  text: string;
}

export function feedEventOf(row: EventRow): FeedEvent {
  const { id, transactionId, topic, regionCode, versionId, actorId, payload } = row;
  const at = new Date(row.at).toISOString();
  const position = { transactionId, id, second: Math.floor(Date.parse(at) / 1000) };
  const data = JSON.stringify({ topic, regionCode, versionId, actorId, at, payload });
  return {
    position,
    regionCode,
    versionId,
    text: `event: ${topic}\nid: ${encodePosition(position)}\ndata: ${data}\n\n`,
  };
}

/** The same rule as the policy event_is_read: one read serves many, each is given what their scope may see. */
export const mayHear = ({ regions }: Scope, regionCode: string): boolean =>
  regions.some((region) => regionsOverlap(region, regionCode));

/** Bytes that may wait for one reader before more is read for them. */
const comfortableBytes = 128 * 1024;
/** Most bytes that may wait: a single event may be longer than what is comfortable. */
const mostWaitingBytes = 256 * 1024;

/** One who looks on: what they have been sent, and what they may hear. */
export class Subscriber {
  readonly personId: number;
  readonly #response: Response;
  readonly #versionId: string | null;
  readonly #drainMilliseconds: number;
  #scope: Scope;
  #position: Position;
  #drainTimer: NodeJS.Timeout | null = null;

  constructor(
    response: Response,
    input: {
      personId: number;
      scope: Scope;
      versionId: string | null;
      position: Position;
      drainMilliseconds: number;
    },
  ) {
    this.#response = response;
    this.personId = input.personId;
    this.#scope = input.scope;
    this.#versionId = input.versionId;
    this.#position = input.position;
    this.#drainMilliseconds = input.drainMilliseconds;
  }

  /** Everything before it has been sent. */
  get position(): Position {
    return this.#position;
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** The regions the person has now; grants may change while they look on. */
  set scope(scope: Scope) {
    this.#scope = scope;
  }

  /** False while much of what was sent has not left: nothing more is kept for them, it is read again later. */
  get isReady(): boolean {
    const { destroyed, writableEnded, writableLength } = this.#response;
    return !destroyed && !writableEnded && writableLength <= comfortableBytes;
  }

  /**
   * Sends what is new to them of events in order, up to the first that does not fit.
   * @param end the position that follows all of the events
   */
  offer(events: readonly FeedEvent[], end: Position): void {
    for (const event of events) {
      if (!this.isReady) return;
      if (comparePositions(event.position, this.#position) <= 0) continue;
      this.#position = event.position;
      if (this.#isFor(event)) this.#write(event.text);
    }
    if (comparePositions(end, this.#position) > 0) this.#position = end;
  }

  /** A sign of life that also tells where they are, so that one who hears of nothing for days can come back. */
  beat(): void {
    if (this.isReady) this.#write(`: here\nid: ${encodePosition(this.#position)}\n\n`);
  }

  /** What was missed is not kept any more. */
  reset(): void {
    this.#write(`event: reset\nid: ${encodePosition(this.#position)}\ndata: {}\n\n`);
  }

  end(): void {
    this.stopWaiting();
    this.#response.end();
  }

  stopWaiting(): void {
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#drainTimer = null;
  }

  #isFor({ regionCode, versionId }: FeedEvent): boolean {
    // What belongs to no version, such as a place, concerns whoever looks at any.
    const concerns = this.#versionId === null || versionId === null || versionId === this.#versionId;
    return concerns && mayHear(this.#scope, regionCode);
  }

  #write(text: string): void {
    const response = this.#response;
    if (response.writableLength > mostWaitingBytes) {
      response.destroy();
      return;
    }
    if (response.write(text) || this.#drainTimer !== null) return;
    this.#drainTimer = setTimeout(() => response.destroy(), this.#drainMilliseconds);
    this.#drainTimer.unref();
    response.once('drain', () => this.stopWaiting());
  }
}
