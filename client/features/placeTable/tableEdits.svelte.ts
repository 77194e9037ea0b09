import type { FieldError } from '#contract/errors';
import { cellFault, sameValue, type CellFault, type CellValue } from './cellValue.ts';
import type { TableColumn } from './tableColumns.ts';
import { bodyOf, type TableRow } from './tableRow.ts';

export interface CellChange {
  id: number;
  field: string;
  value: CellValue;
}

/** A cell that was changed here and elsewhere. */
export interface CellConflict {
  id: number;
  field: string;
  mine: CellValue;
  theirs: CellValue;
}

/** A row of the body that saves. */
export interface SentRow {
  id: number;
  revision: number;
  changes: Record<string, unknown>;
}

/** What was in cells before a step; undefined: as the server has it. */
type Step = readonly { id: number; field: string; before: CellValue | undefined }[];

/** Told which cells are to be shown anew; null: all rows. */
type Listener = (cells: readonly { id: number; field: string }[] | null) => void;

/**
 * Rows of the server and what was changed in them and not saved yet. One write path: a step is kept as what undoes it.
 * A row that changes elsewhere keeps the changes made here; a cell changed on both sides is a conflict until it is decided.
 */
export class TableEdits {
  readonly #columns: ReadonlyMap<string, TableColumn>;
  readonly #listen: Listener;
  #rows = new Map<number, TableRow>();
  readonly #edits = new Map<number, Map<string, CellValue>>();
  readonly #refused = new Map<string, string>();
  readonly #conflicts = new Map<string, CellConflict>();
  readonly #foreign = new Set<number>();
  #undo: Step[] = [];
  #redo: Step[] = [];
  /** Counts changes, so that what is derived from the maps is derived anew. */
  #changes = $state(0);

  constructor(columns: readonly TableColumn[], listen: Listener = () => {}) {
    this.#columns = new Map(columns.map((column) => [column.field, column]));
    this.#listen = listen;
  }

  get canUndo(): boolean {
    return this.#seen(this.#undo.length > 0);
  }
  get canRedo(): boolean {
    return this.#seen(this.#redo.length > 0);
  }
  /** Cells that differ from what the server has. */
  get changedCells(): number {
    return this.#seen([...this.#edits.values()].reduce((sum, { size }) => sum + size, 0));
  }
  get changedRows(): number {
    return this.#seen(this.#edits.size);
  }
  /** Changed cells that cannot be saved as they are. */
  get faults(): { id: number; field: string; fault: CellFault }[] {
    const found = [...this.#edits].flatMap(([id, fields]) =>
      [...fields.keys()].flatMap((field) => {
        const fault = this.faultOf(id, field);
        return fault ? [{ id, field, fault }] : [];
      }),
    );
    return this.#seen(found);
  }
  get conflicts(): CellConflict[] {
    return this.#seen([...this.#conflicts.values()]);
  }
  get rows(): TableRow[] {
    return this.#seen([...this.#rows.values()]);
  }

  row(id: number): TableRow | null {
    return this.#rows.get(id) ?? null;
  }

