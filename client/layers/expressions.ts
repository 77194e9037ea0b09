import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { slotColours, type Palette } from '../theme/palette.ts';
import type { Expression, LayerContext } from './layer.ts';

/** Assignment byte of a village from feature state; absent = outside the list. */
export const assignmentState: Expression = ['coalesce', ['feature-state', 'c'], assignmentCodes.outside];

/** Coverage of a village from feature state: 0 none, 1 served, 2 unserved, 3 unknown. */
export const coverageState: Expression = ['coalesce', ['feature-state', 'v'], 0];

/** Tiles say `q` on every place; what is not surveyed or in a gazetteer is drawn as estimated. */
export const isEstimated: Expression = [
  'match',
  ['coalesce', ['get', 'q'], 'estimated'],
  ['surveyed', 'gazetteer'],
  false,
  true,
];

export interface ClassColours {
  /** Of category `order`. */
  byOrder(order: number): string;
  unassigned: string;
  deferred: string;
  outside: string;
}

/** A colour for each assignment byte read by `input`. */
export function byAssignment(input: Expression, context: LayerContext, colours: ClassColours): Expression {
  const branches: (number | string)[] = [];
  for (const category of context.categories) branches.push(category.order, colours.byOrder(category.order));
  branches.push(assignmentCodes.unassigned, colours.unassigned);
  branches.push(assignmentCodes.deferred, colours.deferred);
  return ['match', input, ...branches, colours.outside] as unknown as Expression;
}

/** The map colours of every assignment byte. */
export function classFills(context: LayerContext, palette: Palette): ClassColours {
  const slots = new Map(context.categories.map((category) => [category.order, category.slot]));
  return {
    byOrder: (order) => slotColours(palette, slots.get(order) ?? 1).fill,
    unassigned: palette.unassigned,
    deferred: palette.deferred,
    outside: palette.outside,
  };
}

/** 1 from the zoom stored in property `key` on, else 0; checked at quarter zooms between `from` and `to`. */
export function fromOwnZoom(key: string, from: number, to: number): Expression {
  const steps: unknown[] = ['step', ['zoom'], 0];
  for (let zoom = from; zoom <= to; zoom += 0.25) {
    steps.push(zoom, ['case', ['<=', ['get', key], zoom], 1, 0]);
  }
  return steps as Expression;
}

/** Pixels that grow with the zoom: `[zoom, pixels]` pairs, linear between them. */
export function byZoom(...stops: readonly [zoom: number, pixels: number][]): Expression {
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as unknown as Expression;
}

/** Features that lie in the shown region, by the property that names their county or township. */
export function inRegion(context: LayerContext): Expression | null {
  if (context.regionCode === null) return null;
  if (context.regionLevel === 'county') return ['==', ['get', 'c'], context.regionCode];
  if (context.regionLevel === 'township') return ['==', ['get', 't'], context.regionCode];
  return null;
}

/** The same for layers whose tiles may leave the region codes out: a feature without them is taken as inside. */
export function maybeInRegion(context: LayerContext): Expression {
  const inside = inRegion(context);
  return inside === null ? ['literal', true] : ['any', ['!', ['has', 'c']], inside];
}
