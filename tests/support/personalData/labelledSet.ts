import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { developmentNegatives, developmentPositives } from './developmentTemplates.ts';
import { formerHeldOutNegatives, formerHeldOutPositives } from './formerHeldOutTemplates.ts';
import { heldOutNegatives, heldOutPositives } from './heldOutTemplates.ts';
import { developmentGivenNames, heldOutGivenNames, surnames } from './names.ts';
import { SeededRandom } from './seededRandom.ts';
import {
  makeCardNumber,
  makeCreditCode,
  makeIdentityNumber,
  makeLandline,
  makeMobileNumber,
  makeOldIdentityNumber,
  spell,
} from './valueMakers.ts';

export type ExpectedKind =
  'identity-number' | 'bank-card' | 'mobile-number' | 'landline' | 'name-and-address';

/** A datum that stands in an example, in code units. */
export interface ExpectedDatum {
  kind: ExpectedKind;
  start: number;
  end: number;
}

/** A text, what is to be found in it, and where it comes from. */
export interface Example {
  text: string;
  source: string;
  expected: ExpectedDatum[];
}

export interface LabelledSet {
  development: { positives: Example[]; negatives: Example[] };
  heldOut: { positives: Example[]; negatives: Example[] };
  /** Every cell and row of the shipped tables of the plan: none holds a person. */
  shipped: Example[];
}

const tables = [
  'aliases',
  'base-villages',
  'declared-counts',
  'indicators',
  'match-report',
  'projects',
  'villages',
] as const;
const dataFolder = new URL('../../../data/xiangxi/', import.meta.url);
const readTable = (name: string): string => readFileSync(new URL(`${name}.csv`, dataFolder), 'utf8');
const villageRows = parse(readTable('villages'), { columns: true }) as Record<string, string>[];
const crops = '油茶 黄金茶 莓茶 猕猴桃 脐橙 柑橘 百合 烟叶 黄牛 金银花 高山蔬菜 石蛙 白茶 黄桃 金秋梨'.split(
  ' ',
);
const roads = '人民北路 世纪大道 红旗路 团结街 建设中路 沱江路 武陵东路 边城大道 朝阳巷'.split(' ');

const kindOfPlaceholder: Record<string, ExpectedKind> = {
  id: 'identity-number',
  id15: 'identity-number',
  card: 'bank-card',
  mobile: 'mobile-number',
  'landline!': 'landline',
  'name!': 'name-and-address',
};

type Maker = (random: SeededRandom, givenNames: readonly string[]) => string;

const padded = (value: number, length: number) => String(value).padStart(length, '0');
const makeName: Maker = (random, givenNames) => random.pick(surnames) + random.pick(givenNames);
const villageRow = (random: SeededRandom) => random.pick(villageRows);
const villageCode = (random: SeededRandom): string => {
  const { code } = villageRow(random);
  return code === undefined || code === '' ? '433124105211' : code;
};
const groupNumbers = '1 2 3 4 5 6 8 12 一 二 三 四 五 九 十'.split(' ');

