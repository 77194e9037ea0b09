import { stepMetres } from './lineLength.ts';
import type { Position, RoadEdge } from './roadEdge.ts';

/**
 * Roads as a graph, in columns: an edge is a row of the columns named `edge…`, and the edges of node `n` are
 * `incidentEdges[incidentStart[n]]` to before `incidentEdges[incidentStart[n + 1]]`. Closed edges are in it, so that
 * rows are those of the input, but belong to no node.
 */
export interface RoadGraph {
  nodeCount: number;
  edgeIds: Int32Array;
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  /** Along the line on the ellipsoid. */
  edgeMetres: Float64Array;
  metresAMinute: Float64Array;
  isClosed: Uint8Array;
  isOneWay: Uint8Array;
  incidentStart: Uint32Array;
  incidentEdges: Uint32Array;
  /** Positions of edge `e` are those from `lineStart[e]` to before `lineStart[e + 1]`. */
  lineStart: Uint32Array;
  /** lng, lat, lng, lat … in degrees. */
  positions: Float64Array;
  /** Metres from the start of the edge to each position. */
  positionMetres: Float64Array;
}

const metresAMinuteOf = (speedKmh: number) => (speedKmh * 1000) / 60;

/**
 * Makes the graph of some roads; edges meet where their ends are the same position exactly.
 * @throws RangeError for an edge with fewer than two positions or without speed
 */
export function makeRoadGraph(edges: readonly RoadEdge[]): RoadGraph {
  const count = edges.length;
  const lineStart = new Uint32Array(count + 1);
  edges.forEach((edge, row) => {
    const { length } = edge.coordinates;
    if (length < 2) throw new RangeError(`road ${edge.id} has ${length} positions`);
    if (!(edge.speedKmh > 0)) throw new RangeError(`road ${edge.id} has the speed ${edge.speedKmh}`);
    lineStart[row + 1] = lineStart[row]! + length;
  });
  const positions = new Float64Array(lineStart[count]! * 2);
  const positionMetres = new Float64Array(lineStart[count]!);
  const [edgeFrom, edgeTo] = [new Uint32Array(count), new Uint32Array(count)];
  const edgeMetres = new Float64Array(count);
  const nodes = new Map<string, number>();
  const nodeAt = ([lng, lat]: Position): number => {
    const key = `${lng},${lat}`;
    const node = nodes.get(key) ?? nodes.size;
    nodes.set(key, node);
    return node;
  };
  edges.forEach(({ coordinates }, row) => {
    let metres = 0;
    coordinates.forEach((position, index) => {
      if (index > 0) metres += stepMetres(coordinates[index - 1]!, position);
      const at = lineStart[row]! + index;
      positions.set(position, at * 2);
      positionMetres[at] = metres;
    });
    edgeMetres[row] = metres;
    edgeFrom[row] = nodeAt(coordinates[0]!);
    edgeTo[row] = nodeAt(coordinates.at(-1)!);
  });
  return {
    nodeCount: nodes.size,
    edgeIds: Int32Array.from(edges, ({ id }) => id),
    edgeFrom,
    edgeTo,
    edgeMetres,
    metresAMinute: Float64Array.from(edges, ({ speedKmh }) => metresAMinuteOf(speedKmh)),
    isClosed: Uint8Array.from(edges, ({ isClosed }) => Number(isClosed)),
    isOneWay: Uint8Array.from(edges, ({ isOneWay = false }) => Number(isOneWay)),
    ...incidence(edges, { nodeCount: nodes.size, edgeFrom, edgeTo }),
    lineStart,
    positions,
    positionMetres,
  };
}

/** Open edges by the nodes they can be left from. */
function incidence(
  edges: readonly RoadEdge[],
  { nodeCount, edgeFrom, edgeTo }: Pick<RoadGraph, 'nodeCount' | 'edgeFrom' | 'edgeTo'>,
): Pick<RoadGraph, 'incidentStart' | 'incidentEdges'> {
  const incidentStart = new Uint32Array(nodeCount + 1);
  const each = (visit: (node: number, row: number) => void) => {
    edges.forEach(({ isClosed, isOneWay = false }, row) => {
      if (isClosed) return;
      visit(edgeFrom[row]!, row);
      if (!isOneWay && edgeFrom[row] !== edgeTo[row]) visit(edgeTo[row]!, row);
    });
  };
  each((node) => (incidentStart[node + 1]! += 1));
  for (let node = 0; node < nodeCount; node += 1) incidentStart[node + 1]! += incidentStart[node]!;
  const incidentEdges = new Uint32Array(incidentStart[nodeCount]!);
  const next = incidentStart.slice(0, nodeCount);
  each((node, row) => (incidentEdges[next[node]!++] = row));
  return { incidentStart, incidentEdges };
}

/** Position number `index` of all positions of a graph. */
export const positionAt = ({ positions }: RoadGraph, index: number): [number, number] => [
  positions[index * 2]!,
  positions[index * 2 + 1]!,
];

/**
 * The line of an edge between two distances from its start, metres; backwards when the first is the greater.
 * @param graph.positionMetres decides between which positions a cut lies; a cut is placed by proportion
 */
export function edgeLine(graph: RoadGraph, edge: number, fromMetres: number, toMetres: number): Position[] {
  if (fromMetres > toMetres) return edgeLine(graph, edge, toMetres, fromMetres).toReversed();
  const line = [positionAlong(graph, edge, fromMetres)];
  for (let at = graph.lineStart[edge]!; at < graph.lineStart[edge + 1]!; at += 1) {
    const metres = graph.positionMetres[at]!;
    if (metres > fromMetres && metres < toMetres) line.push(positionAt(graph, at));
  }
  line.push(positionAlong(graph, edge, toMetres));
  return line;
}

/** The position on an edge at a distance from its start, metres. */
export function positionAlong(graph: RoadGraph, edge: number, metres: number): Position {
  const { lineStart, positionMetres } = graph;
  const [first, end] = [lineStart[edge]!, lineStart[edge + 1]!];
  let at = first + 1;
  while (at < end - 1 && positionMetres[at]! < metres) at += 1;
  const [before, after] = [positionMetres[at - 1]!, positionMetres[at]!];
  if (metres <= before) return positionAt(graph, at - 1);
  if (metres >= after) return positionAt(graph, at);
  const share = (metres - before) / (after - before);
  const [a, b] = [positionAt(graph, at - 1), positionAt(graph, at)];
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
