import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

type Row = Record<string, string>;
const read = (path: string): Row[] =>
  parse(readFileSync(new URL(`../data/${path}`, import.meta.url)), { columns: true }) as Row[];

const regions = read('regions/regions.csv');
const baseVillages = read('xiangxi/base-villages.csv');
const villages = read('xiangxi/villages.csv');
const matchReport = read('xiangxi/match-report.csv');
const aliases = read('xiangxi/aliases.csv');
const declaredCounts = read('xiangxi/declared-counts.csv');

const baseById = new Map(baseVillages.map((row) => [row.id, row]));
const countBy = (rows: readonly Row[], column: string) => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column]!] = (counts[row[column]!] ?? 0) + 1;
  return counts;
};
const duplicates = (values: readonly (string | undefined)[]) =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe('regions.csv', () => {
  it('holds the prefecture, its 8 counties and 116 townships, each under its parent', () => {
    expect(countBy(regions, 'level')).toEqual({ prefecture: 1, county: 8, township: 116 });
    const codes = new Set(regions.map(({ code }) => code));
    expect(
      regions.filter(({ level, parent_code: parent }) => level !== 'prefecture' && !codes.has(parent)),
    ).toEqual([]);
    expect(duplicates(regions.map(({ code }) => code))).toEqual([]);
  });
});

describe('base-villages.csv', () => {
  it('numbers 1,797 official villages and the plan’s villages without a code densely from 1', () => {
    expect(baseVillages.map(({ id }) => Number(id))).toEqual(baseVillages.map((_, index) => index + 1));
    expect(baseVillages.filter(({ code }) => code !== '')).toHaveLength(1797);
    expect(baseVillages.filter(({ code }) => code === '')).toHaveLength(
      villages.filter(({ code }) => code === '').length,
    );
  });

  it('gives official villages the code of their township, and the codes of county and township agree', () => {
    const townships = new Map(regions.map(({ code, parent_code: parent }) => [code, parent]));
    for (const { code, township_code: township, county_code: county } of baseVillages) {
      expect(townships.get(township)).toBe(county);
      expect(code === '' || (/^\d{12}$/u.test(code!) && code!.startsWith(township!))).toBe(true);
    }
    expect(duplicates(baseVillages.map(({ code }) => code || undefined).filter((code) => code))).toEqual([]);
  });

  it('names possible duplicates only for villages without a code, among official villages of the county', () => {
    for (const row of baseVillages.filter((village) => village.possible_duplicate_of !== '')) {
      const official = baseById.get(row.possible_duplicate_of!);
      expect([row.code, official?.county_code, official?.code !== '']).toEqual(['', row.county_code, true]);
    }
  });

  it('spells names so that they are found by initials', () => {
    const village = baseVillages.find(({ name }) => name === '十八洞村');
    expect([village?.pinyin, village?.initials]).toEqual(['shi ba dong cun', 'sbdc']);
  });
});

describe('villages.csv', () => {
  it('holds 1,110 villages, each a different base village', () => {
    expect(villages).toHaveLength(1110);
    expect(duplicates(villages.map(({ village_id: id }) => id))).toEqual([]);
    expect(villages.filter(({ village_id: id }) => !baseById.has(id))).toEqual([]);
  });

  it('has codes of 12 digits, no two alike, each that of the base village', () => {
    const coded = villages.filter(({ code }) => code !== '');
    expect(coded.filter(({ code }) => !/^\d{12}$/u.test(code!))).toEqual([]);
    expect(duplicates(coded.map(({ code }) => code))).toEqual([]);
    expect(villages.filter((row) => baseById.get(row.village_id)?.code !== row.code)).toEqual([]);
  });

  it('has in every zone × county the number that the plan prints', () => {
    const listed = new Map<string, number>();
    for (const { category, county } of villages) {
      const key = `${category} ${county}`;
      listed.set(key, (listed.get(key) ?? 0) + 1);
    }
    expect(declaredCounts).toHaveLength(32);
    for (const row of declaredCounts) {
      const count = String(listed.get(`${row.category} ${row.county}`));
      expect([row.category, row.county, row.declared, row.listed]).toEqual([
        row.category,
        row.county,
        count,
        count,
      ]);
    }
  });

  it('has four categories of the sizes that the plan prints, and only estimated places', () => {
    expect(countBy(villages, 'category')).toEqual({
      demonstration: 135,
      keyAssistance: 369,
      consolidationOne: 193,
      consolidationTwo: 413,
    });
    expect(new Set(villages.map(({ location_quality: quality }) => quality))).toEqual(new Set(['estimated']));
  });
});

describe('match-report.csv', () => {
  it('gives a reason for every village that is not literally in the official list', () => {
    const literal = villages.filter((row) => {
      const base = baseById.get(row.village_id)!;
      const township = regions.find(({ code }) => code === base.township_code)!;
      return base.code !== '' && base.name === row.village && township.name === row.township;
    });
    expect(matchReport).toHaveLength(villages.length - literal.length);
    expect(matchReport.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('gives a code only where a person decided on an alias', () => {
    const decided = new Set(
      aliases.map(({ level, township, printed }) =>
        level === 'township' ? printed : `${township} ${printed}`,
      ),
    );
    for (const { decision, code, township, village } of matchReport) {
      const isDecided = decided.has(township!) || decided.has(`${township} ${village}`);
      expect([village, code !== '']).toEqual([village, decision !== 'withoutCode' && isDecided]);
    }
  });
});
