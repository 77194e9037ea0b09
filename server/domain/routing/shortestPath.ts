import { joinLines } from './lineLength.ts';
import { NodeHeap } from './nodeHeap.ts';
import type { Position } from './roadEdge.ts';
import { edgeLine, type RoadGraph } from './roadGraph.ts';
import type { RoadPlace } from './roadSnapper.ts';

/** A way along roads. */
export interface RoadPath {
  line: Position[];
  /** Along the roads on the ellipsoid. */
  metres: number;
  /** By the speeds of the roads' classes. */
  minutes: number;
  /** Roads in the order they are driven on. */
  edgeIds: number[];
}

/** What of an edge is driven on: distances from its start, metres. */
interface Part {
  edge: number;
  fromMetres: number;
  toMetres: number;
}

const minutesOf = ({ metresAMinute }: RoadGraph, { edge, fromMetres, toMetres }: Part): number =>
  Math.abs(toMetres - fromMetres) / metresAMinute[edge]!;
const isAllowed = ({ isOneWay }: RoadGraph, { edge, fromMetres, toMetres }: Part): boolean =>
  !isOneWay[edge] || toMetres >= fromMetres;

/** Ways from a place to the ends of its edge, or from them to it. */
function waysAt(graph: RoadGraph, place: RoadPlace, isStart: boolean): { node: number; part: Part }[] {
  const { edge, metresAlong } = place;
  const ends = [
    { node: graph.edgeFrom[edge]!, metres: 0 },
    { node: graph.edgeTo[edge]!, metres: graph.edgeMetres[edge]! },
  ];
  return ends
    .map(({ node, metres }) => {
      const part = isStart
        ? { edge, fromMetres: metresAlong, toMetres: metres }
        : { edge, fromMetres: metres, toMetres: metresAlong };
      return { node, part };
    })
    .filter(({ part }) => isAllowed(graph, part));
}

interface Goal {
  minutes: number;
  /** The node the last part is driven from; null: start and end are on one edge. */
  node: number | null;
  part: Part;
}

/** Dijkstra's algorithm from the ends of the start's edge. @returns minutes and the part that led to each node */
function search(graph: RoadGraph, start: RoadPlace, goalsAt: ReadonlyMap<number, Goal>, direct: Goal | null) {
  const { nodeCount, incidentStart, incidentEdges, edgeFrom, edgeTo, edgeMetres, metresAMinute } = graph;
  const minutes = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  // Row of the edge a node was reached by; -1: straight from the start.
  const reachedBy = new Int32Array(nodeCount).fill(-1);
  const heap = new NodeHeap();
  for (const { node, part } of waysAt(graph, start, true)) {
    const cost = minutesOf(graph, part);
    if (cost < minutes[node]!) {
      minutes[node] = cost;
      heap.push(node, cost);
    }
  }
  let best = direct;
  while (heap.leastCost < (best?.minutes ?? Number.POSITIVE_INFINITY)) {
    const cost = heap.leastCost;
    const node = heap.pop();
    // A shorter way was found after it had been put in.
    if (cost > minutes[node]!) continue;
    const goal = goalsAt.get(node);
    if (goal && cost + goal.minutes < (best?.minutes ?? Number.POSITIVE_INFINITY)) {
      best = { ...goal, minutes: cost + goal.minutes };
    }
    for (let at = incidentStart[node]!; at < incidentStart[node + 1]!; at += 1) {
      const edge = incidentEdges[at]!;
      const next = edgeFrom[edge] === node ? edgeTo[edge]! : edgeFrom[edge]!;
      const reached = cost + edgeMetres[edge]! / metresAMinute[edge]!;
      if (reached < minutes[next]!) {
        minutes[next] = reached;
        reachedBy[next] = edge;
        heap.push(next, reached);
      }
    }
  }
  return { best, reachedBy };
}

/** Whole edges from the start's edge to a node, in order, and the node they begin at. */
function edgesTo(graph: RoadGraph, reachedBy: Int32Array, goal: number): { parts: Part[]; first: number } {
  const parts: Part[] = [];
  let node = goal;
  while (reachedBy[node]! >= 0) {
    const edge = reachedBy[node]!;
    const metres = graph.edgeMetres[edge]!;
    const isForward = graph.edgeTo[edge] === node;
    parts.push({ edge, fromMetres: isForward ? 0 : metres, toMetres: isForward ? metres : 0 });
    node = isForward ? graph.edgeFrom[edge]! : graph.edgeTo[edge]!;
  }
  return { parts: parts.toReversed(), first: node };
}

/**
 * The fastest way between two places on roads, closed roads avoided.
 * @returns null when no open road leads there
 */
export function shortestPath(graph: RoadGraph, start: RoadPlace, end: RoadPlace): RoadPath | null {
  const along: Part = { edge: start.edge, fromMetres: start.metresAlong, toMetres: end.metresAlong };
  const isDirect = start.edge === end.edge && isAllowed(graph, along);
  const direct = isDirect ? { minutes: minutesOf(graph, along), node: null, part: along } : null;
  const goals = new Map<number, Goal>();
  for (const { node, part } of waysAt(graph, end, false)) {
    const goal = { minutes: minutesOf(graph, part), node, part };
    const known = goals.get(node);
    if (!known || goal.minutes < known.minutes) goals.set(node, goal);
  }
  const { best, reachedBy } = search(graph, start, goals, direct);
  if (best === null) return null;
  if (best.node === null) return pathOf(graph, [best.part]);
  const { parts, first } = edgesTo(graph, reachedBy, best.node);
  const ways = waysAt(graph, start, true).filter(({ node }) => node === first);
  const away = ways.reduce((a, b) => (minutesOf(graph, b.part) < minutesOf(graph, a.part) ? b : a));
  return pathOf(graph, [away.part, ...parts, best.part]);
}

function pathOf(graph: RoadGraph, parts: readonly Part[]): RoadPath {
  const driven = parts.filter(({ fromMetres, toMetres }) => fromMetres !== toMetres);
  // Start and end may be one place: a line has two positions all the same.
  const shown = driven.length > 0 ? driven : parts.slice(0, 1);
  const line = joinLines(
    shown.map(({ edge, fromMetres, toMetres }) => edgeLine(graph, edge, fromMetres, toMetres)),
  );
  if (line.length === 1) line.push(line[0]!);
  return {
    line,
    metres: driven.reduce((sum, part) => sum + Math.abs(part.toMetres - part.fromMetres), 0),
    minutes: driven.reduce((sum, part) => sum + minutesOf(graph, part), 0),
    edgeIds: driven
      .map(({ edge }) => graph.edgeIds[edge]!)
      .filter((id, index, ids) => index === 0 || ids[index - 1] !== id),
  };
}
