import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';

export type Encoding = 'br' | 'gzip' | 'identity';

const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Below this a compressed body is hardly smaller than its headers. */
const leastBytes = 1024;

/** Compressed answers by ETag: what is asked again is not compressed again. Bounded by bytes. */
export class CompressedBodies {
  readonly #cache: LRUCache<string, Buffer>;

  constructor(maxBytes: number) {
    this.#cache = new LRUCache({ maxSize: maxBytes, sizeCalculation: (body) => body.length + 100 });
  }

  /** The body in an encoding; `etag` must identify its bytes. */
  async encode(body: Buffer, etag: string, encoding: Encoding): Promise<Buffer> {
    if (encoding === 'identity') return body;
    const key = `${etag} ${encoding}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const compressed =
      encoding === 'br'
        ? await brotli(body, {
            params: {
              [zlib.constants.BROTLI_PARAM_QUALITY]: 5,
              [zlib.constants.BROTLI_PARAM_SIZE_HINT]: body.length,
            },
          })
        : await gzip(body, { level: 6 });
    this.#cache.set(key, compressed);
    return compressed;
  }
}

/** The encoding to answer in, from Accept-Encoding (RFC 9110 §12.5.3) and the size of the body. */
export function encodingFor(request: Request, bodyBytes: number): Encoding {
  if (bodyBytes < leastBytes) return 'identity';
  const accepted = request.acceptsEncodings('br', 'gzip', 'identity');
  return accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
}
