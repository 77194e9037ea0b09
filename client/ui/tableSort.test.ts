import { describe, expect, it } from 'vitest';
import { sortRows, type TableColumn } from './tableSort.ts';

interface Row {
  name: string;
  amount: number | null;
}
const rows: Row[] = [
  { name: '花垣县', amount: 142 },
  { name: '保靖县', amount: null },
  { name: '吉首市', amount: 74 },
];
const columns: TableColumn<Row>[] = [
  { id: 'name', title: '县市', sortValue: (row) => row.name },
  { id: 'amount', title: '村数', sortValue: (row) => row.amount },
  { id: 'note', title: '备注' },
];
const names = (order: Parameters<typeof sortRows>[2]) =>
  sortRows(rows, columns, order).map((row) => row.name);

describe('sorting a table', () => {
  it('keeps the given order until a column is chosen', () => {
    expect(names(null)).toEqual(['花垣县', '保靖县', '吉首市']);
    expect(names({ columnId: 'note', isDescending: false })).toEqual(['花垣县', '保靖县', '吉首市']);
  });

  it('sorts Chinese names by pinyin', () => {
    expect(names({ columnId: 'name', isDescending: false })).toEqual(['保靖县', '花垣县', '吉首市']);
  });

  it('keeps unknown last in both directions', () => {
    expect(names({ columnId: 'amount', isDescending: false })).toEqual(['吉首市', '花垣县', '保靖县']);
    expect(names({ columnId: 'amount', isDescending: true })).toEqual(['花垣县', '吉首市', '保靖县']);
  });
});
