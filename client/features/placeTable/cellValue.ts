import type { TableColumn } from './tableColumns.ts';

/** What a cell holds. A text where something else belongs is what was typed and cannot be read. */
export type CellValue = string | number | boolean | null | readonly [number, number];

/** Why a value cannot be kept; the page has a sentence for each. */
export type CellFault =
  | { kind: 'missing' }
  | { kind: 'notWhole' }
  | { kind: 'tooSmall'; limit: number }
  | { kind: 'tooLarge'; limit: number }
  | { kind: 'tooLong'; limit: number }
  | { kind: 'notAChoice' }
  | { kind: 'notAPosition' }
  /** The server's sentence. */
  | { kind: 'refused'; message: string };

/** Full-width figures and signs, as Chinese input methods make them. */
const halfWidth = (text: string): string =>
  text.replaceAll(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));

const sameWord = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** What was typed or pasted, as the column takes it; what cannot be read stays a text and has a fault. */
export function readCell(text: string, column: TableColumn): CellValue {
  const typed = text.replaceAll('\u00A0', ' ').trim();
  if (typed === '') return null;
  switch (column.kind) {
    case 'integer': {
      const plain = halfWidth(typed).replaceAll(/[,\s]/g, '').replace('\u2212', '-');
      return /^[+-]?\d{1,15}$/.test(plain) ? Number(plain) : typed;
    }
    case 'choice':
    case 'answer': {
      const found = column.choices.find(
        ({ value, label, aliases }) =>
          sameWord(value, typed) || sameWord(label, typed) || aliases.some((alias) => sameWord(alias, typed)),
      );
      if (!found) return typed;
      return column.kind === 'answer' ? found.value === 'true' : found.value;
    }
    case 'position': {
      const numbers = halfWidth(typed).match(/-?\d+(?:\.\d+)?/g) ?? [];
      const isPlain = /^[-\d.,\s;°]+$/.test(halfWidth(typed).replaceAll('\uFF0C', ','));
      return numbers.length === 2 && isPlain ? [Number(numbers[0]), Number(numbers[1])] : typed;
    }
    default:
      return typed;
  }
}

/** A value as the cell shows it, and as it is copied. */
export function cellText(value: CellValue, { kind, choices }: TableColumn): string {
  if (value === null) return '';
  if (kind === 'choice' || kind === 'answer') {
    return choices.find((choice) => choice.value === String(value))?.label ?? String(value);
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What is wrong with a value by the schema; the server may find more. */
export function cellFault(value: CellValue, column: TableColumn): CellFault | null {
  const { kind, isNullable, least, most, choices } = column;
  if (value === null) return isNullable ? null : { kind: 'missing' };
  switch (kind) {
    case 'text':
      return String(value).length > most ? { kind: 'tooLong', limit: most } : null;
    case 'integer':
      if (typeof value !== 'number') return { kind: 'notWhole' };
      if (value < least) return { kind: 'tooSmall', limit: least };
      return value > most ? { kind: 'tooLarge', limit: most } : null;
    case 'choice':
    case 'answer':
      return choices.some((choice) => choice.value === String(value)) ? null : { kind: 'notAChoice' };
    case 'position': {
      if (!Array.isArray(value)) return { kind: 'notAPosition' };
      const [lng, lat] = value as readonly [number, number];
      return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? null : { kind: 'notAPosition' };
    }
    default:
      return null;
  }
}

export const sameValue = (one: CellValue, other: CellValue): boolean =>
  Array.isArray(one) && Array.isArray(other) ? one[0] === other[0] && one[1] === other[1] : one === other;
