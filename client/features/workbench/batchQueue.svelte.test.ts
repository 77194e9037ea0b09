import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conflict } from '#contract/workflow';
import { ApiFailure } from '../../api/call.ts';
import type { AssignmentEdit } from './assignmentEdits.ts';
import { BatchQueue, type Batch, type BatchAnswer } from './batchQueue.svelte.ts';

const me = 7;
const edit = (villageIds: number[], categoryKey = 'first'): AssignmentEdit => ({
  status: 'assigned',
  categoryKey,
  villageIds,
  reason: null,
  evidence: [],
});
const offline = () => new ApiFailure('offline', { code: 'offline', status: 0, isOffline: true });
const refused = () => new ApiFailure('forbidden', { code: 'forbidden', status: 403 });
const value = (categoryKey: string) => ({
  status: 'assigned' as const,
  categoryKey,
  reviewDate: null,
  reason: null,
});
const conflictAt = (villageId: number, by = { id: 9, name: '同事' }): Conflict => ({
  villageId,
  name: `村${villageId}`,
  countyCode: '433124',
  mine: value('first'),
  theirs: value('second'),
  by,
  at: '2026-11-23T04:00:00Z',
  revision: 5,
});
const stale = (conflicts: Conflict[]) =>
  new ApiFailure('stale', { code: 'stale-revision', status: 409, members: { conflicts, revision: 6 } });
const answered = (revision: number, merged = 0): BatchAnswer => ({ revision, changed: 1, merged });

let storage: Map<string, string>;
let send: ReturnType<typeof vi.fn<(batch: Readonly<Batch>) => Promise<BatchAnswer>>>;
let number: number;
const kept = () => JSON.parse(storage.get('pending') ?? '[]') as Batch[];
const sent = (index: number) => send.mock.calls[index]![0];

function queue(): BatchQueue {
  return new BatchQueue({
    send,
    onsaved: () => {},
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, text) => void storage.set(key, text),
      removeItem: (key) => void storage.delete(key),
    },
    storageKey: 'pending',
    personId: me,
    newKey: () => `key-${(number += 1)}`,
    retryDelay: (attempt) => 1000 * (attempt + 1),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  storage = new Map();
  send = vi.fn<(batch: Readonly<Batch>) => Promise<BatchAnswer>>();
  number = 0;
});
afterEach(() => vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('changes on their way to the server', () => {
  it('are sent with the revision that was seen, and forgotten when they are taken', async () => {
    send.mockResolvedValue(answered(4));
    const changes = queue();
    changes.add([edit([1, 2])], 3);
    expect(kept()).toHaveLength(1);
    await settle();
    expect(sent(0)).toMatchObject({ key: 'key-1', revision: 3, edits: [edit([1, 2])] });
    expect([changes.status, changes.isEmpty, storage.size]).toEqual(['saved', true, 0]);
  });

  it('are tried again under the same key, unchanged, until the server is there', async () => {
    send.mockRejectedValueOnce(offline()).mockRejectedValueOnce(offline()).mockResolvedValue(answered(4));
    const changes = queue();
    changes.add([edit([1])], 3);
    await settle();
    expect([changes.status, changes.pendingVillages, kept().length]).toEqual(['waiting', 1, 1]);
    await vi.advanceTimersByTimeAsync(999);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1 + 2000);
    expect(send).toHaveBeenCalledTimes(3);
    expect(sent(1)).toEqual(sent(0));
    expect(sent(2)).toEqual(sent(0));
    expect(changes.status).toBe('saved');
  });

  it('survive a reload of the page with their key', async () => {
    send.mockRejectedValueOnce(offline()).mockResolvedValue(answered(4));
    const first = queue();
    first.add([edit([1])], 3);
    await settle();
    first.stop();
    const second = queue();
    expect([second.status, second.pendingVillages]).toEqual(['waiting', 1]);
    second.retry();
    await settle();
    expect(sent(1)).toEqual(sent(0));
    expect(second.isEmpty).toBe(true);
  });

  it('go one after the other; the next stands on what the one before made', async () => {
    let answer: (value: BatchAnswer) => void = () => {};
    send.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    send.mockResolvedValue(answered(5));
    const changes = queue();
    changes.add([edit([1])], 3);
    changes.add([edit([1], 'second')], 3);
    await settle();
    expect(send).toHaveBeenCalledTimes(1);
    answer(answered(4));
    await settle();
    expect([sent(1).revision, sent(1).key]).toEqual([4, 'key-2']);
  });

  it('do not claim to have seen what colleagues did in between', async () => {
    send.mockResolvedValueOnce(answered(9, 3)).mockResolvedValue(answered(10));
    const changes = queue();
    changes.add([edit([1])], 3);
    changes.add([edit([2])], 3);
    await settle();
    expect(sent(1).revision).toBe(3);
  });

  it('wait for a person where the server refuses them', async () => {
    send.mockRejectedValueOnce(refused()).mockResolvedValue(answered(4));
    const changes = queue();
    changes.add([edit([1])], 3);
    changes.add([edit([2])], 3);
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect([changes.status, changes.failure?.code]).toEqual(['refused', 'forbidden']);
    changes.discard();
    await settle();
    expect(sent(1).edits).toEqual([edit([2])]);
    expect(changes.isEmpty).toBe(true);
  });
});

describe('a conflict', () => {
  it('is kept until it is decided, then only what is mine goes on, on the revision that was shown', async () => {
    send.mockRejectedValueOnce(stale([conflictAt(1), conflictAt(2)])).mockResolvedValue(answered(7));
    const changes = queue();
    changes.add([edit([1, 2, 3])], 3);
    await settle();
    expect([changes.status, changes.conflict?.conflicts.map(({ villageId }) => villageId)]).toEqual([
      'conflict',
      [1, 2],
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
    changes.decide(
      new Map([
        [1, 'mine'],
        [2, 'theirs'],
      ]),
    );
    await settle();
    expect(sent(1)).toMatchObject({ revision: 6, edits: [edit([1, 3])] });
    expect(sent(1).key).not.toBe(sent(0).key);
    expect([changes.status, changes.conflict, changes.isEmpty]).toEqual(['saved', null, true]);
  });

  it('asks again where a village was changed once more meanwhile', async () => {
    send
      .mockRejectedValueOnce(stale([conflictAt(1)]))
      .mockRejectedValueOnce(stale([{ ...conflictAt(1), theirs: value('third'), revision: 8 }]));
    const changes = queue();
    changes.add([edit([1])], 3);
    await settle();
    changes.decide(new Map([[1, 'mine']]));
    await settle();
    expect(changes.status).toBe('conflict');
    expect(changes.conflict?.conflicts[0]?.theirs?.categoryKey).toBe('third');
  });

  it('with nobody but oneself is none', async () => {
    send.mockRejectedValueOnce(stale([conflictAt(1, { id: me, name: '我' })])).mockResolvedValue(answered(7));
    const changes = queue();
    changes.add([edit([1, 2])], 3);
    await settle();
    expect(sent(1)).toMatchObject({ revision: 6, edits: [edit([1, 2])] });
    expect(changes.isEmpty).toBe(true);
  });

  it('where everything is theirs leaves nothing to send', async () => {
    send.mockRejectedValueOnce(stale([conflictAt(1)]));
    const changes = queue();
    changes.add([edit([1])], 3);
    await settle();
    changes.decide(new Map([[1, 'theirs']]));
    await settle();
    expect(send).toHaveBeenCalledTimes(1);
    expect([changes.status, storage.size]).toEqual(['saved', 0]);
  });
});
