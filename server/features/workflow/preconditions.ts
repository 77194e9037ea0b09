import type { IncomingMessage } from 'node:http';
import { batchKeyPattern } from '#contract/workflow';
import { AppError } from '../../errors.ts';

/** What a batch says about itself in headers. */
export interface Preconditions {
  /** The revision its sender had before them. */
  revision: number;
  /** Names the batch: sent twice, it has one effect. */
  key: string;
}

function invalidHeader(path: string, message: string): AppError {
  return new AppError('invalid-request', `${path} cannot be used`, { errors: [{ path, message }] });
}

/**
 * The revision of If-Match. `*` and lists are refused: they name no revision to go on from.
 * @throws AppError precondition-required without If-Match, invalid-request for what cannot be used
 */
export function readRevision({ headers }: IncomingMessage): number {
  const match = headers['if-match'];
  if (match === undefined) throw new AppError('precondition-required', 'If-Match is missing');
  const revision = /^"([1-9]\d{0,8})"$/.exec(match)?.[1];
  if (revision === undefined) {
    throw invalidHeader(
      'header.if-match',
      '应为带引号的修订号，例如 "7" must be one quoted revision, such as "7"',
    );
  }
  return Number(revision);
}

/**
 * Reads If-Match and Idempotency-Key.
 * @throws AppError precondition-required without If-Match, invalid-request for what cannot be used
 */
export function readPreconditions(request: IncomingMessage): Preconditions {
  const revision = readRevision(request);
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !batchKeyPattern.test(key)) {
    throw invalidHeader(
      'header.idempotency-key',
      '需要 8–80 个字母、数字、- 或 _ 8 to 80 letters, digits, - or _ are needed',
    );
  }
  return { revision, key };
}