const makers: Record<string, Maker> = {
  id: makeIdentityNumber,
  id15: makeOldIdentityNumber,
  card: makeCardNumber,
  mobile: makeMobileNumber,
  landline: makeLandline,
  'landline!': makeLandline,
  name: makeName,
  'name!': makeName,
  county: (random) => villageRow(random).county!,
  town: (random) => villageRow(random).township!,
  village: (random) => villageRow(random).village!,
  group: (random) => `${random.pick(groupNumbers)}组`,
  door: (random) => `${random.whole(1, 260)}号`,
  road: (random) => random.pick(roads),
  crop: (random) => random.pick(crops),
  year: (random) => String(random.whole(2016, 2025)),
  month: (random) => String(random.whole(1, 12)),
  month2: (random) => padded(random.whole(1, 12), 2),
  day2: (random) => padded(random.whole(1, 28), 2),
  date: (random) => `${random.whole(2019, 2025)}年${random.whole(1, 12)}月${random.whole(1, 28)}日`,
  number: (random) => String(random.whole(1, 2000)),
  number8: (random) => random.digits(8),
  amount: (random) =>
    random.pick([String(random.whole(100, 99_999)), `${random.whole(1, 999)},${random.digits(3)}`]),
  longAmount: (random) => `${random.whole(13, 19)}${random.digits(9)}`,
  bytes: (random) => String(random.whole(100_000, 9_999_999_999)),
  milliseconds: (random) => String(random.whole(1_500_000_000_000, 1_999_999_999_999)),
  code6: (random) => villageCode(random).slice(0, 6),
  code9: (random) => villageCode(random).slice(0, 9),
  code12: villageCode,
  credit: makeCreditCode,
  lon: (random) => `109.${random.digits(random.whole(4, 15))}`,
  lat: (random) => `28.${random.digits(random.whole(4, 15))}`,
  receipt: (random) => `${random.pick(['SH', 'XT', 'R', ''])}20${random.whole(20, 25)}${random.digits(10)}`,
  projectCode: (random) =>
    `433${random.pick(['101', '122', '124'])}20${random.whole(20, 25)}${random.digits(random.whole(6, 9))}`,
  longNumber: (random) => `${random.whole(2019, 2025)}${random.digits(random.whole(6, 20))}`,
  hash: (random) => Array.from({ length: 64 }, () => random.pick([...'0123456789abcdef'])).join(''),
};

function fill(
  template: string,
  random: SeededRandom,
  givenNames: readonly string[],
  source: string,
): Example {
  const expected: ExpectedDatum[] = [];
  let text = '';
  let copied = 0;
  for (const match of template.matchAll(/\{(\w+!?)(?::(\w+))?\}/g)) {
    const [whole, placeholder = '', spelling] = match;
    const make = makers[placeholder];
    if (!make) throw new Error(`unknown placeholder ${whole} in ${template}`);
    text += template.slice(copied, match.index);
    copied = match.index + whole.length;
    const value = make(random, givenNames);
    const written = spelling === undefined ? value : spell(value, spelling, random);
    const kind = kindOfPlaceholder[placeholder];
    if (kind) expected.push({ kind, start: text.length, end: text.length + written.length });
    text += written;
  }
  return { text: text + template.slice(copied), source, expected };
}

function expand(
  templates: readonly string[],
  { seed, copies, givenNames }: { seed: number; copies: number; givenNames: readonly string[] },
): Example[] {
  const random = new SeededRandom(seed);
  return templates.flatMap((template) =>
    Array.from({ length: copies }, () => fill(template, random, givenNames, template)),
  );
}

function shippedTexts(): Example[] {
  const texts = new Map<string, string>();
  for (const table of tables) {
    const text = readTable(table);
    for (const line of text.split('\n')) texts.set(line, table);
    for (const row of parse(text) as string[][]) {
      texts.set(row.join('\t'), table);
      for (const cell of row) if (/\p{Script=Han}/u.test(cell)) texts.set(cell, table);
    }
  }
  return [...texts].filter(([text]) => text !== '').map(([text, source]) => ({ text, source, expected: [] }));
}

/** The labelled set of a seed: the same seed gives the same examples. */
export function makeLabelledSet(seed: number): LabelledSet {
  const development = { givenNames: developmentGivenNames };
  const heldOut = { givenNames: heldOutGivenNames };
  return {
    development: {
      positives: expand([...developmentPositives, ...formerHeldOutPositives], {
        ...development,
        seed,
        copies: 20,
      }),
      negatives: expand([...developmentNegatives, ...formerHeldOutNegatives], {
        ...development,
        seed: seed + 1,
        copies: 60,
      }),
    },
    heldOut: {
      positives: expand(heldOutPositives, { ...heldOut, seed: seed + 2, copies: 20 }),
      negatives: expand(heldOutNegatives, { ...heldOut, seed: seed + 3, copies: 60 }),
    },
    shipped: shippedTexts(),
  };
}
