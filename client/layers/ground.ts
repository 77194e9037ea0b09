import type { LayerSpecification } from 'maplibre-gl';
import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer, type LayerContext } from './layer.ts';

/** What the map lies on: land of the plan, what is beyond it, and neighbouring counties as hairlines. */
export const ground = defineLayer({
  id: 'ground',
  title: { zh: '底图', en: 'Ground' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    return [
      { id: 'ground-out', type: 'background', paint: { 'background-color': palette.out } },
      ...basemap(context),
      {
        id: 'ground-neighbours',
        type: 'line',
        source: 'base',
        'source-layer': 'neighbours',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': palette.neighbour, 'line-width': byZoom([6, 0.6], [9, 1.2]) },
      },
      {
        id: 'ground-land',
        type: 'fill',
        source: 'base',
        'source-layer': 'villages',
        paint: { 'fill-color': palette.land, 'fill-antialias': false },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});

/** Pictures and their labels are two layers of 天地图. */
const basemapLayers = { vec: ['vec', 'cva'], img: ['img', 'cia'] } as const;

function basemap(context: LayerContext): LayerSpecification[] {
  if (context.basemap === 'offline') return [];
  return basemapLayers[context.basemap].map((name) => ({
    id: `ground-tianditu-${name}`,
    type: 'raster',
    source: `tianditu-${name}`,
  }));
}
