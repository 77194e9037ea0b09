import { palettes } from '../theme/palette.ts';
import { demonstrationAttribution } from './attributions.ts';
import { defineLayer } from './layer.ts';
import { distanceText } from './parts/distanceText.ts';

const width = 1.5;
/** Dash and gap in line widths, as the map counts them. */
const dash = [4, 2.5];

/**
 * How far the selected facility reaches at the coverage's standard: ink dashes on a panel casing. It has no fill,
 * so the states of the villages below keep their colours.
 */
export const serviceArea = defineLayer({
  id: 'serviceArea',
  title: { zh: '服务范围', en: 'Service area' },
  group: 'coverage',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    if (context.coverage === null || context.serviceCircle === null) return [];
    const palette = palettes[context.theme];
    const line = { type: 'line', source: 'service-area', layout: { 'line-join': 'round' } } as const;
    return [
      {
        ...line,
        id: 'serviceArea-casing',
        paint: { 'line-color': palette.panel, 'line-width': width + 3 },
      },
      {
        ...line,
        id: 'serviceArea-line',
        paint: { 'line-color': palette.ink, 'line-width': width, 'line-dasharray': dash },
      },
    ];
  },
  legend(context) {
    if (context.coverage === null || context.serviceCircle === null) return [];
    const palette = palettes[context.theme];
    const limit = distanceText(context.serviceCircle.radiusMetres);
    return [
      {
        id: 'service-area',
        label: { zh: `所选设施 ${limit.zh}范围`, en: `${limit.en} around the selected facility` },
        swatch: {
          type: 'line',
          color: palette.ink,
          width,
          dash: dash.map((part) => part * width),
          casing: palette.panel,
        },
      },
    ];
  },
  hitLayers: [],
  attribution: demonstrationAttribution,
  audience: 'everyone',
});
