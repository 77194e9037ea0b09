import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/**
 * What a rule says while a planner looks at it (feature state `m` of territory edges): a solid line round villages it
 * holds for, a dotted one round villages it cannot tell, none round the others. Lines rather than fills: a
 * category keeps its colour.
 */
export const rulePreview = defineLayer({
  id: 'rulePreview',
  title: { zh: '规则预览', en: 'Rule preview' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 6,
  maxzoom: 24,
  styleLayers(context) {
    if (!context.painting?.hasPreview) return [];
    const palette = palettes[context.theme];
    const edges = {
      type: 'line',
      source: 'base-patterns',
      'source-layer': 'edges',
      minzoom: 6,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
    } as const;
    const casing = byZoom([7, 3], [10.5, 6]);
    const ink = byZoom([7, 1.2], [10.5, 2.4]);
    const where = (value: 1 | 2) => ['case', ['==', ['feature-state', 'm'], value], 1, 0] as never;
    const anywhere = ['case', ['>', ['coalesce', ['feature-state', 'm'], 0], 0], 1, 0] as never;
    return [
      {
        ...edges,
        id: 'rulePreview-casing',
        paint: { 'line-color': palette.panel, 'line-width': casing, 'line-opacity': anywhere },
      },
      {
        ...edges,
        id: 'rulePreview-matched',
        paint: { 'line-color': palette.ink, 'line-width': ink, 'line-opacity': where(1) },
      },
      {
        ...edges,
        id: 'rulePreview-unknown',
        paint: {
          'line-color': palette.ink,
          'line-width': ink,
          'line-opacity': where(2),
          'line-dasharray': [0.1, 2.2],
        },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
