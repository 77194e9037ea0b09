import type { FieldError } from '#contract/errors';
import { tilesets, type Tileset } from '../../../tiles/index.ts';
import type { TileAddress } from '../../../tiles/tileLayer.ts';
import { AppError, notFound } from '../../errors.ts';

/** What an address below /tiles/ asks for. `version` is the data version it was written for, if any. */
export type TileRequest =
  | { kind: 'tile'; tileset: Tileset; address: TileAddress; version: string | null }
  | { kind: 'description'; tileset: Tileset };

const tilePath = /^\/tiles\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\.mvt$/;
const descriptionPath = /^\/tiles\/([^/]+)\.json$/;

/**
 * Reads the address of a request, as in an HTTP request line.
 * @returns null when it is not below /tiles/
 * @throws AppError not-found or invalid-request
 */
export function readTileRequest(target: string): TileRequest | null {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  if (!path.startsWith('/tiles/')) return null;
  const description = descriptionPath.exec(path);
  if (description) return { kind: 'description', tileset: tilesetNamed(description[1]!) };
  const match = tilePath.exec(path);
  if (!match) throw notFound('tile address', path);
  const tileset = tilesetNamed(match[1]!);
  const address = readAddress(match.slice(2, 5) as [string, string, string]);
  if (address.z < tileset.minZoom || address.z > tileset.maxZoom) throw notFound('zoom', address.z);
  const version = mark < 0 ? null : new URLSearchParams(target.slice(mark + 1)).get('v');
  return { kind: 'tile', tileset, address, version };
}

function tilesetNamed(id: string): Tileset {
  const tileset = tilesets.get(id);
  if (!tileset) throw notFound('tileset', id);
  return tileset;
}

/** Whole numbers, with x and y inside the grid of the zoom. */
function readAddress(texts: [string, string, string]): TileAddress {
  const [z, x, y] = texts.map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : null)) as (number | null)[];
  const errors: FieldError[] = [];
  const check = (path: string, value: number | null | undefined, most: number) => {
    if (typeof value === 'number' && value <= most) return value;
    errors.push({ path, message: `a whole number from 0 to ${most}` });
    return 0;
  };
  // Zooms past 30 exist nowhere, and 2^z must stay an exact integer.
  const zoom = check('z', z, 30);
  const address = { z: zoom, x: check('x', x, 2 ** zoom - 1), y: check('y', y, 2 ** zoom - 1) };
  if (errors.length > 0) {
    throw new AppError('invalid-request', `the tile ${texts.join('/')} cannot exist`, { errors });
  }
  return address;
}
