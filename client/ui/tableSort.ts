/** A column of DataTable; `sortValue` makes it sortable. */
export interface TableColumn<Row> {
  id: string;
  title: string;
  isNumeric?: boolean;
  sortValue?: (row: Row) => string | number | null;
  width?: string;
  /** Left out on a phone, where the row's own page says it. */
  isSecondary?: boolean;
}

export interface SortOrder {
  columnId: string;
  isDescending: boolean;
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** A sorted copy: text by pinyin order, numbers by size, unknown last in both directions. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  order: SortOrder | null,
): readonly Row[] {
  const valueOf = columns.find(({ id }) => id === order?.columnId)?.sortValue;
  if (!order || !valueOf) return rows;
  const sign = order.isDescending ? -1 : 1;
  return rows.toSorted((left, right) => {
    const a = valueOf(left);
    const b = valueOf(right);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * collator.compare(String(a), String(b));
  });
}
