import { planeDistance, type PlanePoint } from './plane.ts';
import type { Samples } from './samples.ts';

/** One township's claim on its county. */
export interface Claim {
  seat: PlanePoint;
  villageCount: number;
}

const ITERATIONS = 100;
/** How fast a cell's radius follows the area it lacks; above 1 the cells swing. */
const STEP = 0.35;
/** Cells grow a little slower than their number of villages: a township of one village is not a dot. */
const AREA_EXPONENT = 0.9;
/** How far a cell's site leaves the seat for the cell's middle, so that seats on a border get room too. */
const PULL_TO_MIDDLE = 0.5;
/** Ground that a seat keeps for its own township, unless another seat is nearer. */
const RESERVED_KILOMETRES = 1.6;
const WAY_WIDTH_KILOMETRES = 2.4;

/**
 * Shares a county among its townships: a power diagram whose weights are adjusted until each cell has an
 * area in keeping with its villages. A plain Voronoi diagram of the seats gives a township of 57 villages
 * beside a close neighbour no more room than one of six.
 *
 * @param densities how much room a sample counts for: villages near towns are smaller
 * @returns the index of the claim each sample belongs to; every claim's samples hang together
 */
export function allotSamples(
  samples: Samples,
  claims: readonly Claim[],
  densities: readonly number[],
): number[] {
  const total = densities.reduce((sum, density) => sum + density, 0);
  const shares = claims.map(({ villageCount }) => villageCount ** AREA_EXPONENT);
  const allShares = shares.reduce((sum, share) => sum + share, 0);
  const targets = shares.map((share) => (share / allShares) * total);
  const sampleArea = samples.spacing ** 2;
  const sites = claims.map(({ seat }) => seat);
  const weights = claims.map(() => 0);
  let owners: number[] = [];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    owners = powerCells(samples.points, sites, weights);
    const areas = sumBy(owners, densities, claims.length);
    const middles = centroids(samples, owners, densities, claims.length);
    claims.forEach(({ seat }, index) => {
      weights[index]! += ((targets[index]! - areas[index]!) * sampleArea * STEP) / Math.PI;
      const middle = middles[index] ?? seat;
      sites[index] = [
        seat[0] + (middle[0] - seat[0]) * PULL_TO_MIDDLE,
        seat[1] + (middle[1] - seat[1]) * PULL_TO_MIDDLE,
      ];
    });
  }
  const middles = centroids(samples, owners, densities, claims.length);
  return joinParts(samples, reserveSeats(samples, owners, claims, middles), claims);
}

/**
 * Gives a township the ground round its seat, and a way from there to its middle, where another one had
 * taken it. The power diagram alone may cut a seat off, and moving weights or sites to prevent that
 * squeezes the neighbours.
 */
function reserveSeats(
  { points }: Samples,
  owners: readonly number[],
  claims: readonly Claim[],
  middles: readonly (PlanePoint | undefined)[],
): number[] {
  const cutOff = claims.map(({ seat }, claim) => owners[closestSample(points, seat)] !== claim);
  return points.map((point, index) => {
    let [best, bestDistance] = [owners[index]!, RESERVED_KILOMETRES];
    claims.forEach(({ seat }, claim) => {
      const distance = planeDistance(point, seat);
      if (distance < bestDistance) [best, bestDistance] = [claim, distance];
    });
    if (bestDistance < RESERVED_KILOMETRES) return best;
    const onWay = claims.findIndex(
      ({ seat }, claim) =>
        cutOff[claim] && distanceToWay(point, seat, middles[claim] ?? seat) < WAY_WIDTH_KILOMETRES / 2,
    );
    return onWay === -1 ? owners[index]! : onWay;
  });
}

function closestSample(points: readonly PlanePoint[], target: PlanePoint): number {
  let best = 0;
  points.forEach((point, index) => {
    if (planeDistance(point, target) < planeDistance(points[best]!, target)) best = index;
  });
  return best;
}

/** Kilometres from a point to the straight way between two others. */
function distanceToWay(point: PlanePoint, from: PlanePoint, to: PlanePoint): number {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const squared = x * x + y * y;
  const share = squared === 0 ? 0 : ((point[0] - from[0]) * x + (point[1] - from[1]) * y) / squared;
  const along = Math.max(0, Math.min(1, share));
  return planeDistance(point, [from[0] + x * along, from[1] + y * along]);
}

