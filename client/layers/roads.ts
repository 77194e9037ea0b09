import type { LayerSpecification } from 'maplibre-gl';
import { mix } from '../theme/colour.ts';
import { palettes, type Palette } from '../theme/palette.ts';
import { demonstrationAttribution, demonstrationNote } from './attributions.ts';
import { byZoom } from './expressions.ts';
import { defineLayer } from './layer.ts';

const classes = [
  { name: 'village', title: { zh: '村道', en: 'Village road' }, width: 0.7, minzoom: 10.6 },
  { name: 'township', title: { zh: '乡道', en: 'Township road' }, width: 1.1, minzoom: 9.4 },
  { name: 'county', title: { zh: '县道', en: 'County road' }, width: 1.7, minzoom: 7.6 },
] as const;

function roadColour(palette: Palette): string {
  return mix(palette.ink, palette.panel, 0.62);
}

/** Quiet lines on a casing of land; a closed road is broken. */
export const roads = defineLayer({
  id: 'roads',
  title: { zh: '道路', en: 'Roads' },
  group: 'roads',
  isListed: true,
  isOnByDefault: false,
  minzoom: 7.6,
  maxzoom: 24,
  styleLayers(context) {
    const palette = palettes[context.theme];
    const casings: LayerSpecification[] = [];
    const lines: LayerSpecification[] = [];
    for (const road of classes) {
      const line = {
        type: 'line',
        source: 'network',
        'source-layer': 'roads',
        minzoom: road.minzoom,
        layout: { 'line-join': 'round', 'line-cap': 'butt' },
      } as const;
      const open = ['!', ['to-boolean', ['coalesce', ['get', 'x'], false]]];
      const ofClass = ['==', ['get', 'k'], road.name];
      const width = (extra: number) =>
        byZoom(
          [road.minzoom, road.width * 0.7 + extra],
          [12, road.width + extra],
          [14, road.width * 1.8 + extra],
        );
      casings.push({
        ...line,
        id: `roads-${road.name}-casing`,
        filter: ofClass as never,
        paint: { 'line-color': palette.panel, 'line-width': width(1.8) },
      });
      lines.push({
        ...line,
        id: `roads-${road.name}`,
        filter: ['all', ofClass, open] as never,
        paint: { 'line-color': roadColour(palette), 'line-width': width(0) },
      });
      lines.push({
        ...line,
        id: `roads-${road.name}-closed`,
        filter: ['all', ofClass, ['!', open]] as never,
        paint: { 'line-color': roadColour(palette), 'line-width': width(0), 'line-dasharray': [3, 3] },
      });
    }
    return [...casings, ...lines];
  },
  legend(context) {
    const palette = palettes[context.theme];
    const color = roadColour(palette);
    return [
      ...[...classes].reverse().map((road) => ({
        id: road.name,
        label: road.title,
        swatch: { type: 'line' as const, color, width: road.width, casing: palette.panel },
      })),
      {
        id: 'closed',
        label: { zh: '中断', en: 'Closed' },
        swatch: { type: 'line', color, width: 1.1, dash: [3, 3], casing: palette.panel },
      },
    ];
  },
  hitLayers: [],
  attribution: demonstrationAttribution,
  qualityNote: demonstrationNote,
  audience: 'everyone',
});
