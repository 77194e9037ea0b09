import writeXlsxFile, { type Sheet, type SheetData } from 'write-excel-file/node';
import type { CellValue } from './exportLayer.ts';

/** A sheet: its name, its columns in order, and rows by column. */
export interface WorkbookPart {
  title: string;
  columns: readonly string[];
  rows: readonly Readonly<Record<string, unknown>>[];
}

/** Most characters Excel takes in a cell. */
const cellCharacters = 32_767;

/** A text is a text, whatever it begins with: in a workbook only a formula element is a formula. */
function cellOf(value: CellValue | undefined): SheetData[number][number] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { type: Number, value };
  if (typeof value === 'boolean') return { type: Boolean, value };
  return { type: String, value: String(value).slice(0, cellCharacters) };
}

const heading = (text: string) => ({ type: String, value: text, fontWeight: 'bold' as const });

/**
 * One workbook with a sheet a layer, led by a sheet that says what it is.
 * @param notes lines of the first sheet
 * @returns the same bytes for the same rows: times are left out
 */
export async function writeWorkbook(
  parts: readonly WorkbookPart[],
  notes: readonly string[],
): Promise<Buffer> {
  const sheets = [
    { sheet: '说明', data: notes.map((note) => [cellOf(note)]), columns: [{ width: 100 }] },
    ...parts.map(({ title, columns, rows }) => ({
      sheet: title,
      data: [
        columns.map(heading),
        ...rows.map((row) => columns.map((column) => cellOf(row[column] as CellValue | undefined))),
      ],
      stickyRowsCount: 1,
    })),
  ] as Sheet<never>[];
  return withoutTimes(await writeXlsxFile(sheets).toBuffer());
}

const endOfDirectory = 0x06054b50;
/** 1980-01-01 00:00 as MS-DOS writes it: the earliest a ZIP can say. */
const earliest = 0x00210000;

/**
 * Sets the times of a ZIP's entries to the earliest there is, so that the same content is the same file.
 * Format: APPNOTE.TXT of PKWARE, 4.3.7 and 4.3.12.
 */
export function withoutTimes(zip: Buffer): Buffer {
  const bytes = Buffer.from(zip);
  let end = bytes.length - 22;
  while (end > 0 && bytes.readUInt32LE(end) !== endOfDirectory) end -= 1;
  let entry = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    bytes.writeUInt32LE(earliest, entry + 12);
    bytes.writeUInt32LE(earliest, bytes.readUInt32LE(entry + 42) + 10);
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(entry + offset));
    entry += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return bytes;
}
