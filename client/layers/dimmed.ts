import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

/**
 * Lays land over every village but those of the question (feature state `h`), where two versions are compared. What is
 * left of the dimmed colours tells where a village lies, not which class it has.
 */
export const dimmed = defineLayer({
  id: 'dimmed',
  title: { zh: '其余村', en: 'Other villages' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    if (!context.painting?.isDimmed) return [];
    const { land } = palettes[context.theme];
    const opacity = ['case', ['==', ['feature-state', 'h'], true], 0, 0.82] as never;
    return [
      {
        id: 'dimmed-veil',
        type: 'fill',
        source: 'base-patterns',
        'source-layer': 'villages',
        minzoom: 7,
        paint: { 'fill-antialias': false, 'fill-color': land, 'fill-opacity': opacity },
      },
      {
        id: 'dimmed-points',
        type: 'circle',
        source: 'base',
        'source-layer': 'village_points',
        maxzoom: 7,
        paint: {
          'circle-color': land,
          'circle-opacity': opacity,
          'circle-radius': byZoom([4, 1], [7, 2.6]),
        },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
