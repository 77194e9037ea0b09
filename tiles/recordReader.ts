/** Where the last text of a column was, and what it said. */
interface LastText {
  start: number;
  end: number;
  value: string;
}

/** Walks the fields of rows written by PostgreSQL's `record_send`, one after the other. */
export class RecordReader {
  readonly #bytes: Buffer;
  readonly #fieldCount: number;
  readonly #lastTexts: LastText[];
  #position = 0;
  #field = 0;

  constructor(bytes: Buffer, fieldCount: number) {
    this.#bytes = bytes;
    this.#fieldCount = fieldCount;
    this.#lastTexts = Array.from({ length: fieldCount }, () => ({ start: 0, end: 0, value: '' }));
  }

  /** Goes to the next row. @returns false at the end @throws RangeError when the row has other fields */
  next(): boolean {
    if (this.#position >= this.#bytes.length) return false;
    const count = this.#bytes.readInt32BE(this.#position);
    if (count !== this.#fieldCount) {
      throw new RangeError(`a row has ${count} fields instead of ${this.#fieldCount}`);
    }
    this.#position += 4;
    this.#field = 0;
    return true;
  }

  /** Start of the next field, or -1 for NULL; a field is its type, its length and its value. */
  #advance(): number {
    const length = this.#bytes.readInt32BE(this.#position + 4);
    const start = this.#position + 8;
    this.#position = start + Math.max(length, 0);
    this.#field += 1;
    return length < 0 ? -1 : start;
  }

  integer(): number | null {
    const start = this.#advance();
    return start < 0 ? null : this.#bytes.readInt32BE(start);
  }

  boolean(): boolean | null {
    const start = this.#advance();
    return start < 0 ? null : this.#bytes[start] === 1;
  }

  /** Codes and qualities repeat from row to row: the same bytes are not decoded again. */
  text(): string | null {
    const start = this.#advance();
    if (start < 0) return null;
    const last = this.#lastTexts[this.#field - 1]!;
    if (!this.#isSame(last, start)) last.value = this.#bytes.toString('utf8', start, this.#position);
    last.start = start;
    last.end = this.#position;
    return last.value;
  }

  #isSame({ start, end }: LastText, from: number): boolean {
    const length = this.#position - from;
    if (length !== end - start) return false;
    // From the end: neighbouring codes differ in their last digits.
    for (let index = length - 1; index >= 0; index -= 1) {
      if (this.#bytes[start + index] !== this.#bytes[from + index]) return false;
    }
    return true;
  }

  bytes(): Uint8Array {
    const start = this.#advance();
    return start < 0 ? new Uint8Array() : this.#bytes.subarray(start, this.#position);
  }
}
