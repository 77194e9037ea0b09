import type { LayerSpecification } from 'maplibre-gl';
import { mapFonts } from '../theme/fonts.ts';
import { palettes, routeColour, type Palette } from '../theme/palette.ts';
import { routeDash } from '../theme/routeDashes.ts';
import { demonstrationAttribution } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer, type Expression, type LayerContext } from './layer.ts';

const lineWidth = 3;

/** Tourism routes: a colour and a dash each, numbered shields, stops in order. */
export const routes = defineLayer({
  id: 'routes',
  title: { zh: '旅游线路', en: 'Tourism routes' },
  group: 'routes',
  isListed: true,
  isOnByDefault: false,
  minzoom: 0,
  maxzoom: 24,
  styleLayers: (context) => [...routeLines(context), ...routeStops(context), ...routeNames(context)],
  legend(context) {
    const palette = palettes[context.theme];
    return context.tourismRoutes.map(({ id, number, name, nameEn }) => {
      const dash = routeDash(number);
      return {
        id,
        label: { zh: name, en: nameEn },
        swatch: {
          type: 'badge',
          number,
          color: routeColour(palette, number),
          cap: dash.cap,
          ...(dash.pixels ? { dash: dash.pixels } : {}),
        },
      };
    });
  },
  hitLayers: ['routes-stops', 'routes-casing'],
  describe(feature, names) {
    const { properties } = feature;
    const name = String(properties['n'] ?? '');
    const number = Number(properties['o'] ?? 0);
    const id = String(properties['r'] ?? feature.id);
    const named = names.tourismRoute(id);
    const route =
      named === null ? { zh: '旅游线路', en: 'Tourism route' } : { zh: named.name, en: named.nameEn };
    const isStop = name !== '';
    return {
      layer: 'routes',
      id,
      title: isStop ? { zh: name, en: name } : route,
      subtitle: isStop
        ? { zh: `第 ${number} 站·${route.zh}`, en: `Stop ${number}·${route.en}` }
        : { zh: '旅游线路，线形为示意', en: 'Tourism route, schematic line' },
      isDemonstration: true,
      isEstimated: true,
    };
  },
  list: {
    endpoint: 'listTourismRoutes',
    columns: [
      { key: 'number', title: { zh: '编号', en: 'Number' }, align: 'end' },
      { key: 'name', title: { zh: '线路', en: 'Route' } },
      { key: 'countyNames', title: { zh: '经过县市', en: 'Counties' } },
    ],
  },
  attribution: demonstrationAttribution,
  qualityNote: { zh: '线形与示例站点为示意', en: 'Lines and demonstration stops are schematic' },
  audience: 'everyone',
});

function width(pixels: number): Expression {
  return byZoom([7, pixels * 0.6], [9.5, pixels], [13, pixels * 1.3]);
}

/** One casing under all, then each route in its own colour and dash: a dash takes no expression. */
function routeLines(context: LayerContext): LayerSpecification[] {
  const palette = palettes[context.theme];
  const line = { type: 'line', source: 'network', 'source-layer': 'routes' } as const;
  return [
    {
      ...line,
      id: 'routes-casing',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.land, 'line-width': width(lineWidth * 2.2) },
    },
    ...context.tourismRoutes.map(({ number }): LayerSpecification => {
      const dash = routeDash(number);
      return {
        ...line,
        id: `routes-line-${number}`,
        filter: ['==', ['get', 'o'], number],
        layout: { 'line-join': 'round', 'line-cap': dash.cap },
        paint: {
          'line-color': routeColour(palette, number),
          'line-width': width(lineWidth),
          ...(dash.pixels ? { 'line-dasharray': dash.pixels.map((pixels) => pixels / lineWidth) } : {}),
        },
      };
    }),
  ];
}

/** Stops in their order on the route; anchors, which the plan names, are larger. */
function routeStops(context: LayerContext): LayerSpecification[] {
  const palette = palettes[context.theme];
  const source = { source: 'network', 'source-layer': 'stops' } as const;
  const near = ['case', anchor, 8, 6.5];
  const far = ['case', anchor, 3, 2];
  return [
    {
      ...source,
      id: 'routes-stops',
      type: 'circle',
      minzoom: 7.4,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 7.4, far, 10, near] as never,
        'circle-color': colourByRoute(context, palette),
        'circle-stroke-color': palette.panel,
        'circle-stroke-width': byZoom([7.4, 1], [10, 1.6]),
      },
    },
    {
      ...source,
      id: 'routes-stop-numbers',
      type: 'symbol',
      minzoom: 9.4,
      layout: {
        'text-field': ['to-string', ['get', 'o']],
        'text-font': mapFonts.bold,
        'text-size': 10,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.panel },
    },
  ];
}

/** A shield with the route's number every 300 px, and names of stops beside them. */
function routeNames(context: LayerContext): LayerSpecification[] {
  const palette = palettes[context.theme];
  return [
    {
      id: 'routes-shields',
      type: 'symbol',
      source: 'network',
      'source-layer': 'routes',
      minzoom: 7,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 300,
        'icon-image': ['concat', 'badge/', ['to-string', ['get', 'o']], `/${context.theme}`],
        'icon-rotation-alignment': 'viewport',
        'icon-padding': 6,
      },
    },
    {
      id: 'routes-stop-names',
      type: 'symbol',
      source: 'network',
      'source-layer': 'stops',
      minzoom: 9,
      layout: {
        'text-field': ['get', 'n'],
        'text-font': mapFonts.semibold,
        'text-size': 12.5,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.95,
        'text-justify': 'auto',
        'symbol-sort-key': ['case', anchor, 0, 1],
      },
      paint: { 'text-color': palette.ink, 'text-halo-color': palette.land, 'text-halo-width': 2 },
    },
  ];
}

const anchor: Expression = ['to-boolean', ['coalesce', ['get', 'a'], false]];

/** Stops name their route by its id. */
function colourByRoute(context: LayerContext, palette: Palette): Expression {
  const branches = context.tourismRoutes.flatMap(({ id, number }) => [id, routeColour(palette, number)]);
  if (branches.length === 0) return ['to-color', palette.ink];
  return ['match', ['get', 'r'], ...branches, palette.ink] as unknown as Expression;
}
