import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';

export interface StoredFile {
  /** SHA-256 of the content, hexadecimal: its name. */
  hash: string;
  bytes: number;
}

const hashPattern = /^[0-9a-f]{64}$/;

/**
 * Files by the hash of their content: written once, never changed, the same content kept once. A file is there whole
 * or not at all, whatever happens while it is written.
 */
export class FileStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Keeps what a stream brings. Nothing is left of a stream that fails or is too long.
   * @throws AppError payload-too-large at the first byte over `maxBytes`
   */
  async put(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    { maxBytes = Number.POSITIVE_INFINITY }: { maxBytes?: number } = {},
  ): Promise<StoredFile> {
    const incoming = path.join(this.#directory, 'incoming');
    await mkdir(incoming, { recursive: true });
    const temporary = path.join(incoming, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = async function* (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new AppError('payload-too-large', `a file of over ${maxBytes} bytes`);
        hash.update(chunk);
        yield chunk;
      }
    };
    try {
      await pipeline(measure(source), createWriteStream(temporary, { flags: 'wx' }));
      await flush(temporary);
      const name = hash.digest('hex');
      await mkdir(path.dirname(this.pathOf(name)), { recursive: true });
      await rename(temporary, this.pathOf(name));
      return { hash: name, bytes };
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Where a file is. @throws RangeError for what is no hash: it becomes part of a path */
  pathOf(hash: string): string {
    if (!hashPattern.test(hash)) throw new RangeError('a file is named by 64 hexadecimal digits');
    return path.join(this.#directory, hash.slice(0, 2), hash);
  }

  async has(hash: string): Promise<boolean> {
    return stat(this.pathOf(hash)).then(
      () => true,
      () => false,
    );
  }

  read(hash: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.pathOf(hash), range);
  }

  /** Deletes a file that nothing refers to any more. */
  async remove(hash: string): Promise<void> {
    await rm(this.pathOf(hash), { force: true });
  }
}

/** On disk before its name is: a crash of the machine leaves no empty file under a hash. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
