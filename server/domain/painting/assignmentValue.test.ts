import { describe, expect, it } from 'vitest';
import { isSamePlace, isSameValue, placeKeyOf, valueAfter, type AssignmentValue } from './assignmentValue.ts';
import { exactEdits, groupChanges, ungroupChanges, type ValueChange } from './valueChange.ts';

const inFirst = { status: 'assigned', categoryKey: 'first', reviewDate: null, reason: null } as const;
const inSecond = { ...inFirst, categoryKey: 'second' };
const erased = { ...inFirst, status: 'unassigned', categoryKey: null } as const;
const deferred = { ...erased, status: 'deferred', reviewDate: '2026-09-01' } as const;
const file = { hash: 'a'.repeat(64), fileName: '会议纪要.pdf' };

describe('the value of a village', () => {
  it('is the same with the same place and the same explanations; a missing one is null', () => {
    expect(isSameValue(inFirst, { ...inFirst })).toBe(true);
    expect(isSameValue({ ...inFirst, criterion: null }, inFirst)).toBe(true);
    expect(isSameValue({ ...inFirst, criterion: '人口' }, inFirst)).toBe(false);
    expect(isSameValue({ ...inFirst, reason: '人口' }, inFirst)).toBe(false);
    expect(isSamePlace({ ...inFirst, reason: '人口' }, inFirst)).toBe(true);
    expect(isSameValue(deferred, { ...deferred, reviewDate: '2027-09-01' })).toBe(false);
    expect([isSameValue(null, null), isSameValue(null, erased), isSameValue(erased, deferred)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('has the key of its category, or says why it has none', () => {
    expect([inFirst, erased, deferred, null].map(placeKeyOf)).toEqual([
      'first',
      'unassigned',
      'deferred',
      'outside',
    ]);
  });

  it('keeps its explanations while it stays in its place, and drops them where it leaves', () => {
    const explained = { ...inFirst, reason: '人口减少', clause: '第三条' };
    const first = { status: 'assigned', categoryKey: 'first' } as const;
    expect(valueAfter(first, explained)).toEqual(explained);
    expect(valueAfter({ ...first, reason: '' }, explained)).toEqual({ ...inFirst, clause: '第三条' });
    expect(valueAfter({ ...first, criterion: '收入' }, explained)).toEqual({
      ...explained,
      criterion: '收入',
    });
    expect(valueAfter({ status: 'assigned', categoryKey: 'second' }, explained)).toEqual(inSecond);
    expect(valueAfter({ status: 'unassigned' }, explained)).toEqual(erased);
    expect(valueAfter({ status: 'deferred', reviewDate: '2026-09-01' }, null)).toEqual(deferred);
    expect(valueAfter({ status: 'outside' }, explained)).toBeNull();
  });
});

describe('changes on the wire', () => {
  const changes: ValueChange[] = [
    { villageId: 3, before: inFirst, after: inSecond },
    { villageId: 1, before: erased, after: inSecond },
    { villageId: 2, before: inFirst, after: inSecond },
    { villageId: 4, before: { ...inFirst, reason: '旧', criterion: '收入' }, after: inFirst },
    { villageId: 5, before: null, after: { ...deferred, reason: '看不准' } },
    { villageId: 6, before: inFirst, after: null },
  ];

  it('go in groups and come back', () => {
    const groups = groupChanges(changes);
    expect(groups.map(({ villageIds }) => villageIds)).toEqual([[3, 2], [1], [4], [5], [6]]);
    const back = ungroupChanges(JSON.parse(JSON.stringify(groups)));
    expect(back.toSorted((one, other) => one.villageId - other.villageId)).toEqual(
      changes.toSorted((one, other) => one.villageId - other.villageId),
    );
  });

  it('are edits that lead to exactly the value, one for all villages of the same', () => {
    const edits = exactEdits(changes, [file]);
    expect(edits).toEqual([
      { status: 'assigned', categoryKey: 'second', reason: '', villageIds: [3, 2, 1], evidence: [file] },
      {
        status: 'assigned',
        categoryKey: 'first',
        reason: '',
        criterion: '',
        villageIds: [4],
        evidence: [file],
      },
      { status: 'deferred', reviewDate: '2026-09-01', reason: '看不准', villageIds: [5], evidence: [file] },
      { status: 'outside', reason: '', villageIds: [6], evidence: [file] },
    ]);
    for (const edit of edits) {
      for (const id of edit.villageIds) {
        const { before, after } = changes.find(({ villageId }) => villageId === id)!;
        expect(isSameValue(valueAfter(edit, before), after)).toBe(true);
      }
    }
  });

  it('are refused when a value contradicts itself', () => {
    const wrong: AssignmentValue[] = [
      { ...inFirst, categoryKey: null },
      { ...deferred, reviewDate: null },
    ];
    for (const after of wrong) {
      expect(() => exactEdits([{ villageId: 1, before: null, after }])).toThrow(RangeError);
    }
  });
});
