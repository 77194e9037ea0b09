import { planeDistance, XIANGXI_PLANE, type PlanePoint } from '../geography/plane.ts';
import { seededRandom } from '../geography/random.ts';
import type { CellBorder, DemonstrationInputs } from './inputs.ts';
import { findPath, type Graph, type Link } from './shortestPath.ts';

export type RoadClass = 'county' | 'township' | 'village';

/** A way from one village to a neighbouring one through the middle of the border of their cells. */
export interface Passage {
  from: number;
  to: number;
  gate: PlanePoint;
  kilometres: number;
}

export interface ClassedPassage extends Passage {
  class: RoadClass;
}

/** Borders shorter than this are corners, not places to pass. */
const SHORTEST_BORDER_KILOMETRES = 0.25;
/** A way that is already a county road costs less, so that roads join rather than run side by side. */
const SHARED_ROAD_FACTOR = 0.45;
/** Village roads that close a ring, as a share of the villages. */
const RING_SHARE = 0.14;
/** Villages without a road, so that 「无路可达」 occurs on the demonstration map. */
const ISOLATED_VILLAGES = 6;

/** All passages between neighbouring villages. */
export function passagesOf({ borders, byId }: DemonstrationInputs): Passage[] {
  const widest = new Map<string, Passage & { border: number }>();
  for (const border of borders) {
    if (border.left === 0 || border.right === 0) continue;
    const [from, to] = [Math.min(border.left, border.right), Math.max(border.left, border.right)];
    const { middle, length } = middleOf(border);
    if (length < SHORTEST_BORDER_KILOMETRES) continue;
    const key = `${from} ${to}`;
    if ((widest.get(key)?.border ?? 0) >= length) continue;
    const kilometres =
      planeDistance(byId.get(from)!.point, middle) + planeDistance(middle, byId.get(to)!.point);
    widest.set(key, { from, to, gate: middle, kilometres, border: length });
  }
  return [...widest.values()].map(({ from, to, gate, kilometres }) => ({ from, to, gate, kilometres }));
}

function middleOf({ line }: CellBorder): { middle: PlanePoint; length: number } {
  const points = line.map(XIANGXI_PLANE.toPlane);
  const lengths = points.slice(1).map((point, index) => planeDistance(points[index]!, point));
  const length = lengths.reduce((sum, step) => sum + step, 0);
  let left = length / 2;
  for (let index = 0; index < lengths.length; index++) {
    const step = lengths[index]!;
    if (left <= step) {
      const [a, b] = [points[index]!, points[index + 1]!];
      const share = step === 0 ? 0 : left / step;
      return { middle: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share], length };
    }
    left -= step;
  }
  return { middle: points.at(-1)!, length };
}

/**
 * Chooses the passages that carry a road: county roads from every township seat to its county town and
 * between neighbouring county towns, township roads between neighbouring seats, village roads to the rest
 * and a few that close rings.
 */
export function chooseRoads(inputs: DemonstrationInputs, passages: readonly Passage[]): ClassedPassage[] {
  const graph = graphOf(passages);
  const classes = new Map<number, RoadClass>();
  const cost = (edge: number) =>
    passages[edge]!.kilometres *
    (classes.get(edge) === 'county' ? SHARED_ROAD_FACTOR : classes.has(edge) ? 0.7 : 1);
  const join = (from: number, to: number, roadClass: RoadClass) => {
    const path = findPath(graph, [from], cost, (node) => node === to);
    if (!path) throw new Error(`no way leads from village ${from} to village ${to}`);
    for (const edge of path.edges) if (!classes.has(edge)) classes.set(edge, roadClass);
  };
  for (const [one, other] of neighbouringTowns(inputs)) join(one, other, 'county');
  for (const [seat, town] of seatsByDistance(inputs)) join(seat, town, 'county');
  for (const [one, other] of neighbouringSeats(inputs)) join(one, other, 'township');
  const isolated = isolatedVillages(inputs, graph, passages, classes);
  joinVillages(inputs, graph, passages, classes, isolated);
  closeRings(inputs, passages, classes, isolated);
  return [...classes]
    .sort(([one], [other]) => one - other)
    .map(([edge, roadClass]) => ({ ...passages[edge]!, class: roadClass }));
}

export function graphOf(passages: readonly Passage[]): Graph {
  const graph = new Map<number, Link[]>();
  const link = (from: number, to: number, edge: number) => {
    const links = graph.get(from);
    if (links) links.push({ edge, to });
    else graph.set(from, [{ edge, to }]);
  };
  passages.forEach(({ from, to }, edge) => {
    link(from, to, edge);
    link(to, from, edge);
  });
  return graph;
}

