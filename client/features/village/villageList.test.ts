import { describe, expect, it } from 'vitest';
import type { VillageItem } from '#contract/villages';
import { groupByTownship, pageOfGroups } from './villageList.ts';

function village(id: number, township: string, categoryKey: string | null, name = `村${id}`): VillageItem {
  return {
    id,
    code: null,
    name,
    initials: '',
    nameEn: `Cun${id}`,
    kind: 'village',
    countyCode: '433124',
    countyName: '花垣县',
    townshipCode: township,
    townshipName: township === '433124100' ? '花垣镇' : '双龙镇',
    membership: categoryKey === null ? 'outside' : 'assigned',
    categoryKey,
    position: null,
    locationQuality: 'unknown',
  };
}

const villages = [
  village(1, '433124110', 'b'),
  village(2, '433124100', null),
  village(3, '433124110', 'a', '十八洞村'),
  village(4, '433124100', 'b'),
];
const orderOf = (key: string | null) => ({ a: 1, b: 2 })[key ?? ''] ?? 99;
const idsOf = (groups: ReturnType<typeof groupByTownship>) =>
  groups.map((group) => [group.code, group.villages.map((each) => each.id)]);

const by = (text: string) => idsOf(groupByTownship(villages, { text, includesOutside: true }, orderOf));

describe('the list twin of the map', () => {
  it('groups by township and puts classes in the order of the scheme', () => {
    const groups = groupByTownship(villages, { text: '', includesOutside: true }, orderOf);
    expect(idsOf(groups)).toEqual([
      ['433124100', [4, 2]],
      ['433124110', [3, 1]],
    ]);
    expect(groups.map((group) => group.members)).toEqual([1, 2]);
  });

  it('leaves out villages that are not in the plan unless asked', () => {
    const groups = groupByTownship(villages, { text: '', includesOutside: false }, orderOf);
    expect(idsOf(groups)).toEqual([
      ['433124100', [4]],
      ['433124110', [3, 1]],
    ]);
  });

  it('finds by village, township or romanised name', () => {
    expect(by('十八洞')).toEqual([['433124110', [3]]]);
    expect(by('双龙')).toEqual([['433124110', [3, 1]]]);
    expect(by(' CUN4 ')).toEqual([['433124100', [4]]]);
  });

  it('cuts pages inside groups without losing or repeating a village', () => {
    const groups = groupByTownship(villages, { text: '', includesOutside: true }, orderOf);
    const pages = [0, 1].map((page) => idsOf(pageOfGroups(groups, page, 3)));
    expect(pages).toEqual([
      [
        ['433124100', [4, 2]],
        ['433124110', [3]],
      ],
      [['433124110', [1]]],
    ]);
  });
});
