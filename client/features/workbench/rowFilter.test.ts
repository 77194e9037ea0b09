import { describe, expect, it } from 'vitest';
import { withPending, type AssignmentRow } from './assignmentEdits.ts';
import { targetOfKey } from './categoryKeys.ts';
import { countByCounty, filterRows, noFilter } from './rowFilter.ts';

const row = (villageId: number, categoryKey: string | null, countyCode = '433124'): AssignmentRow => ({
  villageId,
  name: `第${villageId}村`,
  nameEn: `Village ${villageId}`,
  countyCode,
  townshipCode: `${countyCode}101`,
  status: categoryKey === null ? 'unassigned' : 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
  evidence: [],
  changedBy: null,
  changedAt: null,
  revision: 1,
});
const rows = [row(1, 'first'), row(2, null), row(3, 'first', '433125')];
const shown = withPending(rows, [
  { status: 'assigned', categoryKey: 'second', villageIds: [2], reason: '理由', evidence: [] },
]);
const ids = (filter: Partial<typeof noFilter>, changed: number[] = []) =>
  filterRows(shown, { ...noFilter, ...filter }, new Set(changed)).map(({ villageId }) => villageId);

describe('the list of a version', () => {
  it('shows changes that are not saved yet as they will be, and says so', () => {
    expect(shown[1]).toMatchObject({
      status: 'assigned',
      categoryKey: 'second',
      reason: '理由',
      isPending: true,
    });
    expect(shown[0]!.isPending).toBe(false);
  });

  it('is filtered by place, county, name and change', () => {
    expect(ids({ placeKey: 'first' })).toEqual([1, 3]);
    expect(ids({ placeKey: 'first', countyCode: '433125' })).toEqual([3]);
    expect(ids({ text: '第2' })).toEqual([2]);
    expect(ids({ text: 'VILLAGE 3' })).toEqual([3]);
    expect(ids({ isChangedOnly: true }, [3])).toEqual([2, 3]);
  });

  it('is counted by county with what is not saved yet', () => {
    expect(countByCounty(shown)).toEqual(
      new Map([
        [
          '433124',
          new Map([
            ['first', 1],
            ['second', 1],
          ]),
        ],
        ['433125', new Map([['first', 1]])],
      ]),
    );
  });
});

it('digits choose a category by its order, 9 and 0 the states without one', () => {
  const four = [1, 2, 3, 4].map((order) => ({ key: `c${order}`, order }));
  expect(['1', '4', '5', '9', '0', 'a'].map((key) => targetOfKey(key, four))).toEqual([
    'c1',
    'c4',
    null,
    'deferred',
    'unassigned',
    null,
  ]);
  const nine = Array.from({ length: 9 }, (_, index) => ({ key: `c${index + 1}`, order: index + 1 }));
  expect(targetOfKey('9', nine)).toBe('c9');
});
