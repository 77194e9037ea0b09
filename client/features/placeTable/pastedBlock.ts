import { cellFault, readCell, sameValue, type CellFault, type CellValue } from './cellValue.ts';
import { isEditable, type TableColumn } from './tableColumns.ts';
import type { CellChange } from './tableEdits.svelte.ts';

/** Rows of cells as a spreadsheet puts them on the clipboard. */
export type Block = readonly (readonly string[])[];

/**
 * Reads tab-separated text of Excel, WPS or LibreOffice: a cell with a line break, a tab or a quote is in quotes, and
 * quotes in it are doubled. The line break after the last row is no row.
 */
export function parseBlock(text: string): Block {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '' && closesQuote(text, i)) isQuoted = true;
    else if (character === '\t') endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
    else if (text[i + 1] !== '\n') endRow();
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

/** Whether a quote at the beginning of a cell has its fellow at an end of a cell: else it is a character like others. */
function closesQuote(text: string, at: number): boolean {
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] !== '"') continue;
    if (text[i + 1] === '"') i += 1;
    else return i + 1 === text.length || /[\t\r\n]/.test(text[i + 1]!);
  }
  return false;
}

/** What a pasted cell would do. */
export interface PastedCell extends CellChange {
  before: CellValue;
  fault: CellFault | null;
}

export interface PastePlan {
  /** Cells whose value would be another. */
  cells: PastedCell[];
  /** Cells that have the value already. */
  same: number;
  /** Cells over columns or rows that are only read. */
  fixed: number;
  /** Cells beyond the last row or column. */
  outside: number;
}

export interface PasteTarget {
  /** Ids of rows from the first that is pasted over, in the order shown. */
  rowIds: readonly number[];
  /** Columns from the first that is pasted over, in the order shown. */
  columns: readonly TableColumn[];
  /** Size of what is selected: a single cell is filled into all of it, a block as often as it fits. */
  selectedRows: number;
  selectedColumns: number;
  valueOf: (id: number, field: string) => CellValue;
  mayEdit: (id: number) => boolean;
}

/** A block is repeated over a selection that is a multiple of it, as spreadsheets do. */
const repeats = (size: number, selected: number): number =>
  selected > size && selected % size === 0 ? selected / size : 1;

/** What pasting a block would change; nothing is changed. Invalid values are in the plan with their faults. */
export function planPaste(block: Block, target: PasteTarget): PastePlan {
  const plan: PastePlan = { cells: [], same: 0, fixed: 0, outside: 0 };
  const width = Math.max(0, ...block.map((row) => row.length));
  const [down, across] = [repeats(block.length, target.selectedRows), repeats(width, target.selectedColumns)];
  for (let line = 0; line < block.length * down; line += 1) {
    const texts = block[line % block.length]!;
    const id = target.rowIds[line];
    for (let place = 0; place < width * across; place += 1) {
      const text = texts[place % width];
      // A shorter row says nothing of the cells it does not have.
      if (text === undefined) continue;
      const column = target.columns[place];
      if (id === undefined || column === undefined) plan.outside += 1;
      else if (!isEditable(column) || !target.mayEdit(id)) plan.fixed += 1;
      else {
        const [value, before] = [readCell(text, column), target.valueOf(id, column.field)];
        if (sameValue(value, before)) plan.same += 1;
        else {
          plan.cells.push({ id, field: column.field, value, before, fault: cellFault(value, column) });
        }
      }
    }
  }
  return plan;
}

/** Cells as a block for the clipboard; what a spreadsheet would read as more than a cell is quoted. */
export const blockText = (rows: Block): string =>
  rows
    .map((row) =>
      row.map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'),
    )
    .join('\r\n');
