import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError, notFound } from '../../errors.ts';
import { StreamAnswer, type Handlers } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { actorOf } from './access.ts';
import {
  findEvidence,
  keepEvidence,
  mostEvidenceBytes,
  recordEvidence,
  type EvidenceFile,
} from './evidence.ts';

/** @throws AppError payload-too-large before a byte is read, where the length is announced */
function refuseLong(request: Request): void {
  if (Number(request.headers['content-length'] ?? 0) <= mostEvidenceBytes) return;
  throw new AppError('payload-too-large', `evidence of ${request.headers['content-length']} bytes`, {
    headers: { connection: 'close' },
  });
}

/** The rest of a body that is refused is not read: the connection ends with the answer. */
const closing = (error: unknown): unknown =>
  error instanceof AppError && error.code === 'payload-too-large'
    ? new AppError(error.code, error.message, { headers: { connection: 'close' } })
    : error;

/**
 * Sends a stored file so that no browser shows it as a page of this site: as a download, with the kind that was found,
 * without scripts, kept by nobody.
 */
async function sendFile(
  { files }: Pick<Services, 'files'>,
  {
    hash,
    file,
    response,
    hasBody,
  }: { hash: string; file: EvidenceFile; response: Response; hasBody: boolean },
): Promise<void> {
  if (!(await files.has(hash))) throw new AppError('internal-error', `the file ${hash} is not in the store`);
  // Writes Content-Disposition as RFC 6266 says; the type it guesses from the name is replaced.
  response.attachment(file.fileName);
  response.setHeader('content-type', file.mediaType);
  response.setHeader('content-length', file.bytes);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  if (hasBody) await pipeline(files.read(hash), response);
  else response.end();
}

/** Files that stand beside assignments. */
export const evidenceHandlers = ({
  files,
}: Pick<Services, 'files'>): Pick<Handlers, 'addEvidence' | 'getEvidence'> => ({
  addEvidence: async ({ database, principal, raw }) => {
    const { personId } = actorOf(principal);
    refuseLong(raw);
    const evidence = await keepEvidence(files, raw).catch((error: unknown) => {
      throw closing(error);
    });
    await database.write((transaction) => recordEvidence(transaction, { ...evidence, personId }));
    const { hash, mediaType, bytes } = evidence;
    return { hash, mediaType, bytes };
  },

  getEvidence: async ({ database, params: { hash } }) => {
    const file = await database.read((transaction) => findEvidence(transaction, hash));
    if (!file) throw notFound('evidence', hash);
    return new StreamAnswer((request, response) =>
      sendFile({ files }, { hash, file, response, hasBody: request.method !== 'HEAD' }),
    );
  },
});
