import type { RequestHandler } from 'express';
import sirv from 'sirv';

/** The API and tiles are never answered with a page. */
const isPage = (path: string) => !/^\/(api|tiles)(\/|$)/.test(path);

/**
 * The built client. Files under /assets carry a hash in their name and are kept for ever; everything else is
 * asked about each time. An address without a file extension gets index.html: the client routes it.
 * @param directory of the build; its files are listed once, when the server starts
 */
export function clientFiles(directory: string): RequestHandler {
  const serve = sirv(directory, {
    etag: true,
    brotli: true,
    gzip: true,
    single: true,
    setHeaders: (response, pathname) => {
      const isHashed = pathname.startsWith('/assets/');
      response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !isPage(request.path)) return next();
    // sirv trusts ranges; the client's files are small and nobody needs parts of them.
    delete request.headers.range;
    serve(request, response, () => next());
  };
}
