import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { errorCodes, type ErrorCode, type Problem } from '#contract/errors';
import { AppError } from '../errors.ts';
import { languageOf, type Language } from './language.ts';

/** Statuses Express and its parsers throw with (malformed escapes, bodies that are too large). */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid-request',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  414: 'invalid-request',
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** Whatever was thrown, as an AppError; what we did not foresee is `internal-error`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOfStatus[statusOf(error) ?? 0] ?? 'internal-error';
  return new AppError(code, error instanceof Error ? error.message : String(error), { cause: error });
}

/** The body of an error answer: only what the closed list and the field errors say. */
export function problemOf(error: AppError, language: Language): Problem {
  const { status, zh, en } = errorCodes[error.code];
  return {
    type: `urn:xiangtu:problem:${error.code}`,
    title: language === 'en' ? en : zh,
    status,
    code: error.code,
    ...error.members,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}

/** What an answer had said of its body before it failed. */
const contentHeaders = ['etag', 'content-type', 'content-length', 'content-encoding', 'content-disposition'];

/** The only place an error becomes an answer. Messages, causes and stacks go to the log, never to the body. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = toAppError(thrown);
    if (error.status >= 500) {
      log.error({ err: thrown, method: request.method, path: request.path }, error.message);
    }
    // Headers are out: only cutting the connection tells the client that the body is not whole.
    if (response.headersSent) return next(thrown);
    const body = Buffer.from(JSON.stringify(problemOf(error, languageOf(request))));
    for (const header of contentHeaders) response.removeHeader(header);
    if (error.status === 503) response.setHeader('retry-after', '5');
    response.setHeader('content-type', 'application/problem+json');
    response.setHeader('content-length', body.length);
    response
      .status(error.status)
      .set({ ...error.headers, 'cache-control': 'no-store', vary: 'accept-language' })
      .end(request.method === 'HEAD' ? undefined : body);
  };
}
