import { joinLines } from './lineLength.ts';
import type { Position, RoadEdge } from './roadEdge.ts';
import { makeRoadGraph, type RoadGraph } from './roadGraph.ts';
import { RoadSnapper, type RoadPlace } from './roadSnapper.ts';
import { shortestPath, type RoadPath } from './shortestPath.ts';

/** Roads ready to be asked. */
export interface RoadNetwork {
  graph: RoadGraph;
  snapper: RoadSnapper;
}

/** @throws RangeError for roads that cannot be driven on: fewer than two positions, no speed */
export function makeRoadNetwork(edges: readonly RoadEdge[]): RoadNetwork {
  const graph = makeRoadGraph(edges);
  return { graph, snapper: new RoadSnapper(graph) };
}

/** A place a route leads through. */
export interface NamedPlace {
  name: string;
  position: Position;
}

/** Why there is no route; the stops by their place in the list and their names. */
export type RouteFault =
  | { kind: 'no-road'; stop: number; name: string; distanceMetres: number | null }
  | { kind: 'unreachable'; from: number; to: number; fromName: string; toName: string };

export interface DrivenRoute {
  /** All legs in one. */
  line: Position[];
  metres: number;
  minutes: number;
  /** From each stop to the next. */
  legs: RoadPath[];
  /** How far each stop lies from the road it was put on, metres. */
  snaps: number[];
}

/** A stop farther from every road is not on the way of any. */
export const mostSnapMetres = 3000;

/** The nearest place on an open road. */
export const snapToRoad = ({ snapper }: RoadNetwork, position: Position): RoadPlace | null =>
  snapper.snap(position);

/**
 * The fastest route through stops in their order, along open roads.
 * @param stops two or more
 * @returns the route, or every fault: stops with no road within `mostSnapMetres`, and pairs no open road connects
 */
export function routeAlong(
  network: RoadNetwork,
  stops: readonly NamedPlace[],
): { ok: true; route: DrivenRoute } | { ok: false; faults: RouteFault[] } {
  const places = stops.map(({ position }) => snapToRoad(network, position));
  const faults: RouteFault[] = places.flatMap((place, stop) =>
    place !== null && place.distanceMetres <= mostSnapMetres
      ? []
      : [
          {
            kind: 'no-road' as const,
            stop,
            name: stops[stop]!.name,
            distanceMetres: place?.distanceMetres ?? null,
          },
        ],
  );
  if (faults.length > 0) return { ok: false, faults };
  const legs: RoadPath[] = [];
  for (let to = 1; to < stops.length; to += 1) {
    const from = to - 1;
    const leg = shortestPath(network.graph, places[from]!, places[to]!);
    if (leg) legs.push(leg);
    else {
      const [fromName, toName] = [stops[from]!.name, stops[to]!.name];
      faults.push({ kind: 'unreachable', from, to, fromName, toName });
    }
  }
  if (faults.length > 0) return { ok: false, faults };
  const line = joinLines(legs.map((leg) => leg.line));
  // All stops may be one place: a line has two positions all the same.
  if (line.length === 1) line.push(line[0]!);
  return {
    ok: true,
    route: {
      line,
      metres: legs.reduce((sum, { metres }) => sum + metres, 0),
      minutes: legs.reduce((sum, { minutes }) => sum + minutes, 0),
      legs,
      snaps: places.map((place) => place!.distanceMetres),
    },
  };
}