/** For each point the site of least power, that is squared distance less weight. */
function powerCells(
  points: readonly PlanePoint[],
  sites: readonly PlanePoint[],
  weights: readonly number[],
): number[] {
  // Unboxed: this runs a hundred times over every sample of a county.
  const eastings = Float64Array.from(sites, ([x]) => x);
  const northings = Float64Array.from(sites, ([, y]) => y);
  const ranks = Float64Array.from(weights);
  return points.map(([pointX, pointY]) => {
    let best = 0;
    let bestPower = Infinity;
    for (let index = 0; index < ranks.length; index++) {
      const x = pointX - eastings[index]!;
      const y = pointY - northings[index]!;
      const power = x * x + y * y - ranks[index]!;
      if (power < bestPower) {
        best = index;
        bestPower = power;
      }
    }
    return best;
  });
}

/** The weighted centre of each owner's samples; undefined where an owner has none. */
export function centroids(
  { points }: Samples,
  owners: readonly number[],
  densities: readonly number[],
  count: number,
): (PlanePoint | undefined)[] {
  const sums = Array.from({ length: count }, () => [0, 0, 0]);
  points.forEach(([x, y], index) => {
    const sum = sums[owners[index]!];
    if (!sum) return;
    const density = densities[index]!;
    sum[0]! += x * density;
    sum[1]! += y * density;
    sum[2]! += density;
  });
  return sums.map(([x, y, weight]) => (weight! > 0 ? [x! / weight!, y! / weight!] : undefined));
}

function sumBy(owners: readonly number[], values: readonly number[], count: number): number[] {
  const sums = Array.from({ length: count }, () => 0);
  owners.forEach((owner, index) => (sums[owner]! += values[index]!));
  return sums;
}

/** Where the county's shape cuts a cell in two, the smaller pieces go to the neighbours they touch most. */
function joinParts(
  { points, neighbours }: Samples,
  cut: readonly number[],
  claims: readonly Claim[],
): number[] {
  const owners = [...cut];
  for (let pass = 0; pass < 8; pass++) {
    const parts = connectedParts(owners, neighbours);
    const main = claims.map(({ seat }, owner) => mainPart(parts, owner, owners, points, seat));
    const strays = parts.filter((part) => main[owners[part[0]!]!] !== part);
    let moved = 0;
    for (const stray of strays) {
      const touching = new Map<number, number>();
      for (const sample of stray) {
        for (const neighbour of neighbours[sample]!) {
          const other = owners[neighbour]!;
          if (other !== owners[sample]) touching.set(other, (touching.get(other) ?? 0) + 1);
        }
      }
      const [best] = [...touching].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      if (!best) continue;
      for (const sample of stray) owners[sample] = best[0];
      moved++;
    }
    if (moved === 0) break;
  }
  return owners;
}

function connectedParts(owners: readonly number[], neighbours: readonly number[][]): number[][] {
  const seen = new Uint8Array(owners.length);
  const parts: number[][] = [];
  owners.forEach((owner, start) => {
    if (seen[start]) return;
    const part = [start];
    seen[start] = 1;
    for (let at = 0; at < part.length; at++) {
      for (const neighbour of neighbours[part[at]!]!) {
        if (seen[neighbour] || owners[neighbour] !== owner) continue;
        seen[neighbour] = 1;
        part.push(neighbour);
      }
    }
    parts.push(part);
  });
  return parts;
}

/** The largest part of an owner; of parts nearly as large the one beside the seat. */
function mainPart(
  parts: readonly number[][],
  owner: number,
  owners: readonly number[],
  points: readonly PlanePoint[],
  seat: PlanePoint,
): number[] | undefined {
  const own = parts.filter((part) => owners[part[0]!] === owner);
  const largest = Math.max(0, ...own.map((part) => part.length));
  const distance = (part: number[]) =>
    Math.min(...part.map((sample) => planeDistance(points[sample]!, seat)));
  return own
    .filter((part) => part.length > largest / 2)
    .sort((one, other) => distance(one) - distance(other))[0];
}
