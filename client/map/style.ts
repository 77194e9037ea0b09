import type { GeoJSONSourceSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { LayerContext } from '../layers/layer.ts';
import { tilesetNames, vectorSource, type Tileset, type TilesetName } from './tilesets.ts';
import { wantedLayers } from './wantedLayers.ts';

const emptyCollection: GeoJSONSourceSpecification['data'] = { type: 'FeatureCollection', features: [] };

export type Tilesets = Readonly<Record<TilesetName, Tileset | null>>;

/**
 * All sources, for the life of the map. `base-patterns` has the tiles of `base` again, so that the costly pattern
 * layers are not rewritten with every change of colour; `letters`, `locks` and `service-area` are filled by the
 * browser.
 */
function sources(tilesets: Tilesets): Record<string, SourceSpecification> {
  const all: Record<string, SourceSpecification> = {
    letters: { type: 'geojson', data: emptyCollection },
    locks: { type: 'geojson', data: emptyCollection },
    'service-area': { type: 'geojson', data: emptyCollection },
  };
  for (const name of tilesetNames) {
    const tileset = tilesets[name];
    if (tileset === null) continue;
    all[name] = vectorSource(tileset);
    if (name === 'base') all['base-patterns'] = vectorSource(tileset);
  }
  return all;
}

/** 天地图 through this server, which keeps the key. */
function tiandituSources(): Record<string, SourceSpecification> {
  const names = ['vec', 'cva', 'img', 'cia'];
  return Object.fromEntries(
    names.map((name) => [
      `tianditu-${name}`,
      {
        type: 'raster',
        tiles: [`${location.origin}/tiles/tianditu/${name}/{z}/{x}/{y}`],
        tileSize: 256,
        minzoom: 1,
        maxzoom: 18,
      } as const,
    ]),
  );
}

/** The first style; later ones differ in layers only and are applied by syncLayers. */
export function firstStyle(
  tilesets: Tilesets,
  context: LayerContext,
  hasTianditu: boolean,
): StyleSpecification {
  const all = { ...sources(tilesets), ...(hasTianditu ? tiandituSources() : {}) };
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: all,
    layers: drawableLayers(context, new Set(Object.keys(all))),
  };
}

/** Wanted layers whose source this server has. */
export function drawableLayers(context: LayerContext, sourceIds: ReadonlySet<string>) {
  return wantedLayers(context).filter(
    (layer) => !('source' in layer) || typeof layer.source !== 'string' || sourceIds.has(layer.source),
  );
}
