import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AssignmentValue, WantedValue } from '#domain/painting/assignmentValue';
import { countVillages } from '#domain/painting/villageTotals';
import { forgetAnswers } from '../../api/call.ts';
import { setSide } from '../../api/side.ts';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { Identity } from '../../state/identity.svelte.ts';
import { PaintingDraft } from './paintingDraft.svelte.ts';
import { codeOf, FakeDraftServer, orders, planner } from './testing/fakeDraftServer.ts';

const villageCount = 24;
const red: WantedValue = { status: 'assigned', categoryKey: 'red' };
const blue: WantedValue = { status: 'assigned', categoryKey: 'blue' };
const catalogue = {
  categories: Object.entries(orders).map(([key, order]) => ({ key, order })),
} as unknown as Catalogue;
const identity = {
  grants: [{ role: 'planner', regionCode: '433124' }],
  may: () => true,
} as unknown as Identity;

/** Streams are not what is tested: whoever wants news loads the list. */
class SilentStream extends EventTarget {
  readyState = 1;
  close(): void {}
}

let server: FakeDraftServer;
let open: { draft: PaintingDraft; disconnect: () => void }[];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  forgetAnswers();
  setSide({ audience: 'working', csrfToken: 'token' });
  server = new FakeDraftServer(villageCount);
  open = [];
  vi.stubGlobal('fetch', (url: string, options: RequestInit) => server.fetch(url, options));
  vi.stubGlobal('EventSource', SilentStream);
});
afterEach(() => {
  for (const { disconnect } of open) disconnect();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Everything that is on its way arrives. */
const settle = async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  flushSync();
};

async function openDraft(): Promise<PaintingDraft> {
  const draft = new PaintingDraft({ id: 'v3', identity, personId: planner.id, catalogue });
  open.push({ draft, disconnect: draft.connect() });
  await settle();
  expect(draft.failure).toBeNull();
  expect(draft.status).toBe('ready');
  return draft;
}

const placeOf = (value: AssignmentValue | undefined) =>
  value ? `${value.status} ${value.categoryKey}` : 'outside';
const placesOf = (draft: PaintingDraft, ...ids: number[]) => ids.map((id) => placeOf(draft.valueOf(id)));

describe('a stroke', () => {
  test('colours at once, waits for a word, and one undo takes exactly it back', async () => {
    const draft = await openDraft();
    const painted: number[] = [];
    draft.onrepaint((ids) => painted.push(...ids));
    draft.wanted = red;
    draft.takesOutside = true;
    const stroke = draft.begin()!;
    stroke.sweep([1, 2]);
    expect(painted).toEqual([1, 2]);
    expect([...draft.codes].slice(0, 3)).toEqual([1, 1, 254]);
    stroke.sweep([2, 3, 5]);
    stroke.end();
    expect(draft.pending).toMatchObject({ strokes: 1, villageIds: [1, 2, 3, 5] });
    expect(draft.pending!.delta.get('red')).toMatchObject({ villages: 4, people: 80, peopleUnknown: 1 });
    expect(draft.pending!.delta.get('unassigned')).toMatchObject({ villages: -3 });
    expect(server.revision).toBe(1);

    draft.explanation = { criterion: '', clause: '第三章', reason: '产业稳定', evidence: [] };
    draft.setException(2, { reason: '另有安排' });
    draft.accept();
    expect(draft.pending).toBeNull();
    await settle();
    expect(server.revision).toBe(2);
    expect(server.values.get(1)).toMatchObject({ categoryKey: 'red', reason: '产业稳定', clause: '第三章' });
    expect(server.values.get(2)).toMatchObject({ reason: '另有安排' });
    expect(draft.queue.status).toBe('saved');

    draft.undo();
    await settle();
    expect(server.values.get(1)).toMatchObject({ status: 'unassigned', reason: null });
    expect(server.values.get(5)).toBeNull();
    draft.redo();
    await settle();
    expect(server.values.get(1)).toMatchObject({ categoryKey: 'red', reason: '产业稳定' });
  });

  test('that is cancelled leaves nothing behind', async () => {
    const draft = await openDraft();
    const before = draft.codes.slice();
    draft.wanted = red;
    const stroke = draft.begin()!;
    stroke.sweep([1, 2, 3]);
    stroke.cancel();
    stroke.sweep([4]);
    expect([...draft.codes]).toEqual([...before]);
    expect([draft.pending, draft.canUndo]).toEqual([null, false]);
  });

  test('leaves locked villages as they are and says how many', async () => {
    const draft = await openDraft();
    draft.toggleLock('village', 2);
    draft.toggleLock('township', '433124101');
    draft.wanted = blue;
    draft.paintVillages([1, 2, 6, 7]);
    expect(placesOf(draft, 1, 2, 6)).toEqual(['assigned blue', 'unassigned null', 'unassigned null']);
    expect(draft.notice).toMatchObject({ kind: 'locked', villages: 3 });
    expect((await openDraft()).isLocked(2)).toBe(true);
  });

  test('may be held to one township, to what is not classified, or stand for whole townships', async () => {
    const draft = await openDraft();
    draft.wanted = red;
    draft.byTownship = true;
    draft.paintVillages([]);
    const stroke = draft.begin()!;
    stroke.sweep([2]);
    stroke.end();
    expect(draft.pending?.villageIds).toEqual([1, 2, 3, 4]);
    draft.byTownship = false;
    draft.onlyUnassigned = true;
    draft.onlyTownship = '433124101';
    draft.wanted = blue;
    const second = draft.begin()!;
    second.sweep([1, 5, 6, 9]);
    second.end();
    expect(placesOf(draft, 1, 5, 6, 9)).toEqual([
      'assigned red',
      'outside',
      'assigned blue',
      'unassigned null',
    ]);
  });
});

describe('what was accepted', () => {
  test('survives an hour without the server and a closed tab', async () => {
    const draft = await openDraft();
    server.isDown = true;
    draft.wanted = red;
    draft.paintVillages([1, 2]);
    draft.accept();
    draft.paintVillages([3]);
    draft.accept();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(draft.queue.status).toBe('waiting');
    open.pop()!.disconnect();
    server.isDown = false;
    const again = await openDraft();
    await settle();
    expect([1, 2, 3].map((id) => server.values.get(id)?.categoryKey)).toEqual(['red', 'red', 'red']);
    expect(again.history.strokes).toHaveLength(2);
    again.undo();
    await settle();
    expect(placeOf(server.values.get(3))).toBe('unassigned null');
  });

  test('meets what a colleague did: theirs, mine, and undo never brings back what never was', async () => {
    const draft = await openDraft();
    server.change(2, { status: 'assigned', categoryKey: 'blue', reviewDate: null, reason: '同事' });
    draft.wanted = red;
    draft.paintVillages([1, 2, 3]);
    draft.accept();
    await settle();
    expect(draft.queue.conflict?.conflicts.map(({ villageId }) => villageId)).toEqual([2]);
    draft.queue.decide(new Map([[2, 'theirs']]));
    await settle();
    expect(placesOf(draft, 1, 2, 3)).toEqual(['assigned red', 'assigned blue', 'assigned red']);
    draft.undo();
    await settle();
    expect([1, 2, 3].map((id) => placeOf(server.values.get(id)))).toEqual([
      'unassigned null',
      'assigned blue',
      'unassigned null',
    ]);
  });
});

/** Steps in words: a text that is missing is the same as null. */
const historyText = ({ history }: PaintingDraft) =>
  [history.strokes, history.undone].map((steps) =>
    steps.map(({ id, changes }) => [
      id,
      ...changes.map(
        ({ villageId, before, after }) => `${villageId}: ${placeOf(before)} to ${placeOf(after)}`,
      ),
    ]),
  );

/** Numbers in [0, 1) from a seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

test.each([11, 12, 13])(
  '500 strokes, undos, reloads, cuts and conflicts come to one state, seed %i',
  async (seed) => {
    const random = numbers(seed);
    const pick = (most: number) => Math.floor(random() * most);
    let draft = await openDraft();
    const someVillages = () => Array.from({ length: 1 + pick(5) }, () => 1 + pick(villageCount));
    const counts: Record<string, number> = {};
    const operations: Record<string, () => Promise<void> | void> = {
      stroke: () => {
        draft.wanted = [red, blue, { status: 'unassigned' } as const][pick(3)]!;
        draft.takesOutside = random() < 0.3;
        const stroke = draft.begin();
        for (let hop = 0; hop < 3; hop += 1) stroke?.sweep(someVillages());
        if (random() < 0.1) stroke?.cancel();
        else stroke?.end();
      },
      accept: () => draft.accept(),
      reject: () => draft.reject(),
      undo: () => draft.undo(),
      redo: () => draft.redo(),
      colleague: () => {
        const key = ['red', 'blue'][pick(2)]!;
        server.change(1 + pick(villageCount), {
          status: 'assigned',
          categoryKey: key,
          reviewDate: null,
          reason: `${pick(9)}`,
        });
      },
      news: () => draft.load(),
      cut: () => {
        server.isDown = !server.isDown;
      },
      lose: () => {
        server.loseAnswers = !server.loseAnswers;
      },
      wait: async () => {
        await vi.advanceTimersByTimeAsync(pick(3000));
      },
      decide: () => {
        const { conflict } = draft.queue;
        if (!conflict) return;
        draft.queue.decide(
          new Map(conflict.conflicts.map(({ villageId }) => [villageId, random() < 0.5 ? 'mine' : 'theirs'])),
        );
      },
      reload: async () => {
        const wasDown = server.isDown;
        server.isDown = false;
        open.pop()!.disconnect();
        draft = await openDraft();
        server.isDown = wasDown;
      },
    };
    const weights =
      'stroke stroke stroke accept accept undo undo redo reject colleague news wait wait decide cut lose';
    const names = weights.split(' ');
    for (let number = 0; number < 500; number += 1) {
      const name = number % 97 === 96 ? 'reload' : names[pick(names.length)]!;
      counts[name] = (counts[name] ?? 0) + 1;
      await operations[name]!();
      flushSync();
      // Bytes and totals are what the values say, at every moment.
      const values = [...draft.villages.keys()].map((id) => [id, draft.valueOf(id) ?? null] as const);
      expect([...draft.codes]).toEqual(values.map(([, value]) => codeOf(value)));
      expect(draft.totals).toEqual(countVillages(values, (id) => draft.villages.get(id)));
    }
    // In the end everybody is heard.
    server.isDown = false;
    server.loseAnswers = false;
    draft.accept();
    for (let round = 0; round < 20 && !draft.queue.isEmpty; round += 1) {
      await settle();
      operations['decide']!();
      draft.queue.retry();
    }
    await draft.load();
    await settle();
    expect(draft.queue.status).toBe('saved');
    expect([...draft.villages.keys()].map((id) => draft.valueOf(id) ?? null)).toEqual(
      [...server.values.values()].map((value) =>
        value === null
          ? null
          : expect.objectContaining({ status: value.status, categoryKey: value.categoryKey }),
      ),
    );
    const kept = historyText(draft);
    open.pop()!.disconnect();
    // The same history on another machine.
    localStorage.clear();
    draft = await openDraft();
    expect(historyText(draft)).toEqual(kept);
    let undone = 0;
    while (draft.canUndo && undone < 1000) {
      const before = draft.history;
      draft.undo();
      await settle();
      if (draft.history === before) break;
      undone += 1;
    }
    expect([...draft.codes]).toEqual([...server.values.values()].map(codeOf));
  },
  60_000,
);