  /** As the cell shows it: changed here, or as the server has it. */
  valueOf(id: number, field: string): CellValue {
    const edited = this.#edits.get(id);
    return edited?.has(field) ? edited.get(field)! : (this.#rows.get(id)?.values[field] ?? null);
  }

  isChanged(id: number, field: string): boolean {
    return this.#edits.get(id)?.has(field) ?? false;
  }

  /** Somebody else changed the row while the table was open. */
  isForeign(id: number): boolean {
    return this.#foreign.has(id);
  }

  hasConflict(id: number, field: string): boolean {
    return this.#conflicts.has(keyOf(id, field));
  }

  /** Of a changed cell only: what the server holds is not judged here. */
  faultOf(id: number, field: string): CellFault | null {
    const column = this.#columns.get(field);
    if (!column || !this.isChanged(id, field)) return null;
    const message = this.#refused.get(keyOf(id, field));
    return cellFault(this.valueOf(id, field), column) ?? (message ? { kind: 'refused', message } : null);
  }

  /** Changes cells as one step; cells that have the value already are not counted. @returns how many cells changed */
  change(cells: readonly CellChange[]): number {
    const step = this.#write(cells.map(({ id, field, value }) => ({ id, field, after: value })));
    if (step.length === 0) return 0;
    this.#undo.push(step);
    this.#redo = [];
    this.#tell(step);
    return step.length;
  }

  undo(): void {
    this.#move(this.#undo, this.#redo);
  }

  redo(): void {
    this.#move(this.#redo, this.#undo);
  }

  /** Drops every change that is not saved. */
  discard(): void {
    this.#edits.clear();
    this.#refused.clear();
    this.#conflicts.clear();
    this.#forgetSteps();
    this.#tell(null);
  }

  /**
   * Takes rows as the server has them now. Changes made here stay; those it has already go; where both sides changed a
   * cell, there is a conflict.
   * @returns ids of rows that are gone with changes that were not saved
   */
  adopt(rows: readonly TableRow[]): number[] {
    const isFirst = this.#rows.size === 0;
    const before = this.#rows;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    for (const row of rows) {
      const old = before.get(row.id);
      if (old && old.revision === row.revision) continue;
      if (!isFirst) this.#foreign.add(row.id);
      if (old) this.#rebase(old, row);
    }
    const lost = [...this.#edits.keys()].filter((id) => !this.#rows.has(id));
    for (const id of lost) for (const field of this.#edits.get(id)!.keys()) this.#forget(id, field);
    if (lost.length > 0) this.#forgetSteps();
    this.#tell(null);
    return lost;
  }

  /** Decides a conflict: the change stays on top of the newer row, or goes. */
  decide({ id, field }: { id: number; field: string }, side: 'mine' | 'theirs'): void {
    this.#conflicts.delete(keyOf(id, field));
    if (side === 'theirs') this.#forget(id, field);
    // What is undone now would bring back a value the conflict was about.
    this.#forgetSteps();
    this.#tell([{ id, field }]);
  }

  /** What there is to save, in rows of the body, the first so many. */
  batch(most: number): SentRow[] {
    return [...this.#edits].slice(0, most).map(([id, changes]) => {
      const row = this.#rows.get(id)!;
      return { id, revision: row.revision, changes: bodyOf(row, changes) };
    });
  }

  /** Rows that were saved, as the server has them now. */
  saved(rows: readonly TableRow[]): void {
    for (const row of rows) {
      this.#rows.set(row.id, row);
      for (const field of this.#edits.get(row.id)?.keys() ?? []) this.#forget(row.id, field);
      this.#foreign.delete(row.id);
    }
    this.#forgetSteps();
    this.#tell(null);
  }

  /**
   * Puts the server's faults on the cells they are about: `rows.3.changes.capacity`.
   * @returns what is about no cell
   */
  refuse(errors: readonly FieldError[], sent: readonly SentRow[]): FieldError[] {
    const rest = errors.filter(({ path, message }) => {
      const [, index, field] = /(?:^|\.)rows\.(\d+)\.changes\.(.+)$/.exec(path) ?? [];
      const id = sent[Number(index)]?.id;
      if (id === undefined || field === undefined) return true;
      const own = [...(this.#edits.get(id)?.keys() ?? [])].find(
        (each) => each === field || each.startsWith(`${field}.`) || field.startsWith(`${each}.`),
      );
      if (own === undefined) return true;
      this.#refused.set(keyOf(id, own), message);
      return false;
    });
    this.#tell(null);
    return rest;
  }

  #rebase(old: TableRow, row: TableRow): void {
    for (const [field, mine] of this.#edits.get(row.id) ?? []) {
      const theirs = row.values[field] ?? null;
      const key = keyOf(row.id, field);
      if (sameValue(mine, theirs)) this.#forget(row.id, field);
      else if (!sameValue(theirs, old.values[field] ?? null)) {
        this.#conflicts.set(key, { id: row.id, field, mine, theirs });
      } else if (this.#conflicts.has(key)) {
        this.#conflicts.set(key, { id: row.id, field, mine, theirs });
      }
    }
  }

  /** @param cells `after` undefined: as the server has it. @returns the step that takes it back */
  #write(cells: readonly { id: number; field: string; after: CellValue | undefined }[]): Step {
    return cells.flatMap(({ id, field, after }) => {
      const row = this.#rows.get(id);
      if (!row) return [];
      const fields = this.#edits.get(id);
      const before = fields?.has(field) ? fields.get(field)! : undefined;
      const base = row.values[field] ?? null;
      const next = after === undefined || sameValue(after, base) ? undefined : after;
      if (before === next || (before !== undefined && next !== undefined && sameValue(before, next)))
        return [];
      this.#refused.delete(keyOf(id, field));
      this.#conflicts.delete(keyOf(id, field));
      if (next === undefined) this.#forget(id, field);
      else this.#edits.set(id, (fields ?? new Map<string, CellValue>()).set(field, next));
      return [{ id, field, before }];
    });
  }

  #move(from: Step[], to: Step[]): void {
    const step = from.pop();
    if (!step) return;
    to.push(this.#write(step.toReversed().map(({ id, field, before }) => ({ id, field, after: before }))));
    this.#tell(step);
  }

  #forget(id: number, field: string): void {
    this.#refused.delete(keyOf(id, field));
    this.#conflicts.delete(keyOf(id, field));
    const fields = this.#edits.get(id);
    fields?.delete(field);
    if (fields?.size === 0) this.#edits.delete(id);
  }

  #forgetSteps(): void {
    [this.#undo, this.#redo] = [[], []];
  }

  #seen<T>(value: T): T {
    void this.#changes;
    return value;
  }

  #tell(cells: readonly { id: number; field: string }[] | null): void {
    this.#changes += 1;
    this.#listen(cells);
  }
}

const keyOf = (id: number, field: string): string => `${id}\n${field}`;
