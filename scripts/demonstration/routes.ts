import { readFileSync } from 'node:fs';
import { toGrid } from '#domain/territories/grid';
import type { LngLat } from '../geography/plane.ts';
import { encodeTopology } from '../geography/topologyFile.ts';
import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';
import type { Road } from './roads.ts';
import { stopsOf, type PlannedRoute, type RouteStop } from './routeStops.ts';
import { findPath, type Graph, type Link, type Path } from './shortestPath.ts';

export interface DrawnRoute {
  id: string;
  stops: RouteStop[];
  line: LngLat[];
}

export const stopColumns = ['route_id', 'order', 'name', 'village_id', 'lng', 'lat', 'is_anchor'];

/** Stops farther apart than this along the road get a 示例 stop between them. */
const LONGEST_LEG_METRES = 45_000;

export function readPlannedRoutes(path: string | URL): PlannedRoute[] {
  return JSON.parse(readFileSync(path, 'utf8')) as PlannedRoute[];
}

/** Draws each route along the roads: the shortest way through its stops, in whichever order that is. */
export function makeRoutes(
  planned: readonly PlannedRoute[],
  inputs: DemonstrationInputs,
  roads: readonly Road[],
): DrawnRoute[] {
  const graph = roadGraph(roads);
  return planned.map((route) => {
    const ordered = shortestOrder(
      stopsOf(route, inputs),
      (one, other) => ride(graph, roads, one, other).cost,
    );
    const legs = ordered
      .slice(1)
      .map((stop, index) => ride(graph, roads, ordered[index]!.village, stop.village));
    const line = legs.flatMap((leg, index) => rideLine(leg, roads).slice(index === 0 ? 0 : 1));
    return { id: route.id, stops: nameSamples(withStopsBetween(ordered, legs, roads, inputs)), line };
  });
}

function roadGraph(roads: readonly Road[]): Graph {
  const graph = new Map<number, Link[]>();
  roads.forEach(({ fromId, toId, isClosed }, edge) => {
    if (isClosed) return;
    graph.set(fromId, [...(graph.get(fromId) ?? []), { edge, to: toId }]);
    graph.set(toId, [...(graph.get(toId) ?? []), { edge, to: fromId }]);
  });
  return graph;
}

/** The quickest way between two villages; its cost is in hours. */
function ride(graph: Graph, roads: readonly Road[], from: PlacedVillage, to: PlacedVillage): Path {
  const hours = (edge: number) => roads[edge]!.lengthMetres / 1000 / roads[edge]!.speedKmh;
  const path = findPath(graph, [from.id], hours, (node) => node === to.id);
  if (!path) throw new Error(`no open road leads from ${from.name} to ${to.name}`);
  return path;
}

/** The order with the least cost in sum, tried exhaustively: a route has at most nine stops. */
function shortestOrder(
  stops: readonly RouteStop[],
  costOf: (one: PlacedVillage, other: PlacedVillage) => number,
): RouteStop[] {
  const costs = stops.map((one) =>
    stops.map((other) => (one === other ? 0 : costOf(one.village, other.village))),
  );
  let best: { order: number[]; cost: number } = { order: [], cost: Infinity };
  const extend = (order: number[], cost: number) => {
    if (cost >= best.cost) return;
    if (order.length === stops.length) best = { order, cost };
    stops.forEach((_, next) => {
      if (order.includes(next)) return;
      extend([...order, next], cost + (order.length === 0 ? 0 : costs[order.at(-1)!]![next]!));
    });
  };
  extend([], 0);
  return best.order.map((index) => stops[index]!);
}

function rideLine({ edges, nodes }: Path, roads: readonly Road[]): LngLat[] {
  return edges.flatMap((edge, index) => {
    const { line, fromId } = roads[edge]!;
    const along = fromId === nodes[index] ? line : [...line].reverse();
    return along.slice(index === 0 ? 0 : 1);
  });
}

/** Adds a stop half-way along each long leg, at a village of the plan's 示范区 if one is near. */
function withStopsBetween(
  stops: readonly RouteStop[],
  legs: readonly Path[],
  roads: readonly Road[],
  { byId }: DemonstrationInputs,
): RouteStop[] {
  const taken = new Set(stops.map(({ village }) => village.id));
  return stops.flatMap((stop, index) => {
    const leg = legs[index];
    if (!leg) return [stop];
    const lengths = leg.edges.map((edge) => roads[edge]!.lengthMetres);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total < LONGEST_LEG_METRES) return [stop];
    let travelled = 0;
    const choices = leg.nodes.slice(1, -1).map((node, position) => {
      travelled += lengths[position]!;
      const village = byId.get(node)!;
      const isFavoured = village.category === 'demonstration';
      return { village, detour: Math.abs(travelled - total / 2) - (isFavoured ? total / 4 : 0) };
    });
    const [between] = choices
      .filter(({ village }) => !taken.has(village.id))
      .sort((one, other) => one.detour - other.detour);
    if (!between) return [stop];
    taken.add(between.village.id);
    return [stop, { name: '', village: between.village, isAnchor: false }];
  });
}

function nameSamples(stops: readonly RouteStop[]): RouteStop[] {
  let number = 0;
  return stops.map((stop) =>
    stop.isAnchor ? stop : { ...stop, name: `示例节点 ${String(++number).padStart(2, '0')}` },
  );
}

export function stopRows(routes: readonly DrawnRoute[]): object[] {
  return routes.flatMap(({ id, stops }) =>
    stops.map(({ name, village, isAnchor }, index) => ({
      route_id: id,
      order: index + 1,
      name,
      village_id: village.id,
      lng: village.position[0].toFixed(6),
      lat: village.position[1].toFixed(6),
      is_anchor: String(isAnchor),
    })),
  );
}

export function routeTopology(routes: readonly DrawnRoute[]) {
  return encodeTopology(
    routes.map(({ line }) => ({ points: line.map(toGrid) })),
    {
      routes: routes.map(({ id }, index) => ({
        type: 'LineString',
        id,
        properties: { routeId: id },
        arcs: [index],
      })),
    },
  );
}
