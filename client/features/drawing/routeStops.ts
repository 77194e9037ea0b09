import { cutLine } from '#domain/routing/cutLine';
import { joinLines } from '#domain/routing/lineLength';
import type { Position } from '#domain/routing/roadEdge';
import type { DraftRoute } from '#domain/routing/routeEdits';
import type { LngLat, Values } from './drawnRow.ts';

/** A stop as the body of a route names it. */
export interface RouteStop {
  /** Order of the stop it was in the saved route; null: a new one. */
  was: number | null;
  name: string;
  position: LngLat;
  locationQuality: string | null;
}

export type Leg = readonly Position[];

/** How a leg came about: along roads with the time it takes, as a straight line, or as it was stored. */
export type LegOrigin =
  { kind: 'roads'; minutes: number; isDemonstration: boolean } | { kind: 'straight' } | { kind: 'stored' };

/** Legs are values that are never changed in place, so what is known of one is kept beside it. */
const origins = new WeakMap<Leg, LegOrigin>();

export function markLeg(leg: Leg, origin: LegOrigin): Leg {
  origins.set(leg, origin);
  return leg;
}

/** A stored leg of two positions is a straight drawing too. */
export const originOf = (leg: Leg): LegOrigin =>
  origins.get(leg) ?? (leg.length === 2 ? { kind: 'straight' } : { kind: 'stored' });

export const straightLeg = (from: LngLat, to: LngLat): Leg =>
  markLeg([[...from] as Position, [...to] as Position], { kind: 'straight' });

interface LineValue {
  type: string;
  coordinates: unknown;
}

export const stopsOf = (values: Values): readonly RouteStop[] =>
  (values['stops'] as readonly RouteStop[] | undefined) ?? [];

/** The legs of a stored line: as it has them, or cut where it passes the stops; all missing without a line. */
export function routeOf(values: Values): DraftRoute<RouteStop> {
  const stops = stopsOf(values);
  const line = values['line'] as LineValue | null | undefined;
  const count = Math.max(0, stops.length - 1);
  if (!line || count === 0) return { stops, legs: Array.from({ length: count }, () => null) };
  const lines = (line.type === 'LineString' ? [line.coordinates] : line.coordinates) as Leg[];
  if (lines.length === count) return { stops, legs: lines };
  const whole = joinLines(lines);
  if (whole.length < 2) return { stops, legs: Array.from({ length: count }, () => null) };
  const legs = cutLine(
    whole,
    stops.map(({ position }) => position),
  );
  return { stops, legs: legs.map((leg) => markLeg(leg, { kind: 'stored' })) };
}

/** Missing legs as straight lines, until or unless roads are found. */
export function withStraightLegs({ stops, legs }: DraftRoute<RouteStop>): DraftRoute<RouteStop> {
  return {
    stops,
    legs: legs.map((leg, index) => leg ?? straightLeg(stops[index]!.position, stops[index + 1]!.position)),
  };
}

/** All legs missing, so that they are made anew. */
export const withoutLegs = ({ stops, legs }: DraftRoute<RouteStop>): DraftRoute<RouteStop> => ({
  stops,
  legs: legs.map(() => null),
});

/** The other way, with what is known of each leg. Roads lead both ways here. */
export function turnedOrigins(before: DraftRoute<RouteStop>, after: DraftRoute<RouteStop>): void {
  for (const [index, leg] of after.legs.entries()) {
    const source = before.legs[before.legs.length - 1 - index];
    if (leg && source) markLeg(leg, originOf(source));
  }
}

/** Stops and line as the body takes them; a line of no leg is none. */
export function valuesOf({ stops, legs }: DraftRoute<RouteStop>): Values {
  const complete = legs.filter((leg) => leg !== null);
  const line = complete.length > 0 ? { type: 'MultiLineString', coordinates: complete } : null;
  return { stops, line };
}

/** Runs of legs that are missing, as the stops at their ends. */
export function missingRuns(legs: DraftRoute<unknown>['legs']): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const [index, leg] of legs.entries()) {
    if (leg !== null) continue;
    const run = runs.at(-1);
    if (run && run[1] === index) run[1] = index + 1;
    else runs.push([index, index + 1]);
  }
  return runs;
}

/** Time along the route where every leg leads along roads, minutes; null where one does not. */
export function routeMinutes(legs: readonly Leg[]): number | null {
  let sum = 0;
  for (const leg of legs) {
    const origin = originOf(leg);
    if (origin.kind !== 'roads') return null;
    sum += origin.minutes;
  }
  return legs.length === 0 ? null : sum;
}

/** What the saved route's legs are known to be, where they are those that were sent. */
export function carryOrigins(sent: Values, saved: Values): void {
  const [from, to] = [routeOf(sent).legs, routeOf(saved).legs];
  if (from.length !== to.length) return;
  for (const [index, leg] of to.entries()) {
    const source = from[index];
    if (leg && source && leg.length === source.length) markLeg(leg, originOf(source));
  }
}
