import { mix } from '../theme/colour.ts';
import { palettes, type Palette } from '../theme/palette.ts';
import { gazetteerAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/** Ink at 55 % as an opaque colour: translucent line ends would overlap as dots. */
function townshipInk(palette: Palette): string {
  return mix(palette.ink, palette.land, 0.62);
}

/** Boundaries of townships; below the veil over what is outside the chosen region. */
export const townships = defineLayer({
  id: 'townships',
  title: { zh: '乡镇界', en: 'Townships' },
  group: 'regions',
  isListed: true,
  isOnByDefault: true,
  minzoom: 8.4,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    const line = {
      type: 'line',
      source: 'base',
      'source-layer': 'edges',
      minzoom: 8.4,
      filter: ['==', ['get', 'k'], 'township'] as never,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
    } as const;
    return [
      {
        ...line,
        id: 'townships-casing',
        paint: { 'line-color': palette.land, 'line-width': byZoom([8.4, 1.5], [9.5, 2.6]) },
      },
      {
        ...line,
        id: 'townships-line',
        paint: { 'line-color': townshipInk(palette), 'line-width': byZoom([8.4, 0.5], [9.5, 0.9]) },
      },
    ];
  },
  legend(context) {
    const palette = palettes[context.theme];
    return [
      {
        id: 'township',
        label: { zh: '乡镇界（推定）', en: 'Township (estimated)' },
        swatch: { type: 'line', color: townshipInk(palette), width: 0.9 },
      },
    ];
  },
  hitLayers: [],
  attribution: gazetteerAttribution,
  audience: 'everyone',
});
