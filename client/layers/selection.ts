import type { LayerSpecification } from 'maplibre-gl';
import { palettes } from '../theme/palette.ts';
import { boundaryAttribution } from './attributions.ts';
import { defineLayer, type LayerContext } from './layer.ts';

/** The outline of what is selected: panel under ink. Nothing selected ever changes its colour. */
export const selection = defineLayer({
  id: 'selection',
  title: { zh: '所选', en: 'Selection' },
  group: 'ground',
  isListed: false,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    switch (context.selection?.layer) {
      case 'villages':
        return outline(context, 'base-patterns', 'villages', ['==', ['id'], Number(context.selection.id)]);
      case 'routes':
        return outline(context, 'network', 'routes', ['==', ['get', 'r'], context.selection.id]);
      case 'sites':
      case 'facilities':
        return ring(context, context.selection.layer, ['==', ['id'], Number(context.selection.id)]);
      case 'projects':
        return ring(context, 'projects', ['==', ['get', 'p'], Number(context.selection.id)]);
      default:
        return [];
    }
  },
  legend: () => [],
  hitLayers: [],
  attribution: boundaryAttribution,
  audience: 'everyone',
});

/** Villages come from the pattern source: a changed filter lays out its whole source anew, and that one is small. */
function outline(
  context: LayerContext,
  source: 'base-patterns' | 'network',
  sourceLayer: string,
  filter: readonly unknown[],
): LayerSpecification[] {
  const palette = palettes[context.theme];
  const isRoute = source === 'network';
  const line = {
    type: 'line',
    source,
    'source-layer': sourceLayer,
    filter: filter as never,
    layout: { 'line-join': 'round', 'line-cap': 'round' },
  } as const;
  // A selected route keeps its own colour: it gets the two outlines beside it instead of over it.
  if (isRoute) {
    return [
      {
        ...line,
        id: 'selection-route',
        paint: { 'line-color': palette.ink, 'line-width': 1.8, 'line-gap-width': 7 },
      },
    ];
  }
  return [
    { ...line, id: 'selection-panel', paint: { 'line-color': palette.panel, 'line-width': 6 } },
    { ...line, id: 'selection-ink', paint: { 'line-color': palette.ink, 'line-width': 3 } },
  ];
}

function ring(context: LayerContext, sourceLayer: string, filter: readonly unknown[]): LayerSpecification[] {
  const palette = palettes[context.theme];
  const circle = {
    type: 'circle',
    source: 'places',
    'source-layer': sourceLayer,
    filter: filter as never,
  } as const;
  const paint = { 'circle-color': 'rgba(0, 0, 0, 0)', 'circle-radius': 17 } as const;
  return [
    {
      ...circle,
      id: 'selection-ring-panel',
      paint: { ...paint, 'circle-stroke-color': palette.panel, 'circle-stroke-width': 5 },
    },
    {
      ...circle,
      id: 'selection-ring',
      paint: { ...paint, 'circle-radius': 18, 'circle-stroke-color': palette.ink, 'circle-stroke-width': 3 },
    },
  ];
}
