import type { LayerSpecification } from 'maplibre-gl';
import { imageIds } from '../theme/imageIds.ts';
import { palettes } from '../theme/palette.ts';
import { demonstrationAttribution } from './attributions.ts';
import { byZoom, coverageState } from './expressions.ts';
import { defineLayer } from './layer.ts';
import { distanceText } from './parts/distanceText.ts';

const served = 1;
const unserved = 2;
const unknown = 3;

/** Who is within the standard of a chosen kind of facility; replaces the categories while it is on. */
export const coverage = defineLayer({
  id: 'coverage',
  title: { zh: '覆盖', en: 'Coverage' },
  group: 'coverage',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    if (context.coverage === null) return [];
    const palette = palettes[context.theme];
    const cells = { type: 'fill', source: 'base', 'source-layer': 'villages' } as const;
    const pattern = (code: number, image: string): LayerSpecification => ({
      ...cells,
      id: `coverage-pattern-${code}`,
      source: 'base-patterns',
      paint: {
        'fill-antialias': false,
        'fill-pattern': image,
        'fill-opacity': ['case', ['==', coverageState, code], 1, 0],
      },
    });
    return [
      {
        ...cells,
        id: 'coverage-fill',
        paint: {
          'fill-antialias': false,
          'fill-color': [
            'match',
            coverageState,
            served,
            palette.served,
            unserved,
            palette.unserved,
            unknown,
            palette.unknown,
            palette.outside,
          ],
        },
      },
      pattern(unserved, imageIds.pattern('coverageHatch', context.theme)),
      pattern(unknown, imageIds.pattern('coverageDots', context.theme)),
      {
        id: 'coverage-edges',
        type: 'line',
        source: 'base',
        'source-layer': 'edges',
        paint: { 'line-color': palette.land, 'line-width': byZoom([7, 0.3], [8, 0.6], [9.5, 1.1]) },
      },
    ];
  },
  legend(context) {
    if (context.coverage === null) return [];
    const palette = palettes[context.theme];
    const totals = context.reach?.totals;
    const limit = distanceText(context.coverage.standardMetres);
    return [
      {
        id: 'served',
        label: { zh: `${limit.zh}以内`, en: `Within ${limit.en}` },
        swatch: { type: 'fill', color: palette.served },
        ...(totals ? { count: totals.served.villages } : {}),
      },
      {
        id: 'unserved',
        label: { zh: `超过 ${limit.zh}`, en: `Beyond ${limit.en}` },
        swatch: { type: 'fill', color: palette.unserved, pattern: 'coverageHatch' },
        ...(totals ? { count: totals.unserved.villages } : {}),
      },
      {
        id: 'unknown',
        label: { zh: '未知：位置不明', en: 'Unknown place' },
        swatch: { type: 'fill', color: palette.unknown, pattern: 'coverageDots', edge: palette.line2 },
        ...(totals ? { count: totals.unknown.villages } : {}),
      },
    ];
  },
  hitLayers: ['coverage-fill'],
  describe(feature, names) {
    const name = names.villageName(feature.id) ?? String(feature.properties['n'] ?? feature.id);
    const county = names.region(String(feature.properties['c'] ?? ''))?.name ?? '';
    const township = names.region(String(feature.properties['t'] ?? ''))?.name ?? '';
    return {
      layer: 'villages',
      id: String(feature.id),
      title: { zh: name, en: name },
      subtitle: { zh: county + township, en: county + township },
      isDemonstration: false,
      isEstimated: true,
    };
  },
  attribution: demonstrationAttribution,
  audience: 'everyone',
});
