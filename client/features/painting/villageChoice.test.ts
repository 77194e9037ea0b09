import { describe, expect, it } from 'vitest';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import type { PaintVillage } from './draftData.ts';
import { chooseVillages, everyVillage, type VillageChoice } from './villageChoice.ts';

const village = (id: number, name: string, townshipCode: string, people: number | null): PaintVillage => ({
  id,
  name,
  countyCode: townshipCode.slice(0, 6),
  townshipCode,
  people,
  households: 100,
  areaSquareMetres: id * 1e6,
  isCounted: true,
});
const villages = [
  village(1, '石栏村', '433124101', 800),
  village(2, '和平村', '433124102', null),
  village(3, '和平村', '433125101', 1200),
  village(4, '新寨村', '433125101', 90),
];
const placed = (categoryKey: string | null): AssignmentValue => ({
  status: categoryKey === null ? 'unassigned' : 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const values = new Map<number, AssignmentValue>([
  [1, placed('first')],
  [2, placed(null)],
  [3, null],
]);
const idsOf = (choice: Partial<VillageChoice>) =>
  chooseVillages(villages, { ...everyVillage, ...choice }, (id) => values.get(id)).map(({ id }) => id);

describe('villages chosen without the map', () => {
  it('are all that the person may see when nothing is asked', () => expect(idsOf({})).toEqual([1, 2, 3]));

  it('are those of a county, a township, a category, a name', () => {
    expect(idsOf({ countyCode: '433124' })).toEqual([1, 2]);
    expect(idsOf({ townshipCode: '433125101' })).toEqual([3]);
    expect(idsOf({ placeKey: 'unassigned' })).toEqual([2]);
    expect(idsOf({ placeKey: 'outside' })).toEqual([3]);
    expect(idsOf({ placeKey: 'first' })).toEqual([1]);
    expect(idsOf({ text: ' 和平 ' })).toEqual([2, 3]);
    expect(idsOf({ text: '和平', countyCode: '433124' })).toEqual([2]);
  });

  it('reach a bound; who has no figure reaches none', () => {
    expect(idsOf({ bound: { measure: 'people', isAtLeast: true, value: 800 } })).toEqual([1, 3]);
    expect(idsOf({ bound: { measure: 'people', isAtLeast: false, value: 800 } })).toEqual([1]);
    expect(idsOf({ bound: { measure: 'areaSquareMetres', isAtLeast: false, value: 2e6 } })).toEqual([1, 2]);
  });
});
