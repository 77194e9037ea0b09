import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { RequestOrigin } from './principal.ts';

const origins = new WeakMap<Request, RequestOrigin>();

/** The id and the address of a request. The address is the proxy's word only where one is trusted (app setting). */
export function originOf(request: Request): RequestOrigin {
  let origin = origins.get(request);
  if (!origin) {
    origin = { requestId: randomUUID(), address: request.ip ?? '' };
    origins.set(request, origin);
  }
  return origin;
}

/** One line a request, when it is over. Without the query: it may hold what a person typed. */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = request.path;
    const { requestId } = originOf(request);
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const line = {
        requestId,
        method: request.method,
        path,
        status: response.statusCode,
        milliseconds: Math.round(performance.now() - started),
        bytes: Number(response.getHeader('content-length') ?? 0),
        isAborted: !response.writableFinished,
      };
      log.info(line, 'request');
    });
    next();
  };
}
