import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlanText } from './parsePlanText.ts';
import type { PlanText } from './planText.ts';

const fixtures = new URL('../../../tests/fixtures/planText/', import.meta.url);
const parseFixture = (name: string): PlanText =>
  parsePlanText(readFileSync(new URL(`${name}.txt`, fixtures), 'utf8'));

/** Names only: zone → county → township → villages. */
const outline = ({ zones }: PlanText) =>
  zones.map(({ name, counties }) => [
    name,
    counties.map((county) => [
      county.name,
      county.townships.map((township) => [township.name, township.villages.map((village) => village.name)]),
    ]),
  ]);

const clean = [
  [
    '先行区',
    [
      [
        '青禾县',
        [
          ['柳溪镇', ['上湾村', '下湾村']],
          ['石桥乡', ['桐木村']],
        ],
      ],
      ['白石县', [['龙口镇', ['大坪村', '小坪村']]]],
    ],
  ],
];

describe('parsePlanText', () => {
  it('gives every name its line and column, and every heading its printed and listed number', () => {
    const { zones, villageCount, countyCounts, countMismatches } = parseFixture('clean');
    expect(zones).toEqual([
      {
        name: '先行区',
        declared: 5,
        listed: 5,
        group: null,
        line: 1,
        counties: [
          {
            name: '青禾县',
            declared: 3,
            listed: 3,
            line: 3,
            townships: [
              {
                name: '柳溪镇',
                line: 4,
                column: 2,
                declared: null,
                listed: 2,
                villages: [
                  { name: '上湾村', line: 4, column: 6, flags: [] },
                  { name: '下湾村', line: 4, column: 10, flags: [] },
                ],
              },
              {
                name: '石桥乡',
                line: 4,
                column: 15,
                declared: null,
                listed: 1,
                villages: [{ name: '桐木村', line: 4, column: 19, flags: [] }],
              },
            ],
          },
          {
            name: '白石县',
            declared: 2,
            listed: 2,
            line: 5,
            townships: [
              {
                name: '龙口镇',
                line: 6,
                column: 2,
                declared: null,
                listed: 2,
                villages: [
                  { name: '大坪村', line: 6, column: 6, flags: [] },
                  { name: '小坪村', line: 6, column: 10, flags: [] },
                ],
              },
            ],
          },
        ],
      },
    ]);
    expect({ villageCount, countyCounts, countMismatches }).toEqual({
      villageCount: 5,
      countyCounts: { compared: 2, agreeing: 2 },
      countMismatches: [],
    });
  });

  it.each([
    'unusual-separator',
    'missing-separator',
    'missing-separator-between-villages',
    'empty-item',
    'doubled-bracket',
    'unclosed-bracket',
    'unopened-bracket',
    'mismatched-bracket',
    'unusual-bracket',
    'stray-bracket',
    'unbracketed-township',
    'repeated-township',
    'broken-name',
    'vertical-zone-name',
    'zone-without-count',
    'county-without-count',
    'crlf-and-bom',
    'half-width',
    'mixed-width',
    'every-separator-wrong',
    'one-paragraph',
  ])('reads the same villages out of %s as out of the clean list', (name) => {
    expect(outline(parseFixture(name))).toEqual(clean);
  });

  it('reads a list with one village to a line and townships headed by colons', () => {
    const [zone] = outline(parseFixture('village-on-each-line'));
    expect(zone![1]![1]).toEqual(['白石县', [['龙口镇', ['大坪村', '小坪社区']]]]);
  });

  it('reads the numbers printed with townships, in digits and in words', () => {
    const { zones, countMismatches } = parseFixture('counted-townships');
    expect(zones[0]!.counties.map(({ declared }) => declared)).toEqual([3, 2]);
    expect(zones[0]!.counties[0]!.townships.map(({ name, declared }) => [name, declared])).toEqual([
      ['柳溪镇', 3],
      ['石桥乡', 1],
    ]);
    expect(countMismatches).toEqual([
      {
        level: 'township',
        zone: '先行区',
        county: '青禾县',
        township: '柳溪镇',
        declared: 3,
        listed: 2,
        line: 3,
      },
    ]);
  });

  it('takes the headings of a single county for zones', () => {
    expect(
      parseFixture('single-county').zones.map(({ name, declared, listed }) => [name, declared, listed]),
    ).toEqual([
      ['先行村', 2, 2],
      ['后进村', 1, 1],
    ]);
  });

  it('groups sub-types under the heading whose number they add up to', () => {
    const { zones, groups } = parseFixture('sub-types');
    expect(groups).toEqual([{ name: '巩固区', declared: 3, listed: 3, line: 4 }]);
    expect(zones.map(({ name, group }) => [name, group])).toEqual([
      ['先行区', null],
      ['巩固区Ⅰ型', '巩固区'],
      ['巩固区Ⅱ型', '巩固区'],
    ]);
  });

  it('reports a removed village in its county and its zone', () => {
    expect(parseFixture('village-removed').countMismatches).toEqual([
      { level: 'zone', zone: '先行区', county: null, township: null, declared: 5, listed: 4, line: 1 },
      { level: 'county', zone: '先行区', county: '青禾县', township: null, declared: 3, listed: 2, line: 3 },
    ]);
  });

  it('reports a county whose list is missing', () => {
    const text = '先行区：共5个村\n青禾县：2个村\n（柳溪镇）上湾村、下湾村。\n白石县：3个村\n';
    const { zones, countMismatches } = parsePlanText(text);
    expect(zones[0]!.counties.map(({ name, listed }) => [name, listed])).toEqual([
      ['青禾县', 2],
      ['白石县', 0],
    ]);
    expect(countMismatches.map(({ level, county }) => [level, county])).toEqual([
      ['zone', null],
      ['county', '白石县'],
    ]);
  });

  it('keeps suspicious names as printed and says why each is suspicious', () => {
    expect(
      parseFixture('suspicious-names').suspiciousNames.map(({ name, line, column, reasons }) => [
        name,
        line,
        column,
        reasons,
      ]),
    ).toEqual([
      ['上湾', 4, 6, ['noVillageSuffix']],
      ['下湾2村', 4, 9, ['containsDigit']],
      ['李 家村', 4, 14, ['containsSpace']],
      ['村', 4, 24, ['tooShort']],
      ['A区村', 4, 26, ['containsLatinLetter']],
      ['桐木（原新田）村', 4, 30, ['containsPunctuation']],
      ['水源头大坪上槽门口外村', 4, 39, ['tooLong']],
      ['〇村', 4, 51, ['containsDigit', 'tooShort']],
      ['老城镇南门村', 4, 54, ['containsTownshipSuffix']],
    ]);
  });

  it('tells names shared within a township from names shared within a county', () => {
    const { sameNames, zones } = parseFixture('same-names');
    expect(sameNames).toEqual([
      {
        county: '青禾县',
        name: '上湾村',
        scope: 'county',
        places: [
          { zone: '先行区', township: '柳溪镇', line: 3, column: 6 },
          { zone: '先行区', township: '石桥乡', line: 3, column: 19 },
        ],
      },
      {
        county: '青禾县',
        name: '长田村',
        scope: 'township',
        places: [
          { zone: '先行区', township: '柳溪镇', line: 3, column: 10 },
          { zone: '后进区', township: '柳溪镇', line: 6, column: 6 },
        ],
      },
    ]);
    expect(zones[1]!.counties[0]!.townships[0]!.villages[0]!.flags).toEqual(['sameNameInTownship']);
  });

  it.each([
    ['empty', ''],
    ['only blank lines', '\n \r\n\t\n'],
    ['prose that names townships and counts villages', readFileSync(new URL('prose.txt', fixtures), 'utf8')],
    [
      'headings without lists',
      '一、先行区：共135个村\n收入目标提高。\n二、后进区：共369个村\n收入目标提高。\n',
    ],
  ])('finds no list in a text that is %s', (_, text) => {
    const plan = parsePlanText(text);
    expect([plan.zones, plan.villageCount, plan.irregularities]).toEqual([[], 0, []]);
  });

  it.each([
    ['one list line', '先行区：共1个村\n青禾县：1个村\n（柳溪镇）', '上湾村、'],
    ['brackets that never close', '青禾县：1个村\n', '（柳溪镇'],
    ['separators alone', '青禾县：1个村\n（柳溪镇）上湾村', '、；'],
    ['headings alone', '', '青禾县：9个村\n'],
    ['single characters on lines', '', '村\n'],
  ])('takes time in proportion to the text for megabytes of %s', (_, start, repeated) => {
    const secondsFor = (megabytes: number) => {
      const text = start + repeated.repeat((megabytes * 1_000_000) / Buffer.byteLength(repeated));
      const before = process.cpuUsage();
      parsePlanText(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    secondsFor(0.2);
    const small = secondsFor(0.2);
    const large = secondsFor(0.8);
    // Four times the text; a quadratic step would take sixteen times as long.
    expect(large).toBeLessThan(Math.max(0.5, small * 10));
  });

  it('reads a document of ten megabytes', () => {
    const section = '乡村建设要统筹县域城镇和村庄规划建设，保护传统村落和乡村风貌。\n'.repeat(1000);
    const list = readFileSync(new URL('clean.txt', fixtures), 'utf8');
    const plan = parsePlanText(section.repeat(55) + list + section.repeat(55));
    expect([plan.villageCount, plan.zones[0]!.line]).toEqual([5, 55_001]);
  });
});
