import { bellCurve, seededRandom, type Random } from './random.ts';
import { planeDistance, type PlanePoint } from './plane.ts';

/** Lattice points of one township, with how much room each counts for. */
export interface TownshipGround {
  points: readonly PlanePoint[];
  densities: readonly number[];
  seat: PlanePoint;
}

const CANDIDATES = 12;
/** Few rounds: enough for cells of like size, not enough for the honeycomb that full relaxation gives. */
const RELAXATION_ROUNDS = 5;
const PULL_TO_SEAT = 0.7;
const JITTER_SHARE = 0.06;

/**
 * Spreads villages over a township: best-candidate sampling, then a few rounds of weighted relaxation.
 * The first point stays near the seat.
 *
 * @param seed text that fixes the outcome, such as the township code
 * @returns one point for each village, no two the same
 */
export function spreadVillages(ground: TownshipGround, count: number, seed: string): PlanePoint[] {
  const random = seededRandom(seed);
  let sites = bestCandidates(ground, count, random);
  for (let round = 0; round < RELAXATION_ROUNDS; round++) sites = relax(ground, sites);
  const size = Math.sqrt(roomOf(ground) / count);
  return sites.map(([x, y]) => {
    const moved: PlanePoint = [
      x + bellCurve(random) * JITTER_SHARE * size,
      y + bellCurve(random) * JITTER_SHARE * size,
    ];
    // Only ground points are known to be inside; a jitter that leaves the ground is not taken.
    const reach = ground.points.some((point) => planeDistance(point, moved) < 0.25);
    return reach ? moved : [x, y];
  });
}

function bestCandidates(
  { points, densities, seat }: TownshipGround,
  count: number,
  random: Random,
): PlanePoint[] {
  const cumulative: number[] = [];
  densities.reduce((sum, density) => (cumulative.push(sum + density), sum + density), 0);
  const draw = () => {
    const target = random() * cumulative.at(-1)!;
    return bisectLeft(cumulative, target);
  };
  const first = closestIndex(points, seat);
  const sites: PlanePoint[] = [points[first]!];
  while (sites.length < count) {
    let best = -1;
    let bestScore = -Infinity;
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      const index = draw();
      const gap = Math.min(...sites.map((site) => planeDistance(site, points[index]!)));
      // Where villages are dense a shorter gap is as good.
      const score = gap * Math.sqrt(densities[index]!);
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    sites.push(points[best]!);
  }
  return sites;
}

/** The first index whose sum reaches the target. */
function bisectLeft(sums: readonly number[], target: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

function relax({ points, densities, seat }: TownshipGround, sites: readonly PlanePoint[]): PlanePoint[] {
  const sums = sites.map(() => [0, 0, 0]);
  points.forEach((point, index) => {
    const sum = sums[closestIndex(sites, point)]!;
    sum[0]! += point[0] * densities[index]!;
    sum[1]! += point[1] * densities[index]!;
    sum[2]! += densities[index]!;
  });
  return sites.map((site, index) => {
    const [x, y, weight] = sums[index]! as [number, number, number];
    if (weight === 0) return site;
    const middle: PlanePoint = [x / weight, y / weight];
    const target: PlanePoint =
      index === 0
        ? [middle[0] + (seat[0] - middle[0]) * PULL_TO_SEAT, middle[1] + (seat[1] - middle[1]) * PULL_TO_SEAT]
        : middle;
    // The middle of a bent cell may lie outside it.
    return points[closestIndex(points, target)]!;
  });
}

function closestIndex(points: readonly PlanePoint[], target: PlanePoint): number {
  let best = 0;
  let bestDistance = Infinity;
  for (let index = 0; index < points.length; index++) {
    const x = points[index]![0] - target[0];
    const y = points[index]![1] - target[1];
    const distance = x * x + y * y;
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}

function roomOf({ points }: TownshipGround): number {
  // The lattice spacing is the gap between the first two points of a column.
  const spacing = Math.min(...points.slice(1, 50).map((point) => planeDistance(point, points[0]!)));
  return points.length * spacing ** 2;
}
