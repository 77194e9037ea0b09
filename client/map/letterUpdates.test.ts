import { beforeEach, describe, expect, test } from 'vitest';
import { LetterUpdates } from './letterUpdates.ts';
import type { BaseGeometry } from './geometry/tileGeometry.ts';

const cell = (id: number) => ({
  id,
  name: `村${id}`,
  townshipCode: null,
  countyCode: null,
  centre: [110 + id / 100, 28] as [number, number],
  onePixelZoom: 6,
});
const geometry: BaseGeometry = {
  villages: new Map([1, 2, 3].map((id) => [id, cell(id)])),
  edges: [],
  neighbours: [{ name: '邻县', centre: [109, 28] }],
};

interface Sent {
  id: number;
  code: unknown;
}

let placed: { id?: string | number | undefined }[];
let updates: Sent[][];
let frames: (() => void)[];
let isColoured: boolean;
let arrive: () => void;
let letters: LetterUpdates;
let codes: Uint8Array;

beforeEach(() => {
  updates = [];
  frames = [];
  isColoured = true;
  const source = {
    setData(data: unknown) {
      placed = (data as { features: typeof placed }).features;
      return Promise.resolve();
    },
    updateData({
      update = [],
    }: {
      update?: { id: string | number; addOrUpdateProperties?: { value: unknown }[] }[];
    }) {
      updates.push(
        update.map(({ id, addOrUpdateProperties }) => ({
          id: Number(id),
          code: addOrUpdateProperties?.[0]?.value,
        })),
      );
      return new Promise<void>((resolve) => {
        arrive = resolve;
      });
    },
  };
  letters = new LetterUpdates(
    source as never,
    () => isColoured,
    (step) => frames.push(step),
  );
  codes = Uint8Array.of(1, 1, 1);
  letters.place(geometry, codes);
});

async function runFrame(): Promise<void> {
  frames.shift()?.();
  await Promise.resolve();
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

function paint(code: number, ids: number[]): void {
  for (const id of ids) codes[id - 1] = code;
  letters.change(ids);
}

describe('letters', () => {
  test('all have ids of their own, so that they can be updated one by one', () => {
    const ids = placed.map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
  });

  test('of changed villages are sent as one update, those that came back to what they were not', async () => {
    paint(2, [1, 2]);
    paint(1, [2]);
    paint(3, [3]);
    await runFrame();
    expect(updates).toEqual([
      [
        { id: 1, code: 2 },
        { id: 3, code: 3 },
      ],
    ]);
    expect(letters.isPending).toBe(true);
    arrive();
    await settle();
    expect(letters.isPending).toBe(false);
  });

  test('wait for the end of a stroke', async () => {
    const release = letters.hold();
    paint(2, [1]);
    await runFrame();
    expect(updates).toEqual([]);
    release();
    release();
    await runFrame();
    expect(updates).toEqual([[{ id: 1, code: 2 }]]);
  });

  test('wait until villages are coloured', async () => {
    isColoured = false;
    paint(2, [1]);
    await runFrame();
    await settle();
    expect(updates).toEqual([]);
    isColoured = true;
    await runFrame();
    expect(updates).toEqual([[{ id: 1, code: 2 }]]);
  });

  test('are sent one update at a time', async () => {
    paint(2, [1]);
    await runFrame();
    paint(2, [2]);
    paint(3, [1]);
    await runFrame();
    expect(updates).toHaveLength(1);
    arrive();
    await settle();
    await runFrame();
    expect(updates[1]).toEqual([
      { id: 2, code: 2 },
      { id: 1, code: 3 },
    ]);
  });

  test('are sent no more once the map is gone', async () => {
    paint(2, [1]);
    letters.stop();
    await runFrame();
    expect(updates).toEqual([]);
  });
});
