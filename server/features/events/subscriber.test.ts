import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import { describe, expect, it } from 'vitest';
import { feedEventOf, Subscriber } from './subscriber.ts';

/** The side of an answer a subscriber writes to; nothing leaves it until `read`. */
function answer() {
  const waiting: (() => void)[] = [];
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      waiting.push(done);
    },
  });
  const read = async () => {
    while (waiting.length > 0) {
      waiting.shift()!();
      await pause(0);
    }
  };
  return { response: stream as unknown as Response, stream, read, text: () => text };
}

const begin = { transactionId: '10', id: 0, second: 0 };
const end = { transactionId: '9000', id: 0, second: 0 };
const subscriberOf = (response: Response, drainMilliseconds = 10_000) =>
  new Subscriber(response, {
    personId: 1,
    scope: { regions: ['433100'] },
    versionId: null,
    position: begin,
    drainMilliseconds,
  });
const eventsOf = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, index) =>
    feedEventOf({
      id: index + 1,
      transactionId: String(100 + index),
      topic: 'comment-created',
      regionCode: '433124',
      versionId: 'v',
      actorId: 1,
      at: '2026-01-01T00:00:00+00:00',
      payload: { padding: 'x'.repeat(bytes) },
    }),
  );
const heard = (text: string) => [...text.matchAll(/^id: \d+-(\d+)-\d+$/gm)].map(([, id]) => Number(id));

describe('a subscriber', () => {
  it('who reads slowly has a bounded amount waiting, and hears everything once in the end', async () => {
    const { response, stream, read, text } = answer();
    const subscriber = subscriberOf(response);
    const events = eventsOf(300, 30_000);
    let most = 0;
    for (let turn = 0; turn < 200 && subscriber.position.transactionId !== end.transactionId; turn += 1) {
      subscriber.offer(events, end);
      most = Math.max(most, stream.writableLength);
      await read();
    }
    expect(most).toBeLessThan(128 * 1024 + 31_000);
    expect(heard(text())).toEqual(events.map((_, index) => index + 1));
  });

  it('who reads nothing is not ready, stays where they are, and is cut after a while', async () => {
    const { response, stream } = answer();
    const subscriber = subscriberOf(response, 100);
    subscriber.offer(eventsOf(300, 30_000), end);
    expect(subscriber.isReady).toBe(false);
    expect(Number(subscriber.position.transactionId)).toBeLessThan(110);
    const { position } = subscriber;
    subscriber.offer(eventsOf(300, 30_000), end);
    expect(subscriber.position).toEqual(position);
    expect(stream.destroyed).toBe(false);
    await pause(200);
    expect(stream.destroyed).toBe(true);
  });

  it('who reads in time is not cut', async () => {
    const { response, stream, read } = answer();
    const subscriber = subscriberOf(response, 100);
    subscriber.offer(eventsOf(3, 30_000), end);
    await read();
    await pause(200);
    expect(stream.destroyed).toBe(false);
  });

  it('is cut at once where more than 256 kB wait', () => {
    const { response, stream } = answer();
    const subscriber = subscriberOf(response);
    subscriber.offer(eventsOf(1, 300_000), end);
    expect(stream.destroyed).toBe(false);
    subscriber.reset();
    expect(stream.destroyed).toBe(true);
  });
});
