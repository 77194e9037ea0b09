import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './startError.ts';

/** How long requests may finish before their connections are cut. */
const finishMilliseconds = 7_000;
const pollMilliseconds = 50;

export interface ListeningServer {
  /** As a browser on this machine would write it. */
  url: string;
  /** Answers requests from now on; before, every request is told to come back. */
  serve(listener: RequestListener): void;
  /** Takes no new connection, lets requests finish, then closes what is left. */
  close(): Promise<void>;
}

const tellToComeBack: RequestListener = (_request, response) => {
  const body = JSON.stringify({ type: 'about:blank', title: '正在启动 · starting', status: 503 });
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'retry-after': '2',
    'cache-control': 'no-store',
  });
  response.end(body);
};

function startErrorOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        'unavailable',
        `port ${port} on ${host} is in use: stop the other program, or set PORT`,
      );
    case 'EACCES':
      return new StartError(
        'unavailable',
        `port ${port} on ${host} may not be opened by this user: set PORT`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError('configuration', `HOST=${host} is no address of this machine`);
    default:
      return error;
  }
}

function urlOf(host: string, { port }: AddressInfo): string {
  // The wildcard addresses are no destinations.
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/**
 * Opens the port first of all, so that a port in use is known before a database is made.
 * @throws StartError
 */
export async function listen(host: string, port: number): Promise<ListeningServer> {
  let current = tellToComeBack;
  const server = http.createServer((request, response) => current(request, response));
  // A proxy in front keeps connections longer than Node's 5 s; the shorter side must not be ours.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startErrorOf(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    url: urlOf(host, server.address() as AddressInfo),
    serve: (listener) => {
      current = listener;
    },
    close: () => closeGracefully(server),
  };
}

async function closeGracefully(server: http.Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Kept-alive connections count as open after their answer: they are closed as they fall idle.
  const sweep = setInterval(() => server.closeIdleConnections(), pollMilliseconds);
  const cut = setTimeout(() => server.closeAllConnections(), finishMilliseconds);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
