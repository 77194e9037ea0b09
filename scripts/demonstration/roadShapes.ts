import { planeDistance, XIANGXI_PLANE, type LngLat, type PlanePoint } from '../geography/plane.ts';
import { seededRandom } from '../geography/random.ts';
import type { PlacedVillage } from './inputs.ts';
import type { ClassedPassage, RoadClass } from './roadNetwork.ts';

const CLASS_RANK: Readonly<Record<RoadClass, number>> = { county: 3, township: 2, village: 1 };
/** How far along a road its direction at a village is kept, as a share of the way to the border. */
const TANGENT_SHARE = 0.4;
/** Sideways swing between village and border, as a share of that way. */
const SWING_SHARE = 0.1;
const SMOOTHING_ROUNDS = 2;

/**
 * Draws each passage as a curve: from village to border to village, swinging a little, and running
 * straight through villages where two roads of the highest class there meet.
 */
export function drawRoads(
  roads: readonly ClassedPassage[],
  byId: ReadonlyMap<number, PlacedVillage>,
): LngLat[][] {
  const directions = throughDirections(roads, byId);
  return roads.map((road, index) => {
    const random = seededRandom(`road ${road.from} ${road.to}`);
    const [from, to] = [byId.get(road.from)!.point, byId.get(road.to)!.point];
    const start = halfWay(from, road.gate, directions.get(`${index} ${road.from}`), random());
    const end = halfWay(to, road.gate, directions.get(`${index} ${road.to}`), random());
    let line: PlanePoint[] = [...start, road.gate, ...end.reverse()];
    for (let round = 0; round < SMOOTHING_ROUNDS; round++) line = cutCorners(line);
    return dropStraight(line).map(XIANGXI_PLANE.toLngLat);
  });
}

/** The points from a village up to, but without, the border. */
function halfWay(
  village: PlanePoint,
  gate: PlanePoint,
  direction: PlanePoint | undefined,
  draw: number,
): PlanePoint[] {
  const length = planeDistance(village, gate);
  const across: PlanePoint = [-(gate[1] - village[1]) / length, (gate[0] - village[0]) / length];
  const swing = (draw - 0.5) * 2 * SWING_SHARE * length;
  const middle: PlanePoint = [
    village[0] + (gate[0] - village[0]) * 0.62 + across[0] * swing,
    village[1] + (gate[1] - village[1]) * 0.62 + across[1] * swing,
  ];
  if (!direction) return [village, middle];
  const reach = TANGENT_SHARE * length;
  return [village, [village[0] + direction[0] * reach, village[1] + direction[1] * reach], middle];
}

/** "road index, village id" → unit direction in which that road leaves the village, where it runs through. */
function throughDirections(
  roads: readonly ClassedPassage[],
  byId: ReadonlyMap<number, PlacedVillage>,
): Map<string, PlanePoint> {
  const meeting = new Map<number, { index: number; rank: number; towards: PlanePoint }[]>();
  roads.forEach((road, index) => {
    for (const id of [road.from, road.to]) {
      const { point } = byId.get(id)!;
      const length = planeDistance(point, road.gate);
      const towards: PlanePoint = [(road.gate[0] - point[0]) / length, (road.gate[1] - point[1]) / length];
      const entry = { index, rank: CLASS_RANK[road.class], towards };
      meeting.set(id, [...(meeting.get(id) ?? []), entry]);
    }
  });
  const directions = new Map<string, PlanePoint>();
  for (const [id, ends] of meeting) {
    const highest = Math.max(...ends.map(({ rank }) => rank));
    const [one, other, ...more] = ends.filter(({ rank }) => rank === highest);
    if (!one || !other || more.length > 0) continue;
    const through: PlanePoint = [one.towards[0] - other.towards[0], one.towards[1] - other.towards[1]];
    const length = Math.hypot(...through);
    // Two roads that leave to the same side do not run through.
    if (length < 1) continue;
    const unit: PlanePoint = [through[0] / length, through[1] / length];
    directions.set(`${one.index} ${id}`, unit);
    directions.set(`${other.index} ${id}`, [-unit[0], -unit[1]]);
  }
  return directions;
}

/** The point at a share of the way from a to b. */
function cut(a: PlanePoint, b: PlanePoint, share: number): PlanePoint {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** One round of Chaikin's corner cutting; the ends stay. */
function cutCorners(line: readonly PlanePoint[]): PlanePoint[] {
  const inner = line.slice(1).flatMap((point, index) => {
    const before = line[index]!;
    return [cut(before, point, 0.25), cut(before, point, 0.75)];
  });
  return [line[0]!, ...inner.slice(1, -1), line.at(-1)!];
}

/** Drops points that a straight line would pass within five metres of. */
function dropStraight(line: readonly PlanePoint[]): PlanePoint[] {
  const kept = [line[0]!];
  for (let index = 1; index < line.length - 1; index++) {
    const [a, b, c] = [kept.at(-1)!, line[index]!, line[index + 1]!];
    const base = planeDistance(a, c);
    const height = Math.abs((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / base;
    if (height > 0.005) kept.push(b);
  }
  return [...kept, line.at(-1)!];
}
