import type { LayerSpecification } from 'maplibre-gl';
import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/** Value of `k` on an edge, pixels at zoom 9.5 and closer; the greater rank is drawn over the lesser one. */
const ranks = [
  { name: 'county', width: 1.8, casing: 4.7 },
  { name: 'prefecture', width: 2.4, casing: 5.6 },
] as const;

function width(pixels: number) {
  return byZoom([5, pixels * 0.4], [8, pixels * 0.66], [9.5, pixels]);
}

/** Boundaries of counties and the prefecture: ink on a casing of land. */
export const boundaries = defineLayer({
  id: 'boundaries',
  title: { zh: '州县界', en: 'Prefecture and counties' },
  group: 'regions',
  isListed: true,
  isOnByDefault: true,
  panelOrder: -1,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    return ranks.flatMap((rank): LayerSpecification[] => {
      const line = {
        type: 'line',
        source: 'base',
        'source-layer': 'edges',
        filter: ['==', ['get', 'k'], rank.name] as never,
        layout: { 'line-join': 'round', 'line-cap': 'round' },
      } as const;
      return [
        {
          ...line,
          id: `boundaries-${rank.name}-casing`,
          paint: { 'line-color': palette.land, 'line-width': width(rank.casing) },
        },
        {
          ...line,
          id: `boundaries-${rank.name}`,
          paint: { 'line-color': palette.ink, 'line-width': width(rank.width) },
        },
      ];
    });
  },
  legend(context) {
    const palette = palettes[context.theme];
    return [
      {
        id: 'prefecture',
        label: { zh: '州界', en: 'Prefecture' },
        swatch: { type: 'line', color: palette.ink, width: 2.4 },
      },
      {
        id: 'county',
        label: { zh: '县界', en: 'County' },
        swatch: { type: 'line', color: palette.ink, width: 1.8 },
      },
    ];
  },
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
