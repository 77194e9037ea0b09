import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Logger } from 'pino';
import { makeTile } from '../../../tiles/makeTile.ts';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import { isAllowed } from '#domain/access/permissions';
import { contentHash, isKnown } from '../../http/answer.ts';
import { problemOf, toAppError } from '../../http/errorHandler.ts';
import type { Authenticate } from '../../http/principal.ts';
import { acceptsGzip, prefersEnglish } from './requestHeaders.ts';
import { describeTileset } from './tileJson.ts';
import { readTileRequest, type TileRequest } from './tileRequest.ts';
import { TileStore, type StoredTile } from './tileStore.ts';

const gunzip = promisify<zlib.InputType, Buffer>(zlib.gunzip);

export interface TileHandlerOptions {
  database: Database;
  /** Working tiles are for staff; the public has those of a release. */
  authenticate: Authenticate;
  /** Changes whenever what the tileset shows changes; part of tile addresses and of cache keys. */
  dataVersion: (tilesetId: string) => string;
  /** Told of the version an address was written for, before `dataVersion` is asked: it may be newer than the known one. */
  meetVersion?: (tilesetId: string, version: string | null) => Promise<void>;
  /** Memory for compressed tiles. */
  cacheBytes: number;
  log: Logger;
  /** Tiles being made at once (default 4): leaves connections of the pool to other requests. */
  atOnce?: number;
  /** Tiles that may wait to be made (default 256); more are answered 503. */
  mostWaiting?: number;
}

/** Answers a request below /tiles/. @returns false when the address is somebody else's */
export type TileHandler = ((request: IncomingMessage, response: ServerResponse) => boolean) & {
  readonly store: TileStore;
};

/** Raster basemaps pass through Express: features/basemap answers them. */
const basemapPrefix = '/tiles/tianditu/';

/** Tiles of another data version are asked about each time; those of this one never change. */
const immutable = 'private, max-age=31536000, immutable';
const revalidate = 'private, no-cache';

/**
 * Serves vector tiles and TileJSON as a plain `node:http` handler, to be asked before Express: a cached
 * tile is a map lookup and one write, and passes none of the middleware other answers need.
 */
export function createTileHandler(options: TileHandlerOptions): TileHandler {
  const {
    database,
    authenticate,
    dataVersion,
    meetVersion,
    log,
    cacheBytes,
    atOnce = 4,
    mostWaiting = 256,
  } = options;
  const store = new TileStore({ maxBytes: cacheBytes, atOnce, mostWaiting });

  async function answerTile(exchange: Exchange, request: TileRequest & { kind: 'tile' }): Promise<void> {
    const { tileset, address, version } = request;
    if (version !== dataVersion(tileset.id)) await meetVersion?.(tileset.id, version);
    const current = dataVersion(tileset.id);
    const { z, x, y } = address;
    const key = `${current}/${tileset.id}/${z}/${x}/${y}`;
    const query = (): Promise<Uint8Array> =>
      makeTile((statement) => database.readOne<Record<string, string | null>>('leader', noScope, statement), {
        layers: tileset.layers,
        address,
      });
    const tile = store.peek(key) ?? (await store.get(key, query, exchange.gone));
    await sendTile(exchange, tile, version === current ? immutable : revalidate);
  }

  async function answer(exchange: Exchange): Promise<void> {
    const { method, url = '' } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD') {
      throw new AppError('method-not-allowed', `${method} ${url}`, { headers: { allow: 'GET, HEAD' } });
    }
    const request = readTileRequest(url)!;
    const principal = await authenticate(exchange.request);
    if (!principal || !isAllowed(principal.grants, 'read-working')) {
      throw new AppError('unauthenticated', 'working tiles need a session');
    }
    if (request.kind === 'tile') return answerTile(exchange, request);
    const { tileset } = request;
    const description = await describeTileset(database, tileset, dataVersion(tileset.id));
    return sendDescription(exchange, Buffer.from(JSON.stringify(description)));
  }

  const handle = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!request.url?.startsWith('/tiles/') || request.url.startsWith(basemapPrefix)) return false;
    const leaving = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort();
    });
    const exchange = { request, response, gone: leaving.signal };
    answer(exchange).catch((error: unknown) => sendProblem(exchange, error, log));
    return true;
  };
  return Object.assign(handle, { store });
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Aborted when the client has closed the connection. */
  gone: AbortSignal;
}

async function sendTile(exchange: Exchange, tile: StoredTile, cacheControl: string): Promise<void> {
  if (tile.isEmpty) return send(exchange, 204, { 'cache-control': cacheControl }, null);
  const isGzipped = acceptsGzip(exchange.request.headers['accept-encoding']);
  const headers = {
    'cache-control': cacheControl,
    etag: isGzipped ? `"${tile.hash}-gzip"` : `"${tile.hash}"`,
    vary: 'accept-encoding',
  };
  if (isKnown(exchange.request.headers['if-none-match'], tile.hash))
    return send(exchange, 304, headers, null);
  const body = isGzipped ? tile.gzipped : await gunzip(tile.gzipped);
  send(
    exchange,
    200,
    {
      ...headers,
      'content-type': 'application/vnd.mapbox-vector-tile',
      ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
    },
    body,
  );
}

function sendDescription(exchange: Exchange, body: Buffer): void {
  const hash = contentHash(body);
  const headers = { 'cache-control': revalidate, etag: `"${hash}"` };
  if (isKnown(exchange.request.headers['if-none-match'], hash)) return send(exchange, 304, headers, null);
  send(exchange, 200, { ...headers, 'content-type': 'application/json' }, body);
}

function sendProblem(exchange: Exchange, thrown: unknown, log: Logger): void {
  const { request, gone } = exchange;
  // Nobody is left to read an answer; an abandoned tile is no failure.
  if (gone.aborted) return;
  const error = toAppError(thrown);
  if (error.status === 500) log.error({ err: thrown, path: request.url }, error.message);
  const language = prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh';
  send(
    exchange,
    error.status,
    {
      ...(error.status === 503 ? { 'retry-after': '5' } : {}),
      ...error.headers,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      vary: 'accept-language',
    },
    Buffer.from(JSON.stringify(problemOf(error, language))),
  );
}

function send(
  { request, response, gone }: Exchange,
  status: number,
  headers: Record<string, string>,
  body: Buffer | null,
): void {
  if (gone.aborted || response.headersSent) return;
  response.writeHead(status, {
    ...headers,
    'x-content-type-options': 'nosniff',
    ...(body === null ? {} : { 'content-length': String(body.length) }),
  });
  response.end(request.method === 'HEAD' || body === null ? undefined : body);
}
