import type { Irregularity, IrregularityKind } from './planText.ts';

/** A place in the text: 1-based line, 1-based column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const excerptBefore = 8;
const excerptAfter = 10;

/** Collects irregularities while a text is read. */
export class IrregularityLog {
  readonly #entries: Omit<Irregularity, 'excerpt'>[] = [];

  add(kind: IrregularityKind, { line, column }: Place, params: Irregularity['params'] = {}): void {
    this.#entries.push({ kind, line, column, params });
  }

  /** All irregularities in the order of the text, each with a few characters of its line. */
  finish(lines: readonly string[]): Irregularity[] {
    const sorted = this.#entries.toSorted((one, other) => one.line - other.line || one.column - other.column);
    let cursor = new LineCursor('');
    let cursorLine = 0;
    return sorted.map((entry) => {
      if (entry.line !== cursorLine) {
        cursorLine = entry.line;
        cursor = new LineCursor(lines[entry.line - 1] ?? '');
      }
      const { kind, line, column, params } = entry;
      return { kind, line, column, excerpt: cursor.excerptAt(column), params };
    });
  }
}

/** Walks one line forwards only, so that many excerpts of a very long line stay linear. */
class LineCursor {
  readonly #text: string;
  #index = 0;
  #column = 1;

  constructor(text: string) {
    this.#text = text;
  }

  excerptAt(column: number): string {
    while (this.#column < column && this.#index < this.#text.length) {
      this.#index += this.#text.codePointAt(this.#index)! > 0xffff ? 2 : 1;
      this.#column += 1;
    }
    const text = this.#text;
    let start = Math.max(0, this.#index - excerptBefore);
    let end = Math.min(text.length, this.#index + excerptAfter);
    // Never half of a surrogate pair at either end.
    if (isLowSurrogate(text, start)) start -= 1;
    if (isLowSurrogate(text, end)) end += 1;
    return text.slice(start, end).trim();
  }
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
