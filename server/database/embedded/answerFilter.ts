const readyType = 'Z'.charCodeAt(0);
const headerLength = 5;
const readyLength = 6;

/**
 * Passes the engine's answer to one statement on with one ReadyForQuery, at its end. PGlite sends two
 * for a statement that failed, at the failure and at Sync; a client takes the second for the end of its
 * next statement, and from then on every answer is one off.
 *
 * Answers are sequences of messages: a type byte, a length of four bytes that counts itself, content.
 */
export class AnswerFilter {
  readonly #forward: (data: Uint8Array) => void;
  /** Bytes of the message that is passing through. */
  #remaining = 0;
  /** The beginning of a message, too short to tell what it is. */
  #carry: Uint8Array = new Uint8Array();
  #ready: Uint8Array | null = null;

  constructor(forward: (data: Uint8Array) => void) {
    this.#forward = forward;
  }

  /** Takes the next piece, cut anywhere. The engine uses its memory again: nothing of it is kept uncopied. */
  write(data: Uint8Array): void {
    const piece = this.#carry.length === 0 ? data : Buffer.concat([this.#carry, data]);
    this.#carry = new Uint8Array();
    let start = 0;
    let offset = Math.min(this.#remaining, piece.length);
    this.#remaining -= offset;
    while (offset < piece.length) {
      const left = piece.length - offset;
      const isReady = piece[offset] === readyType;
      if (left < (isReady ? readyLength : headerLength)) {
        this.#carry = piece.slice(offset);
        break;
      }
      if (isReady) {
        this.#pass(piece.subarray(start, offset));
        this.#ready = piece.slice(offset, offset + readyLength);
        offset += readyLength;
        start = offset;
        continue;
      }
      const length = 1 + new DataView(piece.buffer, piece.byteOffset + offset + 1, 4).getInt32(0);
      this.#remaining = Math.max(length - left, 0);
      offset += length - this.#remaining;
    }
    this.#pass(piece.subarray(start, offset));
  }

  /** The statement is over: sends what was held back. */
  end(): void {
    this.#pass(this.#carry);
    if (this.#ready) this.#forward(this.#ready);
  }

  #pass(data: Uint8Array): void {
    if (data.length > 0) this.#forward(data);
  }
}
