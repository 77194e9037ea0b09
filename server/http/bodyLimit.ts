import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';

/** No endpoint of this version takes a body; a small one is ignored, a large one is refused unread. */
const mostBytes = 64 * 1024;

/** Refuses a body that is too large, or that does not say how large it is, before a byte of it is read. */
export const bodyLimit: RequestHandler = (request, _response, next) => {
  const length = Number(request.headers['content-length'] ?? 0);
  const isUnbounded = request.headers['transfer-encoding'] !== undefined;
  if (length > mostBytes || isUnbounded) {
    throw new AppError('payload-too-large', `${request.method} ${request.path}: ${length} bytes`, {
      headers: { connection: 'close' },
    });
  }
  next();
};
