import { palettes } from '../theme/palette.ts';
import { planAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/** Outlines of zones: territory edges whose two villages are of different categories (feature state `z`). */
export const zones = defineLayer({
  id: 'zones',
  title: { zh: '分区界线', en: 'Zone outlines' },
  group: 'classification',
  isListed: true,
  isOnByDefault: false,
  minzoom: 7,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    const edges = {
      type: 'line',
      source: 'base',
      'source-layer': 'edges',
      minzoom: 7,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
    } as const;
    const opacity = ['case', ['==', ['feature-state', 'z'], true], 1, 0];
    return [
      {
        ...edges,
        id: 'zones-casing',
        paint: {
          'line-color': palette.panel,
          'line-width': byZoom([7, 1.2], [9.5, 3.4]),
          'line-opacity': opacity as never,
        },
      },
      {
        ...edges,
        id: 'zones-line',
        paint: {
          'line-color': palette.ink,
          'line-width': byZoom([7, 0.5], [9.5, 1.4]),
          'line-opacity': opacity as never,
        },
      },
    ];
  },
  legend(context) {
    const palette = palettes[context.theme];
    return [
      {
        id: 'zone',
        label: { zh: '分区界线', en: 'Zone outline' },
        swatch: { type: 'line', color: palette.ink, width: 1.4, casing: palette.panel },
      },
    ];
  },
  hitLayers: [],
  attribution: planAttribution,
  audience: 'everyone',
});
