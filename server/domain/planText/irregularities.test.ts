import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeIrregularity } from './irregularityMessage.ts';
import { parsePlanText } from './parsePlanText.ts';
import type { Irregularity, IrregularityKind, PlanText } from './planText.ts';

const fixtures = new URL('../../../tests/fixtures/planText/', import.meta.url);
const parseFixture = (name: string): PlanText =>
  parsePlanText(readFileSync(new URL(`${name}.txt`, fixtures), 'utf8'));
const positions = ({ irregularities }: PlanText) =>
  irregularities.map(({ kind, line, column, params }) => [kind, line, column, params]);

/** One fixture for every kind: the irregularities it holds, all of them, and the message of the first. */
const cases: readonly {
  fixture: string;
  found: readonly (readonly [IrregularityKind, number, number, Irregularity['params']])[];
  message: string;
}[] = [
  {
    fixture: 'unusual-separator',
    found: [['unusualSeparator', 4, 13, { found: '、', usual: '；', place: 'beforeTownship' }]],
    message: '乡镇之前是「、」，应为「；」',
  },
  {
    fixture: 'missing-separator',
    found: [['missingSeparator', 4, 13, { usual: '；', place: 'beforeTownship' }]],
    message: '乡镇之前缺「；」',
  },
  {
    fixture: 'missing-separator-between-villages',
    found: [['missingSeparator', 4, 9, { usual: '、', place: 'betweenVillages' }]],
    message: '两个村之间缺「、」',
  },
  {
    fixture: 'block-ends-in-semicolon',
    found: [['unusualSeparator', 4, 22, { found: '；', usual: '。', place: 'blockEnd' }]],
    message: '一县名单末尾是「；」，应为「。」',
  },
  { fixture: 'empty-item', found: [['emptyItem', 4, 14, { found: '；' }]], message: '「；」前没有村名' },
  {
    fixture: 'doubled-bracket',
    found: [['doubledBracket', 4, 15, { found: '（' }]],
    message: '括号重复：「（」',
  },
  {
    fixture: 'unclosed-bracket',
    found: [['unclosedBracket', 4, 14, { found: '（', township: '石桥乡' }]],
    message: '括号没有右半边，按乡镇「石桥乡」读',
  },
  {
    fixture: 'unopened-bracket',
    found: [['unopenedBracket', 4, 14, { found: '）', township: '石桥乡' }]],
    message: '括号没有左半边，按乡镇「石桥乡」读',
  },
  {
    fixture: 'mismatched-bracket',
    found: [['mismatchedBracket', 4, 14, { found: '（】' }]],
    message: '左右括号不成对：「（】」',
  },
  {
    fixture: 'unusual-bracket',
    found: [['unusualBracket', 4, 14, { found: '()', usual: '（）' }]],
    message: '括号是「()」，名单里多用「（）」',
  },
  {
    fixture: 'stray-bracket',
    found: [['strayBracket', 4, 13, { found: '）' }]],
    message: '多余的括号「）」',
  },
  {
    fixture: 'unbracketed-township',
    found: [['unbracketedTownship', 4, 14, { township: '石桥乡' }]],
    message: '乡镇「石桥乡」没有括号',
  },
  {
    fixture: 'township-without-suffix',
    found: [['townshipWithoutSuffix', 4, 15, { township: '石桥' }]],
    message: '乡镇「石桥」没有写明镇、乡、街道',
  },
  {
    fixture: 'repeated-township',
    found: [['repeatedTownship', 4, 20, { township: '柳溪镇', firstLine: 4, firstColumn: 2 }]],
    message: '乡镇「柳溪镇」重复出现，并入 4:2',
  },
  {
    fixture: 'township-without-villages',
    found: [['townshipWithoutVillages', 4, 15, { township: '石桥乡' }]],
    message: '乡镇「石桥乡」之下没有村',
  },
  {
    fixture: 'village-outside-township',
    found: [['villageOutsideTownship', 4, 1, { village: '上湾村' }]],
    message: '「上湾村」之前没有乡镇',
  },
  {
    fixture: 'broken-name',
    found: [['brokenName', 4, 10, { name: '下湾村' }]],
    message: '名称跨行，连读为「下湾村」',
  },
  {
    fixture: 'repeated-county',
    found: [['repeatedCounty', 7, 1, { county: '青禾县', firstLine: 3 }]],
    message: '「青禾县」在同一分区重复出现，并入第 3 行',
  },
  {
    fixture: 'county-without-count',
    found: [['countyWithoutCount', 3, 1, { county: '青禾县' }]],
    message: '「青禾县」没有写村数',
  },
  {
    fixture: 'county-outside-zone',
    found: [['countyOutsideZone', 1, 1, { county: '青禾县' }]],
    message: '「青禾县」之上没有分区名',
  },
  {
    fixture: 'repeated-zone',
    found: [['repeatedZone', 7, 1, { zone: '先行区', firstLine: 1 }]],
    message: '分区「先行区」重复出现，并入第 1 行',
  },
  {
    fixture: 'zone-without-count',
    found: [['zoneWithoutCount', 1, 1, { zone: '先行区' }]],
    message: '分区「先行区」没有写村数',
  },
  {
    fixture: 'vertical-zone-name',
    found: [['verticalZoneName', 1, 2, { zone: '先行区' }]],
    message: '分区名一字一行，连读为「先行区」',
  },
  {
    fixture: 'county-sum-differs',
    found: [['countySumDiffers', 1, 1, { zone: '先行区', declared: 6, sum: 5 }]],
    message: '分区「先行区」写明 6 个村，各县写明之和是 5',
  },
  {
    fixture: 'heading-without-list',
    found: [['headingWithoutList', 9, 1, { name: '后续区', declared: 9 }]],
    message: '「后续区」写明 9 个村，其下没有名单',
  },
  {
    fixture: 'restated-count-differs',
    found: [['restatedCountDiffers', 9, 1, { name: '先行区', declared: 7, earlier: 5 }]],
    message: '「先行区」此处写 7 个村，前面写 5 个',
  },
  {
    fixture: 'unread-line',
    found: [
      ['unusualSeparator', 4, 22, { found: '。', usual: '；', place: 'beforeTownship' }],
      ['unreadLine', 5, 1, {}],
    ],
    message: '乡镇之前是「。」，应为「；」',
  },
];

