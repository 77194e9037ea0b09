import { open, type FileHandle } from 'node:fs/promises';

/** Where the bytes of an archive go: written from the start on, except for the front, which comes last. */
export interface ArchiveTarget {
  /** Writes bytes at an offset from the start; never leaves a gap. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
}

/** A file. `close` makes sure that its bytes are on the disk. */
export class FileTarget implements ArchiveTarget {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Creates the file or empties one that an interrupted bake has left. */
  static async create(path: string): Promise<FileTarget> {
    return new FileTarget(await open(path, 'w'));
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, written, undefined, offset + written);
      written += bytesWritten;
    }
  }

  async close(): Promise<void> {
    try {
      await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }
}

/** Memory, for small archives. */
export class MemoryTarget implements ArchiveTarget {
  #buffer = Buffer.alloc(1 << 20);
  #length = 0;

  write(bytes: Uint8Array, offset: number): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, offset);
    this.#length = Math.max(this.#length, end);
    return Promise.resolve();
  }

  /** The archive so far; shares its memory. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
