import { cellText } from './cellValue.ts';
import type { TableColumn } from './tableColumns.ts';
import type { CellValue } from './cellValue.ts';

export interface EditorInput {
  column: TableColumn;
  value: CellValue;
  /** Said of the control. */
  label: string;
  /** What was typed on the cell to begin with; null: the value is edited. */
  typed: string | null;
  /** Takes what the control holds. */
  commit: (text: string) => void;
  cancel: () => void;
}

function listOf({ column, value, typed }: EditorInput): HTMLSelectElement {
  const select = document.createElement('select');
  const texts = column.choices.map(({ label }) => label);
  const current = cellText(value, column);
  // What cannot be read stays to be seen until something else is chosen.
  const all = [...(column.isNullable || current === '' ? [''] : []), ...texts];
  for (const text of all.includes(current) ? all : [current, ...all]) select.add(new Option(text, text));
  select.value = typed === null ? current : (texts.find((text) => text.startsWith(typed)) ?? current);
  return select;
}

function fieldOf({ column, value, typed }: EditorInput): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'text';
  input.autocomplete = 'off';
  if (column.kind === 'integer') input.inputMode = 'numeric';
  input.value = typed ?? cellText(value, column);
  return input;
}

/**
 * The control of a cell while it is edited: Enter and leaving it take what it holds, Escape leaves the cell as it was. Keys
 * do not reach the table, which would move on them.
 */
export function cellEditor(input: EditorInput): HTMLInputElement | HTMLSelectElement {
  const isList = input.column.kind === 'choice' || input.column.kind === 'answer';
  const control = isList ? listOf(input) : fieldOf(input);
  let isOver = false;
  const end = (act: () => void) => {
    if (isOver) return;
    isOver = true;
    act();
  };
  control.setAttribute('aria-label', input.label);
  control.addEventListener('blur', () => end(() => input.commit(control.value)));
  control.addEventListener('keydown', (event) => {
    const key = event as KeyboardEvent;
    key.stopPropagation();
    // Enter of an input method chooses characters.
    if (key.isComposing) return;
    if (key.key === 'Enter') end(() => input.commit(control.value));
    else if (key.key === 'Escape') end(input.cancel);
    else return;
    key.preventDefault();
  });
  return control;
}