describe('irregularities', () => {
  it.each(cases)('reports exactly what is odd in $fixture', ({ fixture, found, message }) => {
    const plan = parseFixture(fixture);
    expect(positions(plan)).toEqual(found);
    expect(describeIrregularity(plan.irregularities[0]!)).toBe(message);
  });

  it('has a fixture for every kind', () => {
    const every: Record<IrregularityKind, true> = {
      unusualSeparator: true,
      missingSeparator: true,
      emptyItem: true,
      doubledBracket: true,
      unclosedBracket: true,
      unopenedBracket: true,
      mismatchedBracket: true,
      unusualBracket: true,
      strayBracket: true,
      unbracketedTownship: true,
      townshipWithoutSuffix: true,
      repeatedTownship: true,
      townshipWithoutVillages: true,
      villageOutsideTownship: true,
      brokenName: true,
      repeatedCounty: true,
      countyWithoutCount: true,
      countyOutsideZone: true,
      repeatedZone: true,
      zoneWithoutCount: true,
      verticalZoneName: true,
      countySumDiffers: true,
      headingWithoutList: true,
      restatedCountDiffers: true,
      unreadLine: true,
    };
    const covered = new Set(cases.flatMap(({ found }) => found.map(([kind]) => kind)));
    expect([...covered].sort()).toEqual(Object.keys(every).sort());
  });

  it('finds nothing odd in a clean list, in either width and with CRLF and a byte-order mark', () => {
    for (const name of ['clean', 'half-width', 'crlf-and-bom', 'one-paragraph', 'village-on-each-line']) {
      expect([name, positions(parseFixture(name))]).toEqual([name, []]);
    }
  });

  it('reports every separator of a list in which all of them are wrong', () => {
    expect(positions(parseFixture('every-separator-wrong'))).toEqual([
      ['unusualSeparator', 4, 9, { found: '；', usual: '、', place: 'betweenVillages' }],
      ['unusualSeparator', 4, 13, { found: '、', usual: '；', place: 'beforeTownship' }],
      ['unusualSeparator', 4, 22, { found: '；', usual: '。', place: 'blockEnd' }],
      ['unusualSeparator', 6, 9, { found: '。', usual: '、', place: 'betweenVillages' }],
      ['unusualSeparator', 6, 13, { found: '、', usual: '。', place: 'blockEnd' }],
    ]);
  });

  it('counts columns in characters, not in UTF-16 units, and shows the place in the excerpt', () => {
    const plan = parsePlanText('青禾县：3个村\n（𠀀溪镇）𠀁湾村、下湾村、（石桥乡）桐木村。');
    expect(
      plan.irregularities.map(({ kind, line, column, excerpt }) => [kind, line, column, excerpt]),
    ).toEqual([
      ['countyOutsideZone', 1, 1, '青禾县：3个村'],
      ['unusualSeparator', 2, 13, '𠀁湾村、下湾村、（石桥乡）桐木村。'],
    ]);
    expect(plan.zones[0]!.counties[0]!.townships[0]!.villages.map(({ column }) => column)).toEqual([6, 10]);
  });
});
