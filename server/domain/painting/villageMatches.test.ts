import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchVillages, sweepsOf, type MatchGround } from './villageMatches.ts';

const seed = 20260410;
const ground: MatchGround = {
  villages: [
    { id: 1, code: '433124101200', name: '石栏村', townshipCode: '433124101' },
    { id: 2, code: '433124101201', name: '和平村', townshipCode: '433124101' },
    { id: 3, code: '433124102200', name: '和平村', townshipCode: '433124102' },
    { id: 4, code: null, name: '新寨社区', townshipCode: '433125101' },
    { id: 5, code: '433125101202', name: '和平村', townshipCode: '433125101' },
  ],
  regions: [
    { code: '433100', names: ['湘西土家族苗族自治州', '湘西州'] },
    { code: '433124', names: ['花垣县', '花垣'] },
    { code: '433125', names: ['保靖县', '保靖'] },
    { code: '433124101', names: ['石栏镇', '石栏'] },
    { code: '433124102', names: ['边城镇'] },
    { code: '433125101', names: ['迁陵镇'] },
  ],
  categories: [
    { key: 'first', order: 1, letter: '示', names: ['示范区', '示范'] },
    { key: 'second', order: 2, letter: '帮', names: ['重点帮扶区'] },
  ],
};
const match = (rows: string[][]) => matchVillages(rows, ground).rows;
const oneRow = (...cells: string[]) => match([cells])[0]!;

describe('codes', () => {
  it('are twelve digits as text, also where a spreadsheet was told so', () => {
    for (const code of [
      '433124101200',
      ' 433124101200 ',
      "'433124101200",
      '="433124101200"',
      '433124101200.0',
    ]) {
      expect(oneRow(code)).toMatchObject({ kind: 'matched', villageId: 1 });
    }
    expect(oneRow('４３３１２４１０１２００')).toMatchObject({ villageId: 1 });
  });

  it('that a spreadsheet has shortened are refused with their row', () => {
    expect(match([['433124101200'], ['4.33124E+11'], ['5.2E+11'], ['4.33e11']])).toMatchObject([
      { kind: 'matched' },
      { kind: 'unmatched', reason: 'mangled-code', rowNumber: 2, text: '4.33124E+11' },
      { kind: 'unmatched', reason: 'mangled-code', rowNumber: 3 },
      { kind: 'unmatched', reason: 'mangled-code', rowNumber: 4 },
    ]);
  });

  it('of another length or of nobody are said apart', () => {
    expect(match([['433124101'], ['433124000000']])).toMatchObject([
      { kind: 'unmatched', reason: 'wrong-length' },
      { kind: 'unmatched', reason: 'unknown-code' },
    ]);
  });
});

describe('names', () => {
  it('are found with or without their ending and the office behind it', () => {
    for (const name of ['石栏村', '石栏', '石栏村委会', '石栏村民委员会', '石 栏 村']) {
      expect(oneRow(name)).toMatchObject({ kind: 'matched', villageId: 1 });
    }
    expect(oneRow('新寨')).toMatchObject({ villageId: 4 });
  });

  it('of several villages wait for a person', () => {
    expect(oneRow('和平村')).toMatchObject({ kind: 'ambiguous', villageIds: [2, 3, 5] });
    expect(oneRow('花垣县和平村')).toMatchObject({ kind: 'ambiguous', villageIds: [2, 3] });
  });

  it('are narrowed by the county and township before them or beside them', () => {
    expect(oneRow('湘西州花垣县边城镇和平村')).toMatchObject({ kind: 'matched', villageId: 3 });
    expect(oneRow('石栏镇石栏村')).toMatchObject({ kind: 'matched', villageId: 1 });
    expect(match([['1', '保靖县', '迁陵镇', '和平村', '812']])).toMatchObject([{ villageId: 5 }]);
  });

  it('in a region they do not lie in are unknown, never another village', () => {
    expect(oneRow('保靖县石栏村')).toMatchObject({ kind: 'unmatched', reason: 'unknown-name' });
    expect(match([['石栏村'], ['十八洞']])[1]).toMatchObject({ reason: 'unknown-name', rowNumber: 2 });
  });
});

describe('categories', () => {
  it('are named in full, in short, by letter, key or number, to the right of the village', () => {
    const names = ['示范区', '示范', '示', 'first', '1'];
    for (const name of names) expect(oneRow('1', '石栏村', name)).toMatchObject({ placeKey: 'first' });
    expect(
      match([
        ['石栏村', '未分类'],
        ['边城镇和平村', '暂不分类'],
      ]),
    ).toMatchObject([{ placeKey: 'unassigned' }, { placeKey: 'deferred' }]);
  });

  it('that the scheme does not have are refused instead of the one being painted', () => {
    expect(
      match([
        ['石栏村', '示'],
        ['新寨社区', '市'],
        ['边城镇和平村', ''],
      ]),
    ).toMatchObject([
      { kind: 'matched', placeKey: 'first' },
      { kind: 'unmatched', reason: 'unknown-category', rowNumber: 2, text: '新寨社区 市' },
      { kind: 'matched', placeKey: null },
    ]);
  });
});

