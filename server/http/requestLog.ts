import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** One line a request, when it is over. Without the query: it may hold what a person typed. */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const path = request.path;
    response.once('close', () => {
      const line = {
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
