import type { VectorSourceSpecification } from 'maplibre-gl';
import { fetchBytes, fetchJson } from '../api/call.ts';
import { readInWorker } from './geometry/geometryWorker.ts';
import { tilesOf, type BaseGeometry, type TileBytes } from './geometry/tileGeometry.ts';

export const tilesetNames = ['base', 'places', 'network'] as const;
export type TilesetName = (typeof tilesetNames)[number];

/** The part of a TileJSON document that the map uses. */
export interface Tileset {
  /** Absolute address with {z}, {x}, {y}. */
  template: string;
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number] | null;
}

/** Zoom of the tiles from which letters are placed: a unit is a thirtieth of a usual territory's width. */
const geometryZoom = 8;

/**
 * Reads the description of a tileset; null where this server has no such tileset.
 * @param tilesPath of the instance: `/tiles` is working data, `/releases/{id}/tiles` what was published
 */
export async function loadTileset(
  name: TilesetName,
  { tilesPath, signal }: { tilesPath: string; signal?: AbortSignal },
): Promise<Tileset | null> {
  const document = await fetchJson(`${tilesPath}/${name}.json`, signal ? { signal } : {});
  if (typeof document !== 'object' || document === null) return null;
  const { tiles, minzoom, maxzoom, bounds } = document as Record<string, unknown>;
  const [template] = Array.isArray(tiles) ? (tiles as unknown[]) : [];
  if (typeof template !== 'string') return null;
  return {
    template: absolute(template),
    minzoom: typeof minzoom === 'number' ? minzoom : 0,
    maxzoom: typeof maxzoom === 'number' ? maxzoom : 14,
    bounds: isBounds(bounds) ? bounds : null,
  };
}

/** The worker that fetches tiles has no page to resolve a relative address against. */
function absolute(template: string): string {
  return template.startsWith('/') ? `${location.origin}${template}` : template;
}

function isBounds(value: unknown): value is [number, number, number, number] {
  return Array.isArray(value) && value.length === 4 && value.every((each) => typeof each === 'number');
}

export function vectorSource(tileset: Tileset): VectorSourceSpecification {
  return {
    type: 'vector',
    tiles: [tileset.template],
    minzoom: tileset.minzoom,
    maxzoom: tileset.maxzoom,
    ...(tileset.bounds === null ? {} : { bounds: tileset.bounds }),
  };
}

/** Fetches the few tiles that cover `bbox` (degrees) and reads cells, edges and neighbours from them. */
export async function loadBaseGeometry(
  tileset: Tileset,
  bbox: readonly [number, number, number, number],
  signal?: AbortSignal,
): Promise<BaseGeometry> {
  const z = Math.min(Math.max(geometryZoom, tileset.minzoom), tileset.maxzoom);
  const tiles = await Promise.all(
    tilesOf(bbox, z).map(async (address): Promise<TileBytes | null> => {
      const url = tileset.template
        .replace('{z}', String(address.z))
        .replace('{x}', String(address.x))
        .replace('{y}', String(address.y));
      const bytes = await fetchBytes(url, signal ? { signal } : {});
      return bytes === null ? null : { ...address, bytes };
    }),
  );
  return readInWorker(
    tiles.filter((tile) => tile !== null),
    signal,
  );
}
