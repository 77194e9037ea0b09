import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** One row of a CSV file with a header; every cell is text, codes keep their digits. */
export type CsvRow = Record<string, string>;

/** Reads a CSV file with a header row; a file that does not exist has no rows. */
export function readCsvFile<Row extends CsvRow = CsvRow>(path: string | URL): Row[] {
  if (!existsSync(path)) return [];
  return parse(readFileSync(path), { columns: true, bom: true, skip_empty_lines: true }) as Row[];
}

/** Writes rows under the given columns, in the order given: UTF-8, LF, no BOM. */
export function writeCsvFile(path: string | URL, columns: readonly string[], rows: readonly object[]): void {
  writeFileSync(path, stringify(rows as object[], { header: true, columns: [...columns] }));
}
