import { mapFonts } from '../theme/fonts.ts';
import { exactness } from '../theme/imageIds.ts';
import { palettes } from '../theme/palette.ts';
import { demonstrationAttribution, demonstrationNote } from './attributions.ts';
import { byZoom, isEstimated, maybeInRegion } from './expressions.ts';
import { defineLayer, type Expression } from './layer.ts';

/** A county's projects are all shown; at smaller scales the first numbers win. */
const fromCountyScale: Expression = ['step', ['zoom'], false, 9.8, true];

/** Places of funded projects: a diamond with the project's number in the plan. */
export const projects = defineLayer({
  id: 'projects',
  title: { zh: '项目', en: 'Projects' },
  group: 'projects',
  isListed: true,
  isOnByDefault: false,
  minzoom: 7,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    return [
      {
        id: 'projects-places',
        type: 'symbol',
        source: 'places',
        'source-layer': 'projects',
        minzoom: 7,
        filter: maybeInRegion(context),
        layout: {
          'icon-image': [
            'concat',
            'project/',
            ['case', isEstimated, exactness(true), exactness(false)],
            `/${context.theme}`,
          ] as unknown as Expression,
          'icon-size': byZoom([7, 0.85], [10, 1]),
          'icon-padding': 0,
          'text-field': ['to-string', ['get', 'p']],
          'text-font': mapFonts.bold,
          'text-size': byZoom([7, 9], [10, 10.5]),
          'text-padding': 0,
          'icon-allow-overlap': fromCountyScale,
          'text-optional': true,
          'symbol-sort-key': ['get', 'p'],
        },
        paint: { 'text-color': palette.ink },
      },
    ];
  },
  legend: () => [
    { id: 'place', label: { zh: '项目地点', en: 'Project place' }, swatch: { type: 'project' } },
  ],
  hitLayers: ['projects-places'],
  describe(feature) {
    const { properties } = feature;
    const number = Number(properties['p'] ?? 0);
    const place = String(properties['n'] ?? '');
    return {
      layer: 'projects',
      id: String(number),
      title: { zh: `项目 ${number}`, en: `Project ${number}` },
      subtitle: { zh: place, en: place },
      isDemonstration: Boolean(properties['d']),
      isEstimated: properties['q'] !== 'surveyed' && properties['q'] !== 'gazetteer',
    };
  },
  list: {
    endpoint: 'listProjects',
    columns: [
      { key: 'number', title: { zh: '编号', en: 'Number' }, align: 'end' },
      { key: 'name', title: { zh: '项目', en: 'Project' } },
      { key: 'yearsText', title: { zh: '年限', en: 'Years' } },
    ],
  },
  attribution: demonstrationAttribution,
  qualityNote: demonstrationNote,
  audience: 'everyone',
});