describe('tables', () => {
  it('may have a heading and empty rows, and rows keep their numbers', () => {
    const { rows, columns } = matchVillages(
      [
        ['村名', '类别'],
        ['', ''],
        ['石栏村', '示'],
        ['', '示'],
      ],
      ground,
    );
    expect(columns).toEqual({ village: 0, category: 1, firstRow: 1 });
    expect(rows.map(({ kind, rowNumber }) => [kind, rowNumber])).toEqual([
      ['matched', 3],
      ['unmatched', 4],
    ]);
    expect(rows[1]).toMatchObject({ reason: 'empty' });
  });

  it('go by codes where there are codes and names', () => {
    expect(match([['和平村', '433124102200']])).toMatchObject([{ kind: 'matched', villageId: 3 }]);
  });

  it('that name a village twice count it once, and not at all where they contradict themselves', () => {
    expect(
      match([
        ['石栏村', '示'],
        ['石栏村', '示'],
        ['新寨社区', '示'],
        ['新寨社区', '帮'],
      ]),
    ).toMatchObject([
      { kind: 'matched' },
      { kind: 'repeated', firstRow: 1, rowNumber: 2 },
      { kind: 'unmatched', reason: 'contradiction', rowNumber: 3 },
      { kind: 'unmatched', reason: 'contradiction', rowNumber: 4 },
    ]);
  });

  it('without rows match nothing', () => expect(match([])).toEqual([]));
});

describe('one stroke of all rows', () => {
  const wantedOf = (key: string | null) =>
    key === null ? ({ status: 'unassigned' } as const) : ({ status: 'assigned', categoryKey: key } as const);

  it('groups villages by what their rows want and takes ambiguous ones as chosen', () => {
    const rows = match([
      ['石栏村', '示'],
      ['和平村', '帮'],
      ['和平村', ''],
      ['新寨社区', '示'],
    ]);
    const chosen = new Map([
      [2, 3],
      [3, 5],
    ]);
    expect(sweepsOf(rows, chosen, wantedOf)).toEqual([
      { wanted: { status: 'assigned', categoryKey: 'first' }, villageIds: [1, 4] },
      { wanted: { status: 'assigned', categoryKey: 'second' }, villageIds: [3] },
      { wanted: { status: 'unassigned' }, villageIds: [5] },
    ]);
    expect(sweepsOf(rows, new Map(), wantedOf)[0]?.villageIds).toEqual([1, 4]);
  });

  it('leaves a village that is named and chosen to the row that names it', () => {
    const rows = match([
      ['和平村', '示'],
      ['边城镇和平村', '帮'],
    ]);
    expect(sweepsOf(rows, new Map([[1, 3]]), wantedOf)).toEqual([
      { wanted: { status: 'assigned', categoryKey: 'second' }, villageIds: [3] },
    ]);
  });
});

describe('any pasted list', () => {
  const villages = [...ground.villages];
  const township: Record<string, string> = {
    '433124101': '花垣县石栏镇',
    '433124102': '花垣县边城镇',
    '433125101': '保靖县迁陵镇',
  };
  const cellOf = fc.constantFrom(...villages).chain((village) => {
    const full = `${township[village.townshipCode]}${village.name}`;
    return fc.constantFrom(full, ...(village.code ? [village.code] : [])).map((cell) => ({ village, cell }));
  });

  it('of full names or codes finds exactly its villages, each once, and says every row', () => {
    fc.assert(
      fc.property(fc.array(cellOf, { minLength: 1, maxLength: 20 }), (cells) => {
        const rows = match(cells.map(({ cell }) => [cell]));
        expect(rows.map(({ rowNumber }) => rowNumber)).toEqual(cells.map((_, index) => index + 1));
        const matched = rows.flatMap((row) => (row.kind === 'matched' ? [row.villageId] : []));
        expect(matched.toSorted()).toEqual([...new Set(cells.map(({ village }) => village.id))].toSorted());
        expect(rows.every(({ kind }) => kind === 'matched' || kind === 'repeated')).toBe(true);
      }),
      { seed, numRuns: 200 },
    );
  });

  it('of anything at all answers every row that is not blank, and throws nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 14 }), { maxLength: 4 }), { maxLength: 12 }),
        (table) => {
          const { rows, columns } = matchVillages(table, ground);
          const said = table.filter(
            (cells, index) => index >= columns.firstRow && cells.some((cell) => cell.trim() !== ''),
          );
          expect(rows.length).toBe(said.length);
        },
      ),
      { seed, numRuns: 300 },
    );
  });
});
