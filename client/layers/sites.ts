import { exactness } from '../theme/imageIds.ts';
import { demonstrationAttribution, demonstrationNote } from './attributions.ts';
import { byZoom, isEstimated, maybeInRegion } from './expressions.ts';
import { defineLayer, type Expression } from './layer.ts';

const sizeNames = {
  large: { zh: '大型', en: 'Large' },
  medium: { zh: '中型', en: 'Medium' },
  small: { zh: '小型', en: 'Small' },
} as const;
const sizes = ['large', 'medium', 'small'] as const;

/** Nothing may push a site out at close range; at small scales larger ones go first. */
const byLargeSites: Expression = ['step', ['zoom'], false, 10, true];

/** Resettlement sites: a house as large as the site's size class. */
export const sites = defineLayer({
  id: 'sites',
  title: { zh: '安置点', en: 'Resettlement sites' },
  group: 'sites',
  isListed: true,
  isOnByDefault: false,
  minzoom: 7,
  maxzoom: 24,
  styleLayers(context) {
    const image = [
      'concat',
      'site/',
      ['coalesce', ['get', 's'], 'small'],
      '/',
      ['case', isEstimated, exactness(true), exactness(false)],
      `/${context.theme}`,
    ] as unknown as Expression;
    return [
      {
        id: 'sites-houses',
        type: 'symbol',
        source: 'places',
        'source-layer': 'sites',
        minzoom: 7,
        filter: maybeInRegion(context),
        layout: {
          'icon-image': image,
          'icon-size': byZoom([7, 0.6], [9.5, 1], [12, 1.15]),
          'icon-padding': 0,
          'icon-allow-overlap': byLargeSites,
          'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'h'], 0]],
        },
      },
    ];
  },
  legend: () => sizes.map((size) => ({ id: size, label: sizeNames[size], swatch: { type: 'site', size } })),
  hitLayers: ['sites-houses'],
  describe(feature) {
    const { properties } = feature;
    const name = String(properties['n'] ?? feature.id);
    const households = properties['h'];
    return {
      layer: 'sites',
      id: String(feature.id),
      title: { zh: name, en: name },
      subtitle:
        typeof households === 'number'
          ? { zh: `安置点·${households} 户`, en: `Resettlement site·${households} households` }
          : { zh: '安置点', en: 'Resettlement site' },
      isDemonstration: Boolean(properties['d']),
      isEstimated: properties['q'] !== 'surveyed' && properties['q'] !== 'gazetteer',
    };
  },
  list: {
    endpoint: 'listSites',
    columns: [
      { key: 'name', title: { zh: '安置点', en: 'Site' } },
      { key: 'townshipName', title: { zh: '乡镇', en: 'Township' } },
      { key: 'households', title: { zh: '户数', en: 'Households' }, align: 'end' },
    ],
  },
  attribution: demonstrationAttribution,
  qualityNote: demonstrationNote,
  audience: 'everyone',
});
