import type { CellComponent, ColumnDefinition, RangeComponent } from 'tabulator-tables';
import { cellEditor } from './cellEditor.ts';
import { cellText, readCell, type CellFault, type CellValue } from './cellValue.ts';
import { compareCells, passesFilter } from './columnFilter.ts';
import { blockText } from './pastedBlock.ts';
import { isEditable, type TableColumn } from './tableColumns.ts';
import type { TableEdits } from './tableEdits.svelte.ts';
import type { TableRow } from './tableRow.ts';
import { Tabulator } from './tabulator.ts';

/** What is selected: rows and columns in the order shown, from the upper left cell. */
export interface GridSelection {
  rowIds: number[];
  columns: TableColumn[];
}

export interface GridWords {
  /** Of the whole table. */
  label: string;
  empty: string;
  filterOf: (column: TableColumn) => string;
  faultOf: (fault: CellFault) => string;
  changed: string;
  foreign: string;
  conflict: string;
  locale: string;
  /** A link to the row's place on the map. */
  onMap: string;
  onMapOf: (name: string) => string;
}

export interface GridInput {
  element: HTMLElement;
  columns: readonly TableColumn[];
  edits: TableEdits;
  words: GridWords;
  mapHref: (id: number) => string;
  mayEdit: (id: number) => boolean;
  onselect: (selection: GridSelection) => void;
  /** Text that was pasted on the table. */
  onpaste: (text: string) => void;
}

type Data = Record<string, unknown> & { id: number };
const linkField = 'onMap';
const widths: Partial<Record<TableColumn['kind'], number>> = {
  integer: 96,
  answer: 84,
  choice: 110,
  position: 170,
};

/**
 * The table on the screen: rows drawn as they come into view, cells selected and edited by pointer or keys. What is in
 * cells belongs to `TableEdits`; this shows it and hands on what is typed.
 */
export class PlaceGrid {
  readonly #input: GridInput;
  readonly #columns: ReadonlyMap<string, TableColumn>;
  readonly #table: Tabulator;
  readonly #abort = new AbortController();
  #isBuilt = false;
  #typed: string | null = null;

