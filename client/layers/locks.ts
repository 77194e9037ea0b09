import { imageIds } from '../theme/imageIds.ts';
import { boundaryAttribution } from './attributions.ts';
import { fromOwnZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

const badgesFrom = 8;
const badgesTo = 15;

/** Locked villages while painting: a hatch over the fill (feature state `l`) and a padlock beside the letter. */
export const locks = defineLayer({
  id: 'locks',
  title: { zh: '锁定', en: 'Locked' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 7,
  maxzoom: 24,
  styleLayers(context) {
    if (!context.painting?.hasLocks) return [];
    return [
      {
        id: 'locks-hatch',
        type: 'fill',
        source: 'base-patterns',
        'source-layer': 'villages',
        minzoom: 7,
        paint: {
          'fill-antialias': false,
          'fill-pattern': imageIds.pattern('lockHatch', context.theme),
          'fill-opacity': ['case', ['==', ['feature-state', 'l'], true], 1, 0],
        },
      },
      {
        id: 'locks-badge',
        type: 'symbol',
        source: 'locks',
        minzoom: badgesFrom,
        layout: {
          'icon-image': imageIds.lock(context.theme),
          'icon-offset': [13, -11],
          // Letters and names stay where they are: a badge takes no part in their placement.
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
        paint: { 'icon-opacity': fromOwnZoom('lz', badgesFrom, badgesTo) },
      },
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});
