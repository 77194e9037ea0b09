import type { RoutePath } from '#contract/drawings';
import type { FieldError } from '#contract/errors';
import { routeAlong, type RouteFault } from '#domain/routing/routeAlong';
import { refuseFaults } from '../drawings/fieldFaults.ts';
import type { KnownRoads } from './roadNetworks.ts';

const kilometres = (metres: number) => (metres / 1000).toFixed(1);

/** A fault at the stop it is found at, with the names of the stops. */
function errorOf(fault: RouteFault): FieldError {
  if (fault.kind === 'unreachable') {
    const { fromName, toName, to } = fault;
    return {
      path: `stops.${to}`,
      message: `从「${fromName}」到「${toName}」没有可走的路 no open road leads from ${fromName} to ${toName}`,
    };
  }
  const { stop, name, distanceMetres } = fault;
  const message =
    distanceMetres === null
      ? '没有道路数据 there are no roads'
      : `「${name}」离最近的路有 ${kilometres(distanceMetres)} 公里，太远了 ${name} is too far from any road`;
  return { path: `stops.${stop}`, message };
}

/** Metres and minutes to a thousandth: more digits say nothing. */
const thousandth = (value: number) => Math.round(value * 1000) / 1000;
/** Degrees to a centimetre. */
const short = (line: readonly (readonly [number, number])[]): [number, number][] =>
  line.map(([lng, lat]) => [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]);

/**
 * The fastest way through stops along open roads.
 * @throws AppError invalid-request for stops without a road and pairs no road connects, with their names
 */
export function routePath(
  { network, isDemonstration }: KnownRoads,
  { stops, names }: { stops: readonly (readonly [number, number])[]; names: readonly string[] },
): RoutePath {
  const answer = routeAlong(
    network,
    stops.map((position, index) => ({ name: names[index] || `第 ${index + 1} 站`, position })),
  );
  if (!answer.ok) refuseFaults(answer.faults.map(errorOf));
  const { line, metres, minutes, legs, snaps } = (answer as Extract<typeof answer, { ok: true }>).route;
  return {
    line: short(line),
    metres: thousandth(metres),
    minutes: thousandth(minutes),
    legs: legs.map((leg) => ({
      line: short(leg.line),
      metres: thousandth(leg.metres),
      minutes: thousandth(leg.minutes),
      roadIds: leg.edgeIds,
    })),
    snaps: snaps.map(thousandth),
    isDemonstration,
  };
}
