import type { Request, RequestHandler } from 'express';
import { AppError } from '../../errors.ts';

/** Vector, its labels, imagery, its labels, terrain, its labels: each in the Web Mercator tile matrix `w`. */
const layers = ['vec', 'cva', 'img', 'cia', 'ter', 'cta'] as const;
const deepestZoom = 18;
const timeoutMilliseconds = 8_000;
const largestTile = 1_000_000;

interface TiandituOptions {
  /** The server key: it is sent upstream only and never appears in an answer, a log line or the bundle. */
  key: string;
  /** Address of subdomain 0–7; replaced in tests. */
  origin?: (subdomain: number) => string;
}

function coordinate(request: Request, name: 'z' | 'x' | 'y', most: number): number {
  const text = String(request.params[name]);
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value > most) {
    throw new AppError('invalid-request', `basemap tile ${name}=${JSON.stringify(text)}`, {
      errors: [{ path: `params.${name}`, message: `0…${most}` }],
    });
  }
  return value;
}

/**
 * Passes tiles of 天地图 through the server, so that the key stays here and the browser talks to one host.
 * Mounted at `/tiles/tianditu/:layer/:z/:x/:y` only when a key is configured. Tiles are in CGCS2000,
 * treated as Web Mercator (EPSG:3857), 256 px.
 */
export function tiandituHandler({ key, origin }: TiandituOptions): RequestHandler {
  const originOf = origin ?? ((subdomain: number) => `https://t${subdomain}.tianditu.gov.cn`);
  return async (request, response) => {
    const layer = layers.find((name) => name === request.params.layer);
    if (layer === undefined) throw new AppError('not-found', `basemap layer ${String(request.params.layer)}`);
    const z = coordinate(request, 'z', deepestZoom);
    const x = coordinate(request, 'x', 2 ** z - 1);
    const y = coordinate(request, 'y', 2 ** z - 1);
    const query = new URLSearchParams({
      SERVICE: 'WMTS',
      REQUEST: 'GetTile',
      VERSION: '1.0.0',
      LAYER: layer,
      STYLE: 'default',
      TILEMATRIXSET: 'w',
      FORMAT: 'tiles',
      TILEMATRIX: String(z),
      TILEROW: String(y),
      TILECOL: String(x),
      tk: key,
    });
    const failure = (reason: string) =>
      new AppError('upstream-unavailable', `天地图 ${layer} ${z}/${x}/${y}: ${reason}`);
    const answer = await fetch(`${originOf((x + y) % 8)}/${layer}_w/wmts?${query}`, {
      signal: AbortSignal.timeout(timeoutMilliseconds),
    }).catch((error: Error) => {
      throw failure(error.name);
    });
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok || !type.startsWith('image/')) throw failure(`status ${answer.status}, ${type}`);
    const body = Buffer.from(await answer.arrayBuffer());
    if (body.length > largestTile) throw failure(`${body.length} bytes`);
    response.set({ 'content-type': type, 'cache-control': 'public, max-age=86400' }).send(body);
  };
}
