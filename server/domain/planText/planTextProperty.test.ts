import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlanText } from './parsePlanText.ts';

type Township = { name: string; villages: string[] };
type County = { name: string; townships: Township[] };
type Zone = { name: string; counties: County[] };

const stemCharacters = [...'禾溪湾坪岩柳桐梓樟松柏竹龙凤马牛羊金银铜石沙白青红黄大小上下东西南北长高新老'];
const stem = fc.string({ unit: fc.constantFrom(...stemCharacters), minLength: 2, maxLength: 4 });
const named = (suffixes: readonly string[]) =>
  fc.tuple(stem, fc.constantFrom(...suffixes)).map(([start, suffix]) => start + suffix);

const township: fc.Arbitrary<Township> = fc.record({
  name: named(['镇', '乡', '街道']),
  villages: fc.array(named(['村', '社区']), { minLength: 1, maxLength: 6 }),
});
const county: fc.Arbitrary<County> = fc.record({
  name: named(['县', '市']),
  townships: fc.uniqueArray(township, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
});
const zone: fc.Arbitrary<Zone> = fc.record({
  name: stem.map((name) => `${name}振兴示范区`),
  counties: fc.uniqueArray(county, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }),
});
const plan = fc.uniqueArray(zone, { selector: ({ name }) => name, minLength: 1, maxLength: 3 });

/** Every way in which the lists of plans are dirty and can still be read without doubt. */
const style = fc.record({
  brackets: fc.constantFrom('（）', '()', '【】', '（】', '（（）', '（））'),
  betweenVillages: fc.constantFrom('、', '，', ',', '；', '、、', '、 ', ' ', '、\n', ''),
  beforeTownship: fc.constantFrom('；', ';', '、', '：', '', '、；', '；\n', '。\n', '\n'),
  blockEnd: fc.constantFrom('。', '；', '', '、'),
  zoneHeading: fc.constantFrom('line', 'vertical', 'bracketed'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  indent: fc.constantFrom('', '\t', '　　'),
  start: fc.constantFrom('', '\uFEFF'),
});
type Style = typeof style extends fc.Arbitrary<infer Value> ? Value : never;

const countVillages = ({ townships }: County) =>
  townships.reduce((sum, { villages }) => sum + villages.length, 0);

function render(zones: readonly Zone[], styles: readonly Style[]): string {
  const [first] = styles;
  const text = zones.map((item, index) => renderZone(item, styles[index % styles.length]!)).join('\n');
  return first!.start + text.replaceAll('\n', first!.lineEnd);
}

function renderZone({ name, counties }: Zone, look: Style): string {
  const total = counties.reduce((sum, item) => sum + countVillages(item), 0);
  const heading = {
    line: `一、${name}：共${total}个村`,
    vertical: `\t${[...name].join('\n\n')}\n\n\n\t共${total}个村`,
    bracketed: `${name}（${total}个村）`,
  }[look.zoneHeading]!;
  return [heading, '', ...counties.map((item) => renderCounty(item, look))].join('\n');
}

function renderCounty(item: County, look: Style): string {
  const [open, ...close] = [...look.brackets];
  const opening = look.brackets.startsWith('（（') ? '（（' : open!;
  const closing = look.brackets.startsWith('（（') ? '）' : close.join('');
  const list = item.townships
    .map(({ name, villages }) => `${opening}${name}${closing}${villages.join(look.betweenVillages)}`)
    .join(look.beforeTownship);
  return `${look.indent}${item.name}：${countVillages(item)}个村\n${look.indent}${list}${look.blockEnd}\n`;
}

describe('parsePlanText on lists nobody has seen', () => {
  it('reads the same structure however dirty the list is printed, and finds every number right', () => {
    fc.assert(
      fc.property(plan, fc.array(style, { minLength: 1, maxLength: 3 }), (zones, styles) => {
        const parsed = parsePlanText(render(zones, styles));
        const structure = parsed.zones.map(({ name, counties }) => ({
          name,
          counties: counties.map(({ name: countyName, townships }) => ({
            name: countyName,
            townships: townships.map(({ name: townshipName, villages }) => ({
              name: townshipName,
              villages: villages.map((village) => village.name),
            })),
          })),
        }));
        expect(structure).toEqual(zones);
        expect(parsed.countMismatches).toEqual([]);
      }),
      { seed: 20250101, numRuns: 400 },
    );
  });

  it('points every village and township at the place where its name is printed', () => {
    fc.assert(
      fc.property(plan, style, (zones, look) => {
        const text = render(zones, [look]);
        const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
        for (const { counties } of parsePlanText(text).zones) {
          for (const item of counties.flatMap(({ townships }) => townships)) {
            for (const { name, line, column } of [item, ...item.villages]) {
              expect(lines[line - 1]!.slice(column - 1, column - 1 + name.length)).toBe(name);
            }
          }
        }
      }),
      { seed: 20250102, numRuns: 200 },
    );
  });

  it('never throws, whatever the text', () => {
    const marks = [...'（）()【、；：。\n \t某村镇县区9共', '\uD800', '\uFEFF', '𠀀'];
    const words = ['社区', '街道', '个村', '一、', '甲县：9个村\n', '（甲镇）'];
    const piece = fc.constantFrom(...marks, ...words);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const parsed = parsePlanText(pieces.join(''));
        const listed = parsed.zones.reduce((sum, item) => sum + item.listed, 0);
        expect(listed).toBe(parsed.villageCount);
        expect(parsed.irregularities.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
      }),
      { seed: 20250103, numRuns: 3000 },
    );
  });
});
