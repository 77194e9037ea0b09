import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { encodingFor, type CompressedBodies, type Encoding } from './compression.ts';

/** What to send: the bytes before compression and how they may be kept. */
export interface Content {
  status: number;
  contentType: string;
  body: Buffer;
  /**
   * data: kept by the client but asked about each time (ETag → 304); shared: the same, by anybody in between too;
   * none: never kept.
   */
  cache: 'data' | 'shared' | 'none';
  fileName?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Names bytes in validators and caches; without `-`, which separates the encoding in an ETag. */
export const contentHash = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').replaceAll('-', '.').slice(0, 22);

/** A strong validator names the bytes on the wire, hence the encoding in it (RFC 9110 §8.8.1). */
const entityTag = (hash: string, encoding: Encoding) =>
  encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;

/** Whether If-None-Match names this content in any encoding: the client's copy is then still good. */
export function isKnown(ifNoneMatch: string | undefined, hash: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '').split(/["-]/)[1] === hash);
}

/** Sends content with validators, compressed once per distinct body; answers 304 where the client has it. */
export async function send(
  request: Request,
  response: Response,
  { content, compressed }: { content: Content; compressed: CompressedBodies },
): Promise<void> {
  const { body, contentType, status, cache, fileName, headers = {} } = content;
  const hash = contentHash(body);
  const encoding = encodingFor(request, body.length);
  const tag = entityTag(hash, encoding);
  response.status(status).set(headers).vary('accept-encoding');
  if (cache !== 'none' && status === 200) {
    const scope = cache === 'shared' ? 'public' : 'private';
    response.set({ etag: tag, 'cache-control': `${scope}, no-cache` });
    if (isKnown(request.headers['if-none-match'], hash)) {
      response.status(304).end();
      return;
    }
  } else {
    response.set('cache-control', 'no-store');
  }
  const bytes = await compressed.encode(body, hash, encoding);
  if (fileName !== undefined) response.attachment(fileName);
  // Not response.set: it would add a charset, which JSON has none of.
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', bytes.length);
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
