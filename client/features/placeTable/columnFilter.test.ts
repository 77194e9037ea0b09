import { describe, expect, it } from 'vitest';
import { compareCells, passesFilter } from './columnFilter.ts';
import { fixedColumn, type TableColumn } from './tableColumns.ts';

const number: TableColumn = { ...fixedColumn('households', '户数'), kind: 'integer' };
const text: TableColumn = { ...fixedColumn('name', '名称'), kind: 'text' };

describe('the filter of a column', () => {
  it('compares numbers and takes ranges', () => {
    const passing = (wanted: string) =>
      [5, 10, 38, null].filter((value) => passesFilter(wanted, value, number));
    expect(passing('>5')).toEqual([10, 38]);
    expect(passing('<=10')).toEqual([5, 10]);
    expect(passing('≥ 38')).toEqual([38]);
    expect(passing('5-10')).toEqual([5, 10]);
    expect(passing('38')).toEqual([38]);
  });

  it('finds part of a text, and empty cells', () => {
    expect(passesFilter('安置', '示例安置点 01', text)).toBe(true);
    expect(passesFilter('学校', '示例安置点 01', text)).toBe(false);
    expect([passesFilter('-', null, number), passesFilter('空', null, text)]).toEqual([true, true]);
    expect(passesFilter('-', 0, number)).toBe(false);
    expect(passesFilter(' ', null, text)).toBe(true);
  });
});

describe('the order of a column', () => {
  it('is by size, and empty cells are last in either direction', () => {
    for (const isDescending of [false, true]) {
      const order = (one: number | null, other: number | null) =>
        compareCells(one, other, { column: number, locale: 'zh-CN', isDescending }) * (isDescending ? -1 : 1);
      expect([null, 9, 10, 2].toSorted(order)).toEqual(isDescending ? [10, 9, 2, null] : [2, 9, 10, null]);
    }
  });

  it('reads figures in names as numbers', () => {
    const order = (one: string, other: string) =>
      compareCells(one, other, { column: text, locale: 'zh-CN', isDescending: false });
    expect(['点 10', '点 9'].toSorted(order)).toEqual(['点 9', '点 10']);
  });
});
