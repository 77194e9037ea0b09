import { beforeEach, describe, expect, it } from 'vitest';
import { cellFault, readCell, type CellValue } from './cellValue.ts';
import { blockText, parseBlock, planPaste } from './pastedBlock.ts';
import { fixedColumn, type TableColumn } from './tableColumns.ts';
import { TableEdits } from './tableEdits.svelte.ts';
import { rowOf } from './tableRow.ts';

const name: TableColumn = { ...fixedColumn('name', '名称'), kind: 'text', isNullable: false, most: 10 };
const households: TableColumn = {
  ...fixedColumn('households', '户数'),
  kind: 'integer',
  least: 0,
  most: 999,
};
const size: TableColumn = {
  ...fixedColumn('sizeClass', '规模'),
  kind: 'choice',
  isNullable: false,
  choices: [
    { value: 'small', label: '小型', aliases: ['Small', '小'] },
    { value: 'large', label: '大型', aliases: [] },
  ],
};
const road: TableColumn = {
  ...fixedColumn('checks.road', '通路'),
  kind: 'answer',
  choices: [
    { value: 'true', label: '有', aliases: ['是'] },
    { value: 'false', label: '没有', aliases: ['无'] },
  ],
};
const position: TableColumn = { ...fixedColumn('position', '位置'), kind: 'position', isNullable: false };
const county = fixedColumn('county', '县市');
const columns = [county, name, households, size, road, position];

const item = (id: number, revision = 1, changes: Record<string, unknown> = {}) => ({
  id,
  revision,
  countyCode: '433124',
  name: `安置点 ${id}`,
  households: id * 10,
  sizeClass: 'small',
  checks: { road: true, power: null },
  position: [109.5, 28.5],
  ...changes,
});
const row = (...args: Parameters<typeof item>) => rowOf(item(...args), { county: '花垣县' });

describe('what is typed into a cell', () => {
  it('is read as the column takes it, as input methods and spreadsheets write it', () => {
    expect(readCell(' 1,234 ', households)).toBe(1234);
    expect(readCell('３８', households)).toBe(38);
    expect(readCell('−5', households)).toBe(-5);
    expect(readCell('小', size)).toBe('small');
    expect(readCell('LARGE', size)).toBe('large');
    expect(readCell('无', road)).toBe(false);
    expect(readCell('109.5，28.25', position)).toEqual([109.5, 28.25]);
    expect(readCell('  ', households)).toBeNull();
  });

  it('stays as it was typed where it cannot be read, and has a fault', () => {
    const faultOf = (text: string, column: TableColumn) => cellFault(readCell(text, column), column)?.kind;
    expect(readCell('约 30', households)).toBe('约 30');
    expect(faultOf('约 30', households)).toBe('notWhole');
    expect(faultOf('1.5', households)).toBe('notWhole');
    expect(faultOf('1000', households)).toBe('tooLarge');
    expect(faultOf('-1', households)).toBe('tooSmall');
    expect(faultOf('中型', size)).toBe('notAChoice');
    expect(faultOf('', name)).toBe('missing');
    expect(faultOf('一二三四五六七八九十百', name)).toBe('tooLong');
    expect(faultOf('109.5', position)).toBe('notAPosition');
    expect(faultOf('209.5, 28', position)).toBe('notAPosition');
    expect(faultOf('', households)).toBeUndefined();
  });
});

describe('a pasted block', () => {
  const rowIds = [1, 2];
  const values = new Map([1, 2].map((id) => [id, row(id).values]));
  const target = {
    rowIds,
    columns: [households, size],
    selectedRows: 1,
    selectedColumns: 1,
    valueOf: (id: number, field: string): CellValue => values.get(id)?.[field] ?? null,
    mayEdit: () => true,
  };

  it('is read as spreadsheets write it', () => {
    expect(parseBlock('甲\t10\r\n"两\n行"\t"说 ""好"""\r\n')).toEqual([
      ['甲', '10'],
      ['两\n行', '说 "好"'],
    ]);
    expect(parseBlock('5" 管\t2')).toEqual([['5" 管', '2']]);
    expect(parseBlock('"没有收尾\t2')).toEqual([['"没有收尾', '2']]);
    expect(parseBlock('1\t\n')).toEqual([['1', '']]);
    expect(parseBlock('')).toEqual([]);
  });

  it('goes to the clipboard and comes back', () => {
    const block = [
      ['两\n行', '"引"'],
      ['制\t表', ''],
    ];
    expect(parseBlock(blockText(block))).toEqual(block);
  });

  it('says what it would change, with the fault of each cell', () => {
    const plan = planPaste(parseBlock('10\t大型\n很多\t小型'), target);
    expect(plan.cells).toEqual([
      { id: 1, field: 'sizeClass', value: 'large', before: 'small', fault: null },
      { id: 2, field: 'households', value: '很多', before: 20, fault: { kind: 'notWhole' } },
    ]);
    expect([plan.same, plan.fixed, plan.outside]).toEqual([2, 0, 0]);
  });

  it('leaves what is only read and counts what lies outside', () => {
    const plan = planPaste(parseBlock('县\t1\t小型\t多\n县\t2\t大型\t多\n县\t3\t大型\t多'), {
      ...target,
      columns: [county, households, size],
      mayEdit: (id) => id === 1,
    });
    expect(plan.cells.map(({ id, field }) => [id, field])).toEqual([[1, 'households']]);
    expect([plan.fixed, plan.outside, plan.same]).toEqual([4, 6, 1]);
  });

  it('fills a selection that is larger than it, and says nothing where a row is shorter', () => {
    const filled = planPaste(parseBlock('7'), { ...target, selectedRows: 2 });
    expect(filled.cells.map(({ id, value }) => [id, value])).toEqual([
      [1, 7],
      [2, 7],
    ]);
    const ragged = planPaste(parseBlock('7\t大型\n8'), target);
    expect(ragged.cells.map(({ id, field }) => [id, field])).toEqual([
      [1, 'households'],
      [1, 'sizeClass'],
      [2, 'households'],
    ]);
  });
});

