import { describe, expect, it } from 'vitest';
import type { AssignmentValue } from './assignmentValue.ts';
import { LocalValues } from './localValues.ts';
import { listConflicts, mergeRemoteChanges } from './remoteChanges.ts';
import { noLocks } from './stroke.ts';

const place = (categoryKey: string): AssignmentValue => ({
  status: 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const surroundings = { locks: noLocks, townshipOf: () => '433122101' };
const draft = () => new LocalValues([1, 2, 3].map((id) => [id, { value: place('a'), revision: 5 }]));
const paint = (local: LocalValues, categoryKey: string, villageIds: number[]) =>
  local.paint([{ wanted: { status: 'assigned', categoryKey }, villageIds }], surroundings);
const shown = (local: LocalValues) =>
  [1, 2, 3].map((id) => local.shownValueOf(id)?.categoryKey ?? '-').join('');
const remote = (revision: number, ...villages: [number, string][]) => ({
  revision,
  villages: villages.map(([villageId, key]) => ({ villageId, value: place(key) })),
});
const queue = (local: LocalValues, batchId: string, categoryKey: string, villageIds: number[]) => {
  paint(local, categoryKey, villageIds);
  return local.accept(batchId, surroundings);
};

describe('what one person has before them', () => {
  it('is pending over queued over saved', () => {
    const local = draft();
    queue(local, 'one', 'b', [1, 2]);
    paint(local, 'c', [2, 3]);
    expect(shown(local)).toBe('bcc');
    expect([1, 2, 3].map((id) => local.acceptedValueOf(id)?.categoryKey)).toEqual(['b', 'b', 'a']);
    expect(local.reject()).toEqual([
      { villageId: 2, before: place('c'), after: place('b') },
      { villageId: 3, before: place('c'), after: place('a') },
    ]);
    expect(local.confirm('one', 6)).toEqual([]);
    expect([shown(local), local.savedOf(1), local.queuedBatchIds]).toEqual([
      'bba',
      { value: place('b'), revision: 6 },
      [],
    ]);
  });

  it('makes no batch of strokes without effect', () => {
    const local = draft();
    paint(local, 'b', [1]);
    paint(local, 'a', [1]);
    expect(local.accept('one', surroundings)).toMatchObject({ changes: [], shown: [], unchangedIds: [1] });
    expect([local.queuedBatchIds, local.pending.isEmpty]).toEqual([[], true]);
  });

  it('shows a village as it was when it was locked before it was accepted', () => {
    const local = draft();
    paint(local, 'b', [1, 2]);
    const outcome = local.accept('one', { ...surroundings, locks: { ...noLocks, villageIds: new Set([2]) } });
    expect(outcome.shown).toEqual([{ villageId: 2, before: place('b'), after: place('a') }]);
    expect([outcome.lockedIds, shown(local)]).toEqual([[2], 'baa']);
  });

  it('goes back when a batch is refused, wholly or in part', () => {
    const local = draft();
    queue(local, 'one', 'b', [1, 2]);
    queue(local, 'two', 'c', [2]);
    expect(local.discard('one', [1, 3])).toEqual([{ villageId: 1, before: place('b'), after: place('a') }]);
    expect(shown(local)).toBe('aca');
    local.discard('two');
    expect([shown(local), local.queuedBatchIds]).toEqual(['aba', ['one']]);
    local.discard('one');
    expect([shown(local), local.queuedBatchIds]).toEqual(['aaa', []]);
    expect(local.discard('one')).toEqual([]);
  });

  it('refuses the same batch twice', () => {
    const local = draft();
    queue(local, 'one', 'b', [1]);
    const changes = [{ villageId: 2, before: place('a'), after: place('b') }];
    expect(() => local.enqueue({ id: 'one', changes })).toThrow(RangeError);
  });
});

describe('what others change', () => {
  it('shows where nothing of one’s own lies on top', () => {
    const local = draft();
    queue(local, 'one', 'b', [1]);
    paint(local, 'c', [2]);
    const outcome = mergeRemoteChanges(local, remote(6, [1, 'x'], [2, 'x'], [3, 'x']));
    expect(outcome.shown).toEqual([{ villageId: 3, before: place('a'), after: place('x') }]);
    expect(outcome.conflicts).toEqual([
      { villageId: 1, mine: place('b'), theirs: place('x'), revision: 6, batchIds: ['one'] },
    ]);
    expect(outcome.beneathPendingIds).toEqual([2]);
    expect(shown(local)).toBe('bcx');
    local.reject();
    expect(shown(local)).toBe('bxx');
  });

  it('is no conflict where both came to the same', () => {
    const local = draft();
    queue(local, 'one', 'b', [1]);
    expect(mergeRemoteChanges(local, remote(6, [1, 'b'])).conflicts).toEqual([]);
    expect(mergeRemoteChanges(local, remote(7, [1, 'x'])).conflicts).toHaveLength(1);
    expect(mergeRemoteChanges(local, remote(8, [1, 'b'])).conflicts).toEqual([]);
    expect(listConflicts(local)).toEqual([]);
  });

  it('may come late or twice', () => {
    const local = draft();
    expect(mergeRemoteChanges(local, remote(8, [1, 'y'])).shown).toHaveLength(1);
    for (const revision of [7, 8]) {
      expect(mergeRemoteChanges(local, remote(revision, [1, 'x'])).shown).toEqual([]);
    }
    expect(shown(local)).toBe('yaa');
  });

  it('stays when one’s own answer comes after the news of what followed it', () => {
    const local = draft();
    queue(local, 'one', 'b', [1]);
    expect(mergeRemoteChanges(local, remote(7, [1, 'x'])).conflicts).toHaveLength(1);
    expect(local.confirm('one', 6)).toEqual([{ villageId: 1, before: place('b'), after: place('x') }]);
    expect(listConflicts(local)).toEqual([]);
  });

  it('is in conflict with every queued batch of a village, until the person stands by theirs', () => {
    const local = draft();
    queue(local, 'one', 'b', [1]);
    mergeRemoteChanges(local, remote(6, [1, 'x']));
    queue(local, 'two', 'c', [1]);
    expect(listConflicts(local)).toMatchObject([{ mine: place('c'), batchIds: ['one', 'two'] }]);
    local.standBy([1], 6);
    expect(listConflicts(local)).toEqual([]);
    expect(mergeRemoteChanges(local, remote(7, [1, 'y'])).conflicts).toHaveLength(1);
    local.discard('one');
    local.discard('two');
    expect([listConflicts(local), shown(local)]).toEqual([[], 'yaa']);
  });

  it('is no conflict for strokes that were made on top of it', () => {
    const local = draft();
    mergeRemoteChanges(local, remote(6, [1, 'x']));
    queue(local, 'one', 'b', [1]);
    queue(local, 'two', 'c', [1]);
    local.confirm('one', 7);
    expect([listConflicts(local), shown(local)]).toEqual([[], 'caa']);
  });

  it('can bring a village that was not there', () => {
    const local = draft();
    expect(mergeRemoteChanges(local, remote(6, [9, 'x'])).shown).toEqual([
      { villageId: 9, before: null, after: place('x') },
    ]);
  });
});
