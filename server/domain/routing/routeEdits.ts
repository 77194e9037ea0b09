import { lengthMetres } from './lineLength.ts';
import type { Position } from './roadEdge.ts';

/**
 * A route that is being drawn: stops in order and a line from each to the next. `null` is a leg that has to be looked
 * for again. There is always one leg fewer than stops.
 */
export interface DraftRoute<Stop> {
  stops: readonly Stop[];
  legs: readonly (readonly Position[] | null)[];
}

function checkStop(count: number, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`stop ${index} of ${count} does not exist`);
  }
}

/**
 * Two routes that meet at a stop, which both have.
 * @throws RangeError at the first and last stop, where nothing is cut off
 */
export function splitRoute<Stop>(
  { stops, legs }: DraftRoute<Stop>,
  at: number,
): [DraftRoute<Stop>, DraftRoute<Stop>] {
  checkStop(stops.length, at);
  if (at === 0 || at === stops.length - 1) throw new RangeError(`stop ${at} is an end of the route`);
  return [
    { stops: stops.slice(0, at + 1), legs: legs.slice(0, at) },
    { stops: stops.slice(at), legs: legs.slice(at) },
  ];
}

/** The same route the other way. Roads that lead one way only are the caller's to look at. */
export const reverseRoute = <Stop>({ stops, legs }: DraftRoute<Stop>): DraftRoute<Stop> => ({
  stops: stops.toReversed(),
  legs: legs.toReversed().map((leg) => leg?.toReversed() ?? null),
});

/** Legs between stops that were neighbours before, in the same order; the others are null. */
function keepLegs<Stop>(
  before: DraftRoute<Stop>,
  order: readonly (number | null)[],
): DraftRoute<Stop>['legs'] {
  return order.slice(1).map((to, index) => {
    const from = order[index];
    return from !== null && from !== undefined && to === from + 1 ? (before.legs[from] ?? null) : null;
  });
}

/** Moves a stop to another place in the order. Legs whose two stops are still neighbours stay. */
export function moveStop<Stop>(route: DraftRoute<Stop>, from: number, to: number): DraftRoute<Stop> {
  checkStop(route.stops.length, from);
  checkStop(route.stops.length, to);
  const order = route.stops.map((_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  return { stops: order.map((index) => route.stops[index]!), legs: keepLegs(route, order) };
}

/** Puts a stop before another, or at the end. */
export function insertStop<Stop>(route: DraftRoute<Stop>, at: number, stop: Stop): DraftRoute<Stop> {
  checkStop(route.stops.length + 1, at);
  const order: (number | null)[] = route.stops.map((_, index) => index);
  order.splice(at, 0, null);
  return {
    stops: order.map((index) => (index === null ? stop : route.stops[index]!)),
    legs: keepLegs(route, order),
  };
}

/** Takes a stop out. */
export function removeStop<Stop>(route: DraftRoute<Stop>, at: number): DraftRoute<Stop> {
  checkStop(route.stops.length, at);
  const order = route.stops.map((_, index) => index).filter((index) => index !== at);
  return { stops: order.map((index) => route.stops[index]!), legs: keepLegs(route, order) };
}

/** Puts another stop in the place of one, for example the same one somewhere else. */
export function replaceStop<Stop>(route: DraftRoute<Stop>, at: number, stop: Stop): DraftRoute<Stop> {
  checkStop(route.stops.length, at);
  return {
    stops: route.stops.map((old, index) => (index === at ? stop : old)),
    legs: route.legs.map((leg, index) => (index === at || index === at - 1 ? null : leg)),
  };
}

/** Length of the legs that are there, metres, and whether all are. */
export function routeLength({ legs }: DraftRoute<unknown>): { metres: number; isComplete: boolean } {
  return {
    metres: legs.reduce((sum, leg) => sum + (leg === null ? 0 : lengthMetres(leg)), 0),
    isComplete: !legs.includes(null),
  };
}