/** Pairs of county towns whose counties share a border. */
function neighbouringTowns({ borders, byId, countyTowns }: DemonstrationInputs): [number, number][] {
  const pairs = new Set<string>();
  for (const { left, right, rank } of borders) {
    if (rank !== 'county') continue;
    pairs.add([byId.get(left)!.countyCode, byId.get(right)!.countyCode].sort().join(' '));
  }
  return [...pairs].sort().map((pair) => {
    const [one, other] = pair.split(' ') as [string, string];
    return [countyTowns.get(one)!.id, countyTowns.get(other)!.id];
  });
}

/** Every seat with its county town, nearest seats first, so that later roads join earlier ones. */
function seatsByDistance({ seatVillages, countyTowns }: DemonstrationInputs): [number, number][] {
  const pairs = [...seatVillages.values()].map((seat) => ({ seat, town: countyTowns.get(seat.countyCode)! }));
  const distance = ({ seat, town }: (typeof pairs)[number]) => planeDistance(seat.point, town.point);
  return pairs
    .sort((one, other) => distance(one) - distance(other) || one.seat.id - other.seat.id)
    .map(({ seat, town }) => [seat.id, town.id]);
}

/** Pairs of seats with no third seat nearer to both than they are to each other. */
function neighbouringSeats({ seatVillages }: DemonstrationInputs): [number, number][] {
  const seats = [...new Set(seatVillages.values())];
  return seats.flatMap((one, index) =>
    seats.slice(index + 1).flatMap((other): [number, number][] => {
      const distance = planeDistance(one.point, other.point);
      const isBetween = seats.some(
        (third) =>
          third !== one &&
          third !== other &&
          Math.max(planeDistance(third.point, one.point), planeDistance(third.point, other.point)) < distance,
      );
      return isBetween ? [] : [[one.id, other.id]];
    }),
  );
}

/** Villages left without a road: far from any, spread by a seeded choice. */
function isolatedVillages(
  { villages }: DemonstrationInputs,
  graph: Graph,
  passages: readonly Passage[],
  classes: ReadonlyMap<number, RoadClass>,
): Set<number> {
  const random = seededRandom('villages without a road');
  const onRoad = new Set([...classes.keys()].flatMap((edge) => [passages[edge]!.from, passages[edge]!.to]));
  const remote = villages
    .filter(({ id }) => (graph.get(id) ?? []).every(({ to }) => !onRoad.has(to)) && !onRoad.has(id))
    .map(({ id, countyCode }) => ({ id, countyCode, draw: random() }))
    .sort((one, other) => one.draw - other.draw);
  const counties = new Set<string>();
  const chosen = remote.filter(({ countyCode }) => !counties.has(countyCode) && counties.add(countyCode));
  return new Set(chosen.slice(0, ISOLATED_VILLAGES).map(({ id }) => id));
}

/** A village road from each village not yet reached to the nearest that is. */
function joinVillages(
  { villages }: DemonstrationInputs,
  graph: Graph,
  passages: readonly Passage[],
  classes: Map<number, RoadClass>,
  isolated: ReadonlySet<number>,
): void {
  const onRoad = new Set([...classes.keys()].flatMap((edge) => [passages[edge]!.from, passages[edge]!.to]));
  const cost = (edge: number) => {
    const { from, to, kilometres } = passages[edge]!;
    return isolated.has(from) || isolated.has(to) ? Infinity : kilometres;
  };
  for (const { id } of villages) {
    if (onRoad.has(id) || isolated.has(id)) continue;
    const path = findPath(graph, [id], cost, (node) => onRoad.has(node));
    if (!path) throw new Error(`no way leads to village ${id}`);
    for (const edge of path.edges) classes.set(edge, classes.get(edge) ?? 'village');
    for (const node of path.nodes) onRoad.add(node);
  }
}

/** Short village roads between ends that are far apart on the network so far. */
function closeRings(
  { villages, byId }: DemonstrationInputs,
  passages: readonly Passage[],
  classes: Map<number, RoadClass>,
  isolated: ReadonlySet<number>,
): void {
  const random = seededRandom('rings of village roads');
  const degrees = new Map<number, number>();
  for (const edge of classes.keys()) {
    for (const end of [passages[edge]!.from, passages[edge]!.to])
      degrees.set(end, (degrees.get(end) ?? 0) + 1);
  }
  const candidates = passages
    .map(({ from, to, kilometres }, edge) => ({ edge, from, to, draw: random() * kilometres }))
    .filter(({ edge, from, to }) => {
      if (classes.has(edge) || isolated.has(from) || isolated.has(to)) return false;
      const isSameCounty = byId.get(from)!.countyCode === byId.get(to)!.countyCode;
      return isSameCounty && (degrees.get(from) ?? 0) <= 2 && (degrees.get(to) ?? 0) <= 2;
    })
    .sort((one, other) => one.draw - other.draw);
  for (const { edge } of candidates.slice(0, Math.round(villages.length * RING_SHARE)))
    classes.set(edge, 'village');
}
