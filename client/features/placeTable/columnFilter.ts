import type { TableColumn } from './tableColumns.ts';
import { cellText, type CellValue } from './cellValue.ts';

/** `>100`, `<=5`, `10-20`, `38`; null for anything else. */
function numberTest(text: string): ((value: number) => boolean) | null {
  const compared = /^(>=|<=|>|<|=|≥|≤)?\s*(-?\d+(?:\.\d+)?)$/.exec(text);
  if (compared) {
    const limit = Number(compared[2]);
    switch (compared[1]) {
      case '>':
        return (value) => value > limit;
      case '<':
        return (value) => value < limit;
      case '>=':
      case '≥':
        return (value) => value >= limit;
      case '<=':
      case '≤':
        return (value) => value <= limit;
      default:
        return (value) => value === limit;
    }
  }
  const [, least, most] = /^(-?\d+)\s*[-–~～至]\s*(-?\d+)$/.exec(text) ?? [];
  return least === undefined ? null : (value) => value >= Number(least) && value <= Number(most);
}

/**
 * Whether a cell passes the filter of its column: part of its text, a comparison or range of a number, or `-` for empty
 * cells.
 */
export function passesFilter(wanted: string, value: CellValue, column: TableColumn): boolean {
  const text = wanted.trim();
  if (text === '') return true;
  if (text === '-' || text === '空') return value === null;
  const test = typeof value === 'number' || column.kind === 'integer' ? numberTest(text) : null;
  if (test) return typeof value === 'number' && test(value);
  return cellText(value, column).toLocaleLowerCase().includes(text.toLocaleLowerCase());
}

/** Order of two cells: numbers by size, texts by the reader's alphabet; empty cells come last in either direction. */
export function compareCells(
  one: CellValue,
  other: CellValue,
  { column, locale, isDescending }: { column: TableColumn; locale: string; isDescending: boolean },
): number {
  if (one === null || other === null) {
    if (one === other) return 0;
    return (one === null ? 1 : -1) * (isDescending ? -1 : 1);
  }
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return cellText(one, column).localeCompare(cellText(other, column), locale, { numeric: true });
}
