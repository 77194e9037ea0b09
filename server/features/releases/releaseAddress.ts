import { tilesets } from '../../../tiles/index.ts';
import type { TileAddress } from '../../../tiles/tileLayer.ts';

/** What an address below /releases/{id}/ asks for. */
export type ReleaseAddress = { releaseId: string } & (
  | { kind: 'manifest' }
  | { kind: 'file'; name: string }
  | { kind: 'description'; tileset: string }
  | { kind: 'tile'; tileset: string; address: TileAddress }
);

const idPattern = '([a-z0-9][a-z0-9._-]{1,79})';
const tilePattern = new RegExp(`^/${idPattern}/tiles/([a-z]+)/(\\d{1,2})/(\\d{1,8})/(\\d{1,8})\\.mvt$`);
const descriptionPattern = new RegExp(`^/${idPattern}/tiles/([a-z]+)\\.json$`);
const filePattern = new RegExp(`^/${idPattern}/([A-Za-z0-9][A-Za-z0-9._-]*)$`);

/** Reads a path below /releases; null: it cannot be anything of a release. */
export function readReleaseAddress(path: string): ReleaseAddress | null {
  const tile = tilePattern.exec(path);
  if (tile) {
    const [z, x, y] = tile.slice(3).map(Number) as [number, number, number];
    if (!tilesets.has(tile[2]!) || z > 30 || x >= 2 ** z || y >= 2 ** z) return null;
    return { kind: 'tile', releaseId: tile[1]!, tileset: tile[2]!, address: { z, x, y } };
  }
  const description = descriptionPattern.exec(path);
  if (description) {
    if (!tilesets.has(description[2]!)) return null;
    return { kind: 'description', releaseId: description[1]!, tileset: description[2]! };
  }
  const file = filePattern.exec(path);
  if (!file) return null;
  const [, releaseId, name] = file as unknown as [string, string, string];
  return name === 'manifest.json' ? { kind: 'manifest', releaseId } : { kind: 'file', releaseId, name };
}
