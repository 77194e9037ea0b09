/** What the columns of a pasted table are, found out from what is in them. */
export interface ColumnRoles {
  /** Names the village, by code or name. */
  village: number;
  /** Names a category; null where no column does. */
  category: number | null;
  /** 1 where the first row is a heading, else 0. */
  firstRow: number;
}

export interface CellTests {
  isCode: (cell: string) => boolean;
  isVillage: (cell: string) => boolean;
  isCategory: (cell: string) => boolean;
  /** A county or township. */
  isRegion: (cell: string) => boolean;
}

/** Enough to tell the columns; the rest of a long table follows. */
const sampleSize = 500;

/** The column with the most cells that pass, leftmost of equals; null when none passes anywhere. */
function busiest(
  rows: readonly (readonly string[])[],
  test: (cell: string) => boolean,
  isAllowed: (column: number) => boolean,
): number | null {
  const counts: number[] = [];
  for (const cells of rows) {
    for (const [column, cell] of cells.entries()) {
      if (cell.trim() !== '' && isAllowed(column) && test(cell)) counts[column] = (counts[column] ?? 0) + 1;
    }
  }
  const most = counts.reduce((best, count) => Math.max(best, count ?? 0), 0);
  return most === 0 ? null : counts.indexOf(most);
}

/** Words of headings; a row with one of them that names nothing is no data. */
const heading = /代码|编码|编号|区划|名称|村名|类别|分类|类型|序号|code|name|category|village|class/i;

/**
 * Codes before names: where there is a column of codes, names beside it are for the reader. The category stands right of
 * the village, so that a running number on the left is no category key.
 */
export function columnRoles(rows: readonly (readonly string[])[], tests: CellTests): ColumnRoles {
  const sample = rows.slice(0, sampleSize);
  const anywhere = () => true;
  const isName = (cell: string) => !tests.isRegion(cell) && tests.isVillage(cell);
  const village = busiest(sample, tests.isCode, anywhere) ?? busiest(sample, isName, anywhere) ?? 0;
  const category = busiest(sample, tests.isCategory, (column) => column > village);
  const first = rows[0] ?? [];
  const named = first[village] ?? '';
  const isHeading =
    !tests.isCode(named) && !tests.isVillage(named) && first.some((cell) => heading.test(cell.trim()));
  return { village, category, firstRow: isHeading ? 1 : 0 };
}
