/** A table as a spreadsheet gives it: rows of cells as text, row 0 first. Line breaks inside quotes stay in a cell. */
export type PastedTable = readonly (readonly string[])[];

/** Tabs where there are any (a spreadsheet's clipboard), else the commas of both scripts. */
const delimitersOf = (text: string): string[] => (text.includes('\t') ? ['\t'] : [',', '，', ';', '；']);

/**
 * Reads pasted or uploaded text: CSV, TSV or one name a line. The parser is loaded when it is needed first.
 * A quote inside a cell is a character like others.
 */
export async function parseTable(text: string): Promise<PastedTable> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  return parse(text, {
    delimiter: delimitersOf(text),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    trim: true,
  }) as string[][];
}

/**
 * The text of a file as spreadsheets write it: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else GB 18030
 * (Excel's CSV on a Chinese system).
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