  constructor(input: GridInput) {
    this.#input = input;
    this.#columns = new Map(input.columns.map((column) => [column.field, column]));
    const { element, words, edits } = input;
    this.#table = new Tabulator(element, {
      data: edits.rows.map((row) => this.#dataOf(row)),
      columns: [
        ...input.columns.map((column, index) => this.#definitionOf(column, index)),
        this.#linkColumn(),
      ],
      index: 'id',
      height: '100%',
      layout: 'fitDataFill',
      nestedFieldSeparator: false,
      placeholder: words.empty,
      headerSortClickElement: 'icon',
      editTriggerEvent: 'dblclick',
      selectableRange: 1,
      selectableRangeColumns: true,
      selectableRangeRows: true,
      // Tab leaves the table, as it leaves every other control.
      keybindings: { navPrev: false, navNext: false } as never,
      rowFormatter: (row) => {
        const { id } = row.getData() as Data;
        row.getElement().classList.toggle('is-foreign', edits.isForeign(id));
      },
    });
    element.setAttribute('aria-label', words.label);
    this.#table.on('tableBuilt', () => {
      this.#isBuilt = true;
      this.#label();
    });
    for (const event of ['rangeAdded', 'rangeChanged', 'rangeRemoved'] as const) {
      this.#table.on(event as never, (() => input.onselect(this.selection)) as never);
    }
    this.#listen();
  }

  /** Ends it. */
  destroy(): void {
    this.#abort.abort();
    this.#table.destroy();
  }

  /** What is selected; empty where nothing is. */
  get selection(): GridSelection {
    const range = this.#range();
    if (!range) return { rowIds: [], columns: [] };
    return {
      rowIds: range.getRows().map((row) => (row.getData() as Data).id),
      columns: this.#columnsOf(range),
    };
  }

  /** Ids of rows from the first selected on, and columns likewise, in the order shown: what a block is pasted over. */
  get pasteArea(): GridSelection {
    const { rowIds, columns } = this.selection;
    const shown = this.#table.getRows('active').map((row) => (row.getData() as Data).id);
    return {
      rowIds: shown.slice(Math.max(0, shown.indexOf(rowIds[0] ?? -1))),
      columns: this.#input.columns.slice(Math.max(0, this.#input.columns.indexOf(columns[0]!))),
    };
  }

  /** Shows cells anew; null: all rows, also those that came or went. */
  async show(cells: readonly { id: number; field: string }[] | null): Promise<void> {
    if (!this.#isBuilt) return;
    const { edits } = this.#input;
    if (cells === null) {
      await this.#table.replaceData(edits.rows.map((row) => this.#dataOf(row)));
      return;
    }
    for (const id of new Set(cells.map((cell) => cell.id))) {
      const row = this.#table.getRow(id);
      if (!row) continue;
      const own = cells
        .filter((cell) => cell.id === id)
        .map(({ field }) => [field, edits.valueOf(id, field)]);
      await row.update(Object.fromEntries(own));
      row.reformat();
    }
  }

  /** Brings a cell into view and selects it. */
  async goTo(id: number, field: string): Promise<void> {
    if (!this.#table.getRow(id)) return;
    await this.#table.scrollToRow(id, 'center', false);
    // Not waited for: where the column is in view already, the library never answers.
    void this.#table.scrollToColumn(field, 'middle', false);
    const cell = this.#table.getRow(id).getCell(field);
    this.#range()?.setBounds(cell, cell);
    this.focus();
  }

  focus(): void {
    this.#holder()?.focus();
  }

  #holder(): HTMLElement | null {
    return this.#input.element.querySelector<HTMLElement>('.tabulator-tableholder');
  }

  #range(): RangeComponent | null {
    return this.#table.getRanges()[0] ?? null;
  }

  #columnsOf(range: RangeComponent): TableColumn[] {
    return range.getColumns().flatMap((column) => this.#columns.get(column.getField()) ?? []);
  }

  #dataOf({ id }: TableRow): Data {
    const data: Data = { id };
    for (const { field } of this.#input.columns) {
      if (field !== 'id') data[field] = this.#input.edits.valueOf(id, field);
    }
    return data;
  }

  #definitionOf(column: TableColumn, index: number): ColumnDefinition {
    const { words, edits, mayEdit } = this.#input;
    const isHead = index === 0;
    return {
      title: column.title,
      field: column.field,
      frozen: isHead,
      headerSort: !isHead,
      ...(widths[column.kind] === undefined ? {} : { width: widths[column.kind] }),
      minWidth: isHead ? 64 : 84,
      hozAlign: column.kind === 'integer' ? 'right' : 'left',
      sorter: (one, other, _row, _otherRow, _column, direction) =>
        compareCells(one as CellValue, other as CellValue, {
          column,
          locale: words.locale,
          isDescending: direction === 'desc',
        }),
      formatter: (cell) => this.#format(cell, column),
      ...(isHead
        ? {}
        : {
            headerFilter: 'input',
            headerFilterParams: { elementAttributes: { 'aria-label': words.filterOf(column) } },
            headerFilterFunc: (wanted: string, value: CellValue) => passesFilter(wanted, value, column),
          }),
      ...(isEditable(column)
        ? {
            editable: (cell: CellComponent) => mayEdit((cell.getData() as Data).id),
            editor: (cell, onRendered, _success, cancel) => {
              const { id } = cell.getData() as Data;
              const typed = this.#typed;
              this.#typed = null;
              const control = cellEditor({
                column,
                value: edits.valueOf(id, column.field),
                label: column.title,
                typed,
                // The table closes its editor first: what is typed is then shown by what keeps it.
                commit: (text) => {
                  cancel(undefined);
                  edits.change([{ id, field: column.field, value: readCell(text, column) }]);
                  this.focus();
                },
                cancel: () => {
                  cancel(undefined);
                  this.focus();
                },
              });
              onRendered(() => {
                control.focus({ preventScroll: true });
                if (control instanceof HTMLInputElement && typed === null) control.select();
              });
              return control;
            },
          }
        : {}),
    };
  }

  #linkColumn(): ColumnDefinition {
    const { words, mapHref, edits } = this.#input;
    return {
      title: words.onMap,
      field: linkField,
      headerSort: false,
      formatter: (cell) => {
        const { id } = cell.getData() as Data;
        const link = document.createElement('a');
        link.href = mapHref(id);
        link.textContent = words.onMap;
        link.setAttribute('aria-label', words.onMapOf(String(edits.valueOf(id, 'name') ?? id)));
        return link;
      },
    };
  }

  /** The text of a cell with what is to be known of it, in words too: no mark speaks by colour alone. */
  #format(cell: CellComponent, column: TableColumn): HTMLElement {
    const { edits, words, mayEdit } = this.#input;
    const { id } = cell.getData() as Data;
    const { field } = column;
    const fault = edits.faultOf(id, field);
    const notes = [
      ...(edits.isChanged(id, field) ? [words.changed] : []),
      ...(fault ? [words.faultOf(fault)] : []),
      ...(edits.hasConflict(id, field) ? [words.conflict] : []),
      ...(field === 'id' && edits.isForeign(id) ? [words.foreign] : []),
    ];
    const element = cell.getElement();
    element.classList.toggle('is-changed', edits.isChanged(id, field));
    element.classList.toggle('is-faulty', fault !== null || edits.hasConflict(id, field));
    element.classList.toggle('is-fixed', !isEditable(column) || !mayEdit(id));
    if (fault) element.setAttribute('aria-invalid', 'true');
    else element.removeAttribute('aria-invalid');
    element.title = notes.join(' · ');
    const text = document.createElement('span');
    text.textContent = cellText(cell.getValue() as CellValue, column);
    if (notes.length > 0) {
      const note = document.createElement('span');
      note.className = 'visually-hidden';
      note.textContent = ` ${notes.join(' · ')}`;
      text.append(note);
    }
    return text;
  }

  /** What takes the focus and scrolls is the group of rows; the library gives that role to what is inside of it. */
  #label(): void {
    const holder = this.#holder();
    holder?.setAttribute('role', 'rowgroup');
    holder?.setAttribute('aria-label', this.#input.words.label);
    holder?.querySelector('.tabulator-table')?.setAttribute('role', 'presentation');
  }

  #listen(): void {
    const { element, onpaste } = this.#input;
    const { signal } = this.#abort;
    const isTyping = () => document.activeElement?.matches('input, select, textarea') ?? false;
    element.addEventListener(
      'paste',
      (event) => {
        if (isTyping()) return;
        event.preventDefault();
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (text !== '') onpaste(text);
      },
      { signal },
    );
    element.addEventListener(
      'copy',
      (event) => {
        if (isTyping()) return;
        event.preventDefault();
        event.clipboardData?.setData('text/plain', this.copied());
      },
      { signal },
    );
    element.addEventListener('keydown', (event) => this.#press(event, isTyping()), { signal, capture: true });
  }

  /** Selected cells as a spreadsheet takes them. */
  copied(): string {
    const { rowIds, columns } = this.selection;
    const { edits } = this.#input;
    return blockText(
      rowIds.map((id) => columns.map((column) => cellText(edits.valueOf(id, column.field), column))),
    );
  }

  /** Typing on a cell begins to edit it, F2 edits what is there, Delete empties what is selected. */
  #press(event: KeyboardEvent, isTyping: boolean): void {
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const isText = event.key.length === 1 || event.key === 'Process';
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.empty();
    } else if (isText || event.key === 'F2') {
      const { rowIds, columns } = this.selection;
      const [id, column] = [rowIds[0], columns[0]];
      if (id === undefined || !column || !isEditable(column) || !this.#input.mayEdit(id)) return;
      this.#typed = event.key === 'F2' ? null : event.key.length === 1 ? event.key : '';
      // The input method goes on in the control that gets the focus now.
      if (event.key !== 'Process') event.preventDefault();
      this.#table.getRow(id).getCell(column.field).edit(true);
    }
  }

  /** Empties the selected cells that may be changed. */
  empty(): void {
    this.fill(() => null);
  }

  /** Puts a value into the selected cells that may be changed, as one step. @returns how many changed */
  fill(valueOf: (column: TableColumn, rowIds: readonly number[]) => CellValue): number {
    const { rowIds, columns } = this.selection;
    const { edits, mayEdit } = this.#input;
    const editable = rowIds.filter((id) => mayEdit(id));
    return edits.change(
      columns
        .filter(isEditable)
        .flatMap((column) =>
          editable.map((id) => ({ id, field: column.field, value: valueOf(column, rowIds) })),
        ),
    );
  }
}
