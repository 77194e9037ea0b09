import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../../api/call.ts';
import type { DrawingLayer } from './drawingLayers.ts';
import { changesOf, type DrawnRow, type Values } from './drawnRow.ts';
import { oldValues } from './placeChange.ts';
import { PlaceHistory } from './placeHistory.svelte.ts';

const deed = { says: 'drawDidEdit', name: '甲' } as const;

/** A server of one layer: rows with revisions, and what was deleted. */
class Server {
  readonly rows = new Map<string, DrawnRow>();
  readonly deleted = new Map<string, DrawnRow>();
  #next = 1;

  readonly layer = {
    id: 'sites',
    create: async (values: Values) => this.#put(String(this.#next++), values, 1),
    change: async (key: string, changes: Values, revision: number) => {
      const row = this.#seen(key, revision);
      return this.#put(key, { ...row.values, ...changes }, revision + 1);
    },
    remove: async (key: string, revision: number) => {
      this.deleted.set(key, this.#seen(key, revision));
      this.rows.delete(key);
    },
    restore: async (key: string) => {
      const row = this.deleted.get(key);
      if (!row) throw failure('not-found');
      this.deleted.delete(key);
      this.rows.set(key, row);
      return row;
    },
  } as unknown as DrawingLayer;

  row = (key: string): DrawnRow => this.rows.get(key)!;
  get contents(): Record<string, Values> {
    return Object.fromEntries([...this.rows].map(([key, { values }]) => [key, values]));
  }

  #seen(key: string, revision: number): DrawnRow {
    const row = this.rows.get(key);
    if (!row) throw failure('not-found');
    if (row.revision !== revision) throw failure('stale-revision');
    return row;
  }

  #put(key: string, values: Values, revision: number): DrawnRow {
    const row = { layer: 'sites', key, name: String(values['name']), values, revision } as DrawnRow;
    this.rows.set(key, row);
    return row;
  }
}

const failure = (code: string) => new ApiFailure(code, { code, status: 409 });
const setUp = () => {
  const server = new Server();
  const history = new PlaceHistory(() => {});
  const { layer } = server;
  const create = async (values: Values) => {
    const [made] = await history.perform({ kind: 'create', layer, values, parent: null }, deed);
    return made!.row!;
  };
  const write = (key: string, changes: Values) =>
    history.perform({ kind: 'write', layer, before: server.row(key), changes }, deed);
  const remove = (key: string) => history.perform({ kind: 'delete', layer, before: server.row(key) }, deed);
  return { server, history, layer, create, write, remove };
};

describe('undo of what was drawn', () => {
  test('takes back a create, an edit and a delete, and does them again', async () => {
    const { server, history, create, write, remove } = setUp();
    await create({ name: '甲', people: 1 });
    await write('1', { people: 2 });
    await write('1', { people: 3 });
    await remove('1');
    const states: unknown[] = [];
    while (history.canUndo) {
      await history.undo();
      states.push(server.contents['1']?.['people'] ?? null);
    }
    expect(states).toEqual([3, 2, 1, null]);
    while (history.canRedo) await history.redo();
    expect(server.contents).toEqual({});
    await history.undo();
    expect(server.row('1').values).toEqual({ name: '甲', people: 3 });
  });

  test('any walk over steps, back and forth leaves what a list of states would', async () => {
    const step = fc.constantFrom('create', 'write', 'remove', 'undo', 'redo');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { server, history, create, write, remove } = setUp();
        const states = [server.contents];
        let at = 0;
        let count = 0;
        for (const kind of steps) {
          const [first] = server.rows.keys();
          if (kind === 'undo') [at] = [Math.max(0, at - 1), await history.undo()];
          else if (kind === 'redo') [at] = [Math.min(states.length - 1, at + 1), await history.redo()];
          else {
            count += 1;
            if (kind === 'create') await create({ name: `n${count}`, people: 0 });
            else if (first === undefined) continue;
            else await (kind === 'write' ? write(first, { people: count }) : remove(first));
            at += 1;
            states.splice(at, states.length, server.contents);
          }
          expect(server.contents).toEqual(states[at]);
        }
      }),
      { seed: 41, numRuns: 100 },
    );
  });

  test('is refused over what a colleague changed since, and that step is dropped', async () => {
    const { server, history, layer, create, write } = setUp();
    await create({ name: '甲', people: 1 });
    await write('1', { people: 2 });
    await layer.change('1', { people: 9 }, 2);
    await expect(history.undo()).rejects.toMatchObject({ code: 'stale-revision' });
    expect(server.row('1').values['people']).toBe(9);
    expect(history.canRedo).toBe(false);
  });

  test('keeps the step when the server was not reached', async () => {
    const { server, history, layer, create } = setUp();
    await create({ name: '甲' });
    const { remove } = layer;
    layer.remove = () => Promise.reject(failure('offline'));
    await expect(history.undo()).rejects.toMatchObject({ code: 'offline' });
    expect(history.canUndo).toBe(true);
    layer.remove = remove;
    await history.undo();
    expect(server.contents).toEqual({});
  });

  test('a step of two is one: when the second is refused the first is taken back', async () => {
    const { server, history, layer, create } = setUp();
    const row = await create({ name: '甲', people: 1 });
    await layer.change('1', { people: 5 }, 1);
    const split = {
      kind: 'all',
      changes: [
        { kind: 'create', layer, values: { name: '乙' }, parent: null },
        { kind: 'write', layer, before: row, changes: { people: 2 } },
      ],
    } as const;
    await expect(history.perform(split, deed)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(Object.keys(server.contents)).toEqual(['1']);
    await history.perform(
      { ...split, changes: [split.changes[0], { ...split.changes[1], before: server.row('1') }] },
      deed,
    );
    expect(Object.values(server.contents).map(({ name }) => name)).toEqual(['甲', '乙']);
    await history.undo();
    expect(server.contents).toEqual({ '1': { name: '甲', people: 5 } });
  });
});

describe('changes and their inverse', () => {
  test('a moved place goes with how it is known', () => {
    const before = { name: '甲', position: [1, 2], locationQuality: 'surveyed' };
    expect(changesOf(before, { ...before, name: '乙' })).toEqual({ name: '乙' });
    expect(changesOf(before, { ...before, position: [1, 3] })).toEqual({
      position: [1, 3],
      locationQuality: 'surveyed',
    });
  });

  test('old stops name the stops they have become', () => {
    const stop = (was: number | null, name: string) => ({ was, name });
    const before = {
      values: { stops: [stop(1, '甲'), stop(2, '乙'), stop(3, '丙')] },
    } as unknown as DrawnRow;
    const sent = { stops: [stop(3, '丙'), stop(null, '新'), stop(1, '甲')] };
    expect(oldValues(before, sent)).toEqual({ stops: [stop(3, '甲'), stop(null, '乙'), stop(1, '丙')] });
  });
});
