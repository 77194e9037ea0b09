import type { IncomingMessage } from 'node:http';
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
 * Reads If-Match and Idempotency-Key. `*` and lists are refused: they name no revision to merge from.
 * @throws AppError precondition-required without If-Match, invalid-request for what cannot be used
 */
export function readPreconditions({ headers }: IncomingMessage): Preconditions {
  const match = headers['if-match'];
  if (match === undefined) throw new AppError('precondition-required', 'If-Match is missing');
  const revision = /^"([1-9]\d{0,8})"$/.exec(match)?.[1];
  if (revision === undefined) {
    throw invalidHeader(
      'header.if-match',
      '应为带引号的修订号，例如 "7" must be one quoted revision, such as "7"',
    );
  }
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[A-Za-z0-9_-]{8,80}$/.test(key)) {
    throw invalidHeader(
      'header.idempotency-key',
      '需要 8–80 个字母、数字、- 或 _ 8 to 80 letters, digits, - or _ are needed',
    );
  }
  return { revision: Number(revision), key };
}
