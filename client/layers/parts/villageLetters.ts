import type { LayerSpecification } from 'maplibre-gl';
import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { mix } from '../../theme/colour.ts';
import { mapFonts } from '../../theme/fonts.ts';
import { slotColours, type Palette } from '../../theme/palette.ts';
import { byAssignment, byZoom, classFills, fromOwnZoom, inRegion } from '../expressions.ts';
import type { LayerContext } from '../layer.ts';

const lettersFrom = 8.5;
const lettersTo = 15;

/** Listed villages of the chosen region: letters under the veil would only be noise. */
function lettered(context: LayerContext): unknown[] {
  const inside = inRegion(context);
  const listed = ['!=', ['get', 'k'], assignmentCodes.outside];
  return ['all', ['==', ['get', 'type'], 'village'], listed, ...(inside === null ? [] : [inside])];
}

/** Where the cell's inscribed circle is at least 9 px (property `lz` is the zoom at which it is). */
export function villageLetters(
  context: LayerContext,
  palette: Palette,
  isFaded: boolean,
): LayerSpecification {
  const code = ['get', 'k'] as const;
  const fills = classFills(context, palette);
  const slots = new Map(context.categories.map((category) => [category.order, category.slot]));
  const texts: (number | string)[] = context.categories.flatMap(({ order, letter }) => [order, letter]);
  texts.push(assignmentCodes.unassigned, '未', assignmentCodes.deferred, '缓');
  const ink = byAssignment([...code], context, {
    byOrder: (order) => slotColours(palette, slots.get(order) ?? 1).on,
    unassigned: palette.ink,
    deferred: palette.ink,
    outside: palette.ink3,
  });
  const contour = byAssignment([...code], context, { ...fills, outside: palette.land });
  return {
    id: 'villages-letters',
    type: 'symbol',
    source: 'letters',
    minzoom: lettersFrom,
    filter: lettered(context) as never,
    layout: {
      'text-field': ['match', [...code], ...texts, ''] as never,
      'text-font': mapFonts.bold,
      'text-size': byZoom([8, 10], [9.5, 13], [12, 17]),
      'text-line-height': 1,
      'text-padding': 0,
      // Larger cells first, so that a hidden letter never pushes out one that fits.
      'symbol-sort-key': ['get', 'lz'],
    },
    paint: {
      'text-color': isFaded ? mix(palette.ink, palette.land, 0.8) : ink,
      'text-halo-color': isFaded ? palette.land : contour,
      'text-halo-width': 2.5,
      'text-opacity': fromOwnZoom('lz', lettersFrom, lettersTo),
    },
  };
}
