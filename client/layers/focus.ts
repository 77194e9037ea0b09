import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { inRegion } from './expressions.ts';
import { defineLayer } from './layer.ts';

/** Lays land over villages outside the chosen county or township, so that the chosen one stands out. */
export const focus = defineLayer({
  id: 'focus',
  title: { zh: '所选区域以外', en: 'Outside the chosen region' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    const inside = inRegion(context);
    if (inside === null) return [];
    const palette = palettes[context.theme];
    return [
      {
        id: 'focus-veil',
        type: 'fill',
        source: 'base',
        'source-layer': 'villages',
        filter: ['!', inside],
        paint: { 'fill-color': palette.land, 'fill-opacity': 0.9, 'fill-antialias': false },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
