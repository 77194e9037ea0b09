import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';

/** A body of a request that has none to take: a small one is ignored, a large one is refused unread. */
const mostBytes = 64 * 1024;

const takesBody: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * Refuses a body where none belongs that is too large, or that does not say how large it is, before a byte of it
 * is read. Routes that take a body have limits of their own.
 */
export const bodyLimit: RequestHandler = (request, _response, next) => {
  if (takesBody.has(request.method)) return next();
  const length = Number(request.headers['content-length'] ?? 0);
  const isUnbounded = request.headers['transfer-encoding'] !== undefined;
  if (length > mostBytes || isUnbounded) {
    throw new AppError('payload-too-large', `${request.method} ${request.path}: ${length} bytes`, {
      headers: { connection: 'close' },
    });
  }
  next();
};
