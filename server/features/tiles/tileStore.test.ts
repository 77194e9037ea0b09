import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TileStore } from './tileStore.ts';

const present = () => new AbortController().signal;
const bytes = (text: string) => Promise.resolve(Buffer.from(text));
const settle = () => new Promise((resolve) => setImmediate(resolve));
const open = (options = {}) => new TileStore({ maxBytes: 100_000, atOnce: 2, mostWaiting: 10, ...options });

describe('TileStore', () => {
  it('makes a tile once, however many ask for it at the same time or later', async () => {
    const store = open();
    let made = 0;
    const make = () => {
      made += 1;
      return bytes('tile');
    };
    const tiles = await Promise.all(Array.from({ length: 20 }, () => store.get('a', make, present())));
    await store.get('a', make, present());
    expect(made).toBe(1);
    expect(new Set(tiles).size).toBe(1);
    expect(gunzipSync(tiles[0]!.gzipped).toString()).toBe('tile');
    expect(store.load.flights).toBe(0);
  });

  it('does not keep a failure', async () => {
    const store = open();
    await expect(store.get('a', () => Promise.reject(new Error('broken')), present())).rejects.toThrow(
      'broken',
    );
    await expect(store.get('a', () => bytes('tile'), present())).resolves.toMatchObject({ isEmpty: false });
  });

  it('drops the least recently used tiles to stay within its bytes', async () => {
    const store = open({ maxBytes: 5000 });
    const noise = (seed: number) =>
      Promise.resolve(
        Uint8Array.from({ length: 1000 }, (_, index) => (seed * 31 + index * index * 7919) >>> 3),
      );
    for (let seed = 0; seed < 12; seed += 1) await store.get(`tile ${seed}`, () => noise(seed), present());
    expect(store.load.cachedBytes).toBeLessThanOrEqual(5000);
    expect(store.peek('tile 0')).toBeUndefined();
    expect(store.peek('tile 11')).toBeDefined();
  });

  it('does not make a waiting tile that nobody wants any more, and leaves nothing behind', async () => {
    const store = open({ atOnce: 1 });
    let finish = () => {};
    const first = store.get(
      'slow',
      () => new Promise((resolve) => (finish = () => resolve(Buffer.from('slow')))),
      present(),
    );
    await settle();
    const clients = [new AbortController(), new AbortController()];
    let made = 0;
    const make = () => {
      made += 1;
      return bytes('wanted');
    };
    const waiting = clients.map((client) => store.get('b', make, client.signal));
    clients[0]!.abort();
    expect(store.load).toMatchObject({ flights: 2, waiting: 1 });
    clients[1]!.abort();
    await Promise.allSettled(waiting);
    expect(store.load).toMatchObject({ flights: 1, waiting: 0 });
    const later = store.get('b', make, present());
    finish();
    await Promise.all([first, later]);
    expect(made).toBe(1);
    expect(store.load).toMatchObject({ flights: 0, running: 0, waiting: 0 });
  });
});
