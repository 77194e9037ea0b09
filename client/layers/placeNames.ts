import type { LayerSpecification } from 'maplibre-gl';
import { mapFonts } from '../theme/fonts.ts';
import { palettes, type Palette } from '../theme/palette.ts';
import { gazetteerAttribution } from './attributions.ts';
import { byZoom, fromOwnZoom, inRegion } from './expressions.ts';
import { defineLayer, type Expression, type LayerContext } from './layer.ts';

const countiesTo = 9;
const townshipsFrom = 8.9;
const villagesFrom = 10.5;

/** Names of counties, townships and villages, as printed; English puts the romanised name below. */
export const placeNames = defineLayer({
  id: 'placeNames',
  title: { zh: '地名', en: 'Place names' },
  group: 'regions',
  isListed: true,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    return [
      neighbours(palette),
      villageNames(context, palette),
      townships(context, palette),
      ...counties(context, palette),
    ];
  },
  legend: () => [],
  hitLayers: [],
  attribution: gazetteerAttribution,
  audience: 'everyone',
});

function neighbours(palette: Palette): LayerSpecification {
  return {
    id: 'placeNames-neighbours',
    type: 'symbol',
    source: 'letters',
    minzoom: 7,
    filter: ['==', ['get', 'type'], 'neighbour'],
    layout: {
      'text-field': ['get', 'n'],
      'text-font': mapFonts.regular,
      'text-size': byZoom([7, 11], [10, 13]),
      'text-letter-spacing': 0.22,
      'text-max-width': 16,
    },
    paint: { 'text-color': palette.ink3, 'text-halo-color': palette.out, 'text-halo-width': 1.5 },
  };
}

/** Below the letter, where the cell has room for the name (`nz` is the zoom at which it has). */
function villageNames(context: LayerContext, palette: Palette): LayerSpecification {
  const inside = inRegion(context);
  return {
    id: 'placeNames-villages',
    type: 'symbol',
    source: 'letters',
    minzoom: villagesFrom,
    filter: ['all', ['==', ['get', 'type'], 'village'], ...(inside === null ? [] : [inside])] as never,
    layout: {
      'text-field': ['get', 'n'],
      'text-font': mapFonts.semibold,
      'text-size': byZoom([10.5, 11.5], [13, 14]),
      'text-offset': [0, 1.5],
      'text-max-width': 9,
      'text-padding': 1,
      'symbol-sort-key': ['get', 'nz'],
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': context.theme === 'dark' ? palette.panel : palette.land,
      'text-halo-width': 1.8,
      'text-opacity': fromOwnZoom('nz', villagesFrom, 15),
    },
  };
}

/** Anchors and offsets in ems, in the order they are tried. */
const around = [
  ['top', [0, 0.9]],
  ['bottom', [0, -0.9]],
  ['left', [0.95, 0]],
  ['right', [-0.95, 0]],
  ['top-left', [0.7, 0.7]],
  ['top-right', [-0.7, 0.7]],
] as const;

/** In the middle while no points are shown, else below the point that may stand there. */
function anchors(context: LayerContext): unknown[] {
  const hasPoints =
    context.coverage !== null || ['facilities', 'sites', 'projects'].some((id) => context.visible.has(id));
  return hasPoints ? around.flat() : [['center', [0, 0]], ...around].flat();
}

function townships(context: LayerContext, palette: Palette): LayerSpecification {
  const ofCounty: Expression | null =
    context.regionCode === null || context.regionLevel === 'prefecture'
      ? null
      : ['==', ['slice', ['get', 'code'], 0, 6], context.regionCode.slice(0, 6)];
  return {
    id: 'placeNames-townships',
    type: 'symbol',
    source: 'base',
    'source-layer': 'townships_label',
    minzoom: townshipsFrom,
    ...(ofCounty === null ? {} : { filter: ofCounty }),
    layout: {
      'text-field': printed(context, mapFonts.bold),
      'text-font': mapFonts.bold,
      'text-size': byZoom([8.9, 12], [9.6, 14.5], [13, 17]),
      'text-padding': 2,
      'text-variable-anchor-offset': anchors(context) as never,
      'text-justify': 'auto',
      // A free place is tried first; at county scale a name is shown even where there is none.
      'text-overlap': ['step', ['zoom'], 'never', 9.6, 'always'],
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': palette.panel,
      'text-halo-width': 2.2,
    },
  } as LayerSpecification;
}

/** Serif where it is 20 px or larger, with the number of listed villages; grey beside a chosen county. */
function counties(context: LayerContext, palette: Palette): LayerSpecification[] {
  const label = {
    type: 'symbol',
    source: 'base',
    'source-layer': 'counties_label',
  } as const;
  const isInside = context.regionLevel === 'county' || context.regionLevel === 'township';
  if (isInside) {
    return [
      {
        ...label,
        id: 'placeNames-other-counties',
        filter: ['!=', ['get', 'code'], context.regionCode?.slice(0, 6) ?? ''],
        layout: {
          'text-field': printed(context, mapFonts.regular),
          'text-font': mapFonts.regular,
          'text-size': 13.5,
          'text-letter-spacing': 0.2,
        },
        paint: { 'text-color': palette.ink3, 'text-halo-color': palette.land, 'text-halo-width': 2 },
      },
    ];
  }
  const paint = {
    'text-color': palette.ink,
    'text-halo-color': palette.panel,
    'text-halo-width': 2.4,
  };
  const members = {
    zh: ['concat', ['to-string', ['get', 'm']], ' 村'],
    en: ['concat', ['to-string', ['get', 'm']], ' villages'],
  }[context.locale === 'en' ? 'en' : 'zh'];
  return [
    {
      ...label,
      id: 'placeNames-counties-small',
      maxzoom: 7.8,
      layout: {
        'text-field': ['get', 'n'],
        'text-font': mapFonts.bold,
        'text-size': byZoom([6, 11], [7.8, 14.5]),
        'text-padding': 1,
      },
      paint,
    },
    {
      ...label,
      id: 'placeNames-counties',
      minzoom: 7.8,
      maxzoom: countiesTo,
      layout: {
        'text-field': [
          'format',
          ['get', 'n'],
          { 'text-font': ['literal', mapFonts.serif] },
          '\n',
          {},
          members,
          { 'text-font': ['literal', mapFonts.semibold], 'font-scale': 0.62 },
        ] as never,
        'text-font': mapFonts.serif,
        'text-size': byZoom([7.8, 20], [9, 24]),
        'text-letter-spacing': 0.04,
        'text-line-height': 1.25,
        'text-allow-overlap': true,
      },
      paint,
    },
  ];
}

function printed(context: LayerContext, font: string[]): Expression {
  if (context.locale !== 'en') return ['get', 'n'];
  return [
    'format',
    ['get', 'n'],
    {},
    '\n',
    {},
    ['coalesce', ['get', 'e'], ''],
    { 'font-scale': 0.8, 'text-font': ['literal', font] },
  ] as unknown as Expression;
}
