import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/**
 * Outlines of villages whose new category waits to be accepted: panel under ink round each of them (feature state
 * `p` of territory edges). Edges rather than territories: a border between two villages is drawn once, and nothing
 * is written again when patterns follow a stroke.
 */
export const pending = defineLayer({
  id: 'pending',
  title: { zh: '待接受', en: 'Pending' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 7,
  maxzoom: 24,
  styleLayers(context) {
    if (context.painting === null) return [];
    const palette = palettes[context.theme];
    const edges = {
      type: 'line',
      source: 'base-patterns',
      'source-layer': 'edges',
      minzoom: 7,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
    } as const;
    const opacity = ['case', ['==', ['feature-state', 'p'], true], 1, 0] as never;
    // Where cells are a few pixels wide, full outlines would leave nothing of their fills.
    const panel = byZoom([7, 1.6], [9, 4], [10.5, 7]);
    const ink = byZoom([7, 0.8], [9, 1.8], [10.5, 3]);
    return [
      {
        ...edges,
        id: 'pending-panel',
        paint: { 'line-color': palette.panel, 'line-width': panel, 'line-opacity': opacity },
      },
      {
        ...edges,
        id: 'pending-ink',
        paint: { 'line-color': palette.ink, 'line-width': ink, 'line-opacity': opacity },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
