import type { LayerSpecification } from 'maplibre-gl';
import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { mix } from '../../theme/colour.ts';
import { imageIds } from '../../theme/imageIds.ts';
import type { Palette } from '../../theme/palette.ts';
import { patternOfSlot, type PatternId } from '../../theme/patterns.ts';
import { assignmentState, byAssignment, byZoom, classFills } from '../expressions.ts';
import type { LayerContext } from '../layer.ts';

/** Below this zoom a cell is a few pixels wide: villages are drawn as points. */
const pointsBelow = 7;
/** From here on most cells hold a circle of 7 px, the least a pattern needs. */
const patternsFrom = 9;

/** Opaque: translucent fills would bring the classes' colours closer to each other than they were chosen to be. */
export function villageFill(context: LayerContext, palette: Palette, isFaded: boolean): LayerSpecification {
  const colours = classFills(context, palette);
  const drawn = isFaded ? { ...colours, byOrder: () => palette.land } : colours;
  return {
    id: 'villages-fill',
    type: 'fill',
    source: 'base',
    'source-layer': 'villages',
    minzoom: pointsBelow,
    paint: { 'fill-antialias': false, 'fill-color': byAssignment(assignmentState, context, drawn) },
  };
}

/** While routes are on, a class is the inner outline of its cells, so that the lines stand out. */
export function villageOutlines(context: LayerContext, palette: Palette): LayerSpecification {
  const colours = classFills(context, palette);
  return {
    id: 'villages-outlines',
    type: 'line',
    source: 'base',
    'source-layer': 'villages',
    minzoom: pointsBelow,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': byAssignment(assignmentState, context, {
        ...colours,
        byOrder: (order) => mix(colours.byOrder(order), palette.land, 0.72),
        unassigned: palette.ink2,
        deferred: palette.line2,
      }),
      'line-width': byZoom([7, 0.8], [9, 1.6], [12, 2.4]),
      'line-offset': byZoom([7, 0.6], [9, 1.3], [12, 1.8]),
    },
  };
}

/**
 * One fill layer a pattern, because `fill-pattern` takes no feature state and `fill-opacity` does. They draw
 * from a source of their own: a changed state rewrites every layer of its source.
 */
export function villagePatterns(context: LayerContext): LayerSpecification[] {
  const patternByCode = new Map<number, PatternId>();
  for (const category of context.categories) {
    const pattern = patternOfSlot(category.slot);
    if (pattern !== null) patternByCode.set(category.order, pattern);
  }
  patternByCode.set(assignmentCodes.unassigned, 'inkDots');
  patternByCode.set(assignmentCodes.deferred, 'wideLines');
  const alwaysOn = context.categories.length > 4;
  return [...patternByCode]
    .filter(([code]) => context.codesInUse.has(code))
    .map(([code, pattern]) => ({
      id: `villages-pattern-${code}`,
      type: 'fill',
      source: 'base-patterns',
      'source-layer': 'villages',
      minzoom: alwaysOn ? pointsBelow : patternsFrom,
      paint: {
        'fill-antialias': false,
        'fill-pattern': imageIds.pattern(pattern, context.theme),
        'fill-opacity': ['case', ['==', assignmentState, code], 1, 0],
      },
    }));
}

/** Land-coloured, never dropped: two classes may be equally light. Dashed and straight = estimated. */
export function cellEdges(palette: Palette): LayerSpecification[] {
  const edge = {
    type: 'line',
    source: 'base',
    'source-layer': 'edges',
    layout: { 'line-join': 'round' },
  } as const;
  const dashedFrom = 9.2;
  return [
    {
      ...edge,
      id: 'villages-edges-small',
      minzoom: pointsBelow,
      maxzoom: dashedFrom,
      paint: { 'line-color': palette.land, 'line-width': byZoom([7, 0.25], [8, 0.5], [9.2, 0.9]) },
    },
    {
      ...edge,
      id: 'villages-edges',
      minzoom: dashedFrom,
      paint: {
        'line-color': palette.land,
        'line-width': byZoom([9.2, 1], [13, 1.4]),
        'line-dasharray': [4, 2],
      },
    },
  ];
}

export function villagePoints(context: LayerContext, palette: Palette): LayerSpecification {
  return {
    id: 'villages-points',
    type: 'circle',
    source: 'base',
    'source-layer': 'village_points',
    maxzoom: pointsBelow,
    paint: {
      'circle-color': byAssignment(assignmentState, context, classFills(context, palette)),
      'circle-radius': byZoom([4, 0.8], [7, 2.2]),
      'circle-stroke-color': palette.land,
      'circle-stroke-width': byZoom([5, 0], [7, 0.4]),
    },
  };
}