describe('unsaved changes of a table', () => {
  let edits: TableEdits;
  beforeEach(() => {
    edits = new TableEdits(columns);
    edits.adopt([row(1), row(2)]);
  });
  const set = (id: number, field: string, value: CellValue) => edits.change([{ id, field, value }]);

  it('are marked, counted, and go when a cell is as it was', () => {
    set(1, 'households', 38);
    expect([edits.isChanged(1, 'households'), edits.changedCells, edits.changedRows]).toEqual([true, 1, 1]);
    set(1, 'households', 10);
    expect([edits.isChanged(1, 'households'), edits.changedCells]).toEqual([false, 0]);
  });

  it('are undone and done again, a pasted block at once', () => {
    edits.change([
      { id: 1, field: 'households', value: 1 },
      { id: 2, field: 'households', value: 2 },
    ]);
    set(1, 'households', 3);
    edits.undo();
    expect([edits.valueOf(1, 'households'), edits.valueOf(2, 'households')]).toEqual([1, 2]);
    edits.undo();
    expect([edits.valueOf(1, 'households'), edits.valueOf(2, 'households'), edits.changedCells]).toEqual([
      10, 20, 0,
    ]);
    edits.redo();
    edits.redo();
    expect(edits.valueOf(1, 'households')).toBe(3);
    expect([edits.canUndo, edits.canRedo]).toEqual([true, false]);
  });

  it('make no step where nothing changes, and a new step ends what could be done again', () => {
    expect(set(1, 'households', 10)).toBe(0);
    expect(edits.canUndo).toBe(false);
    set(1, 'households', 1);
    edits.undo();
    set(2, 'households', 5);
    expect(edits.canRedo).toBe(false);
  });

  it('are sent with their rows’ revisions; answers go with all of their record', () => {
    set(1, 'households', 38);
    set(2, 'checks.road', false);
    expect(edits.batch(500)).toEqual([
      { id: 1, revision: 1, changes: { households: 38 } },
      { id: 2, revision: 1, changes: { checks: { road: false, power: null } } },
    ]);
    expect(edits.batch(1)).toHaveLength(1);
  });

  it('have the server’s faults on their cells until they are changed; the rest is told', () => {
    set(1, 'households', 38);
    set(2, 'checks.road', false);
    const rest = edits.refuse(
      [
        { path: 'body.rows.0.changes.households', message: '太多了' },
        { path: 'rows.1.changes.checks', message: '不认识' },
        { path: 'rows.1.id', message: '没有这一行' },
      ],
      edits.batch(500),
    );
    expect(rest).toEqual([{ path: 'rows.1.id', message: '没有这一行' }]);
    expect(edits.faults).toEqual([
      { id: 1, field: 'households', fault: { kind: 'refused', message: '太多了' } },
      { id: 2, field: 'checks.road', fault: { kind: 'refused', message: '不认识' } },
    ]);
    set(1, 'households', 37);
    expect(edits.faultOf(1, 'households')).toBeNull();
  });

  it('stay on a row that others changed elsewhere, and conflict where both changed a cell', () => {
    set(1, 'households', 38);
    set(1, 'name', '新名');
    set(2, 'households', 7);
    edits.adopt([row(1, 2, { households: 99, sizeClass: 'large' }), row(2, 2, { households: 7 })]);
    expect(edits.conflicts).toEqual([{ id: 1, field: 'households', mine: 38, theirs: 99 }]);
    expect([edits.valueOf(1, 'name'), edits.valueOf(1, 'sizeClass')]).toEqual(['新名', 'large']);
    expect(edits.isChanged(2, 'households')).toBe(false);
    expect([edits.isForeign(1), edits.isForeign(2)]).toEqual([true, true]);
    edits.decide({ id: 1, field: 'households' }, 'mine');
    expect(edits.batch(500)).toEqual([{ id: 1, revision: 2, changes: { households: 38, name: '新名' } }]);
  });

  it('give way to the other side where that is decided', () => {
    set(1, 'households', 38);
    edits.adopt([row(1, 2, { households: 99 }), row(2)]);
    edits.decide({ id: 1, field: 'households' }, 'theirs');
    expect([edits.valueOf(1, 'households'), edits.changedCells, edits.conflicts.length]).toEqual([99, 0, 0]);
  });

  it('of a row that is gone are named', () => {
    set(2, 'households', 7);
    expect(edits.adopt([row(1)])).toEqual([2]);
    expect(edits.changedCells).toBe(0);
  });

  it('are over once saved', () => {
    set(1, 'households', 38);
    edits.saved([row(1, 2, { households: 38 })]);
    expect([edits.changedCells, edits.canUndo, edits.valueOf(1, 'households')]).toEqual([0, false, 38]);
    edits.adopt([row(1, 2, { households: 38 }), row(2)]);
    expect(edits.isForeign(1)).toBe(false);
  });
});
