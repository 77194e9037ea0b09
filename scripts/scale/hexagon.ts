import { toGrid, type GridPoint } from '#domain/territories/grid';
import { localPlane, type LngLat, type PlanePoint } from '../geography/plane.ts';
import { numberedRandom, type Random } from '../geography/random.ts';
import type { LatticePlace } from './layout.ts';

/** Kilometres from the middle of a territory to its corners: 7 km², a village of the hills. */
const sideKilometres = 1.64;
/** Steps of a border; six borders make 48 vertices a village and the one that closes the ring. */
const stepsABorder = 8;
/** How far corners and seats stray, and how far a border bends from the straight line, in sides. */
const cornerStray = 0.2;
const seatStray = 0.25;
/** Bends stay within this slope of the line's ends: borders that meet, at 68° at least, cannot cross. */
const bendSlope = 0.4;

/** Centre of the country: the scale of lengths east to west is right at this latitude. */
const plane = localPlane([105, 35]);

/** Counter-clockwise from the north-east, as the borders follow each other round a territory. */
const neighbourSteps: readonly ((odd: number) => LatticePlace)[] = [
  (odd) => ({ column: odd, row: -1 }),
  (odd) => ({ column: odd - 1, row: -1 }),
  () => ({ column: -1, row: 0 }),
  (odd) => ({ column: odd - 1, row: 1 }),
  (odd) => ({ column: odd, row: 1 }),
  () => ({ column: 1, row: 0 }),
];

export function neighbourPlace({ column, row }: LatticePlace, side: number): LatticePlace {
  const step = neighbourSteps[side]!(row & 1);
  return { column: column + step.column, row: row + step.row };
}

const cornersAtAnotherPlace = [0, null, 1, 3, null, 4] as const;

/**
 * The hexagons of the lattice, their corners and borders bent by chance that depends on the seed and the place alone:
 * either side of a border sees the same line, in whatever order it is asked for.
 */
export class HexagonGround {
  readonly #seed: number;
  readonly #middle: LatticePlace;

  /** @param middle the place that lies at the centre of the country */
  constructor(seed: number, middle: LatticePlace) {
    this.#seed = seed;
    this.#middle = middle;
  }

  /** Numbers that belong to a thing at a place. */
  randomAt({ column, row }: LatticePlace, thing: number): Random {
    let mixed = this.#seed ^ Math.imul(column + 0x4f1b, 0x9e3779b1);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) ^ Math.imul(row + 0x2c7d, 0xc2b2ae35);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f) ^ Math.imul(thing + 1, 0x165667b1);
    return numberedRandom(mixed ^ (mixed >>> 16));
  }

  /** Where a village stands, somewhere about the middle of its territory. */
  seat(place: LatticePlace): LngLat {
    const random = this.randomAt(place, 10);
    return plane.toLngLat(strayed(this.#centre(place), random, seatStray));
  }

  /** The border on a side of a territory, with the territory on its left; ends are corners. */
  border(place: LatticePlace, side: number): GridPoint[] {
    const [a, b] = [this.#corner(place, side), this.#corner(place, (side + 1) % 6)];
    const random = this.randomAt(place, 20 + side);
    const [swing, phase, ripple] = [random() * 2 - 1, random() * Math.PI * 2, random() * 0.5];
    const along: PlanePoint = [b[0] - a[0], b[1] - a[1]];
    const points = Array.from({ length: stepsABorder + 1 }, (_, step): PlanePoint => {
      const share = step / stepsABorder;
      // Two waves, together between −1 and 1, in the room between the two slopes.
      const wave = swing * (1 - ripple) + ripple * Math.sin(phase + share * 14);
      const offset = bendSlope * Math.min(share, 1 - share) * wave;
      return [a[0] + along[0] * share - along[1] * offset, a[1] + along[1] * share + along[0] * offset];
    });
    return points.map((point) => toGrid(plane.toLngLat(point)));
  }

  #centre({ column, row }: LatticePlace): PlanePoint {
    const shift = (row & 1) / 2 - (this.#middle.row & 1) / 2;
    return [
      (column - this.#middle.column + shift) * Math.sqrt(3) * sideKilometres,
      (this.#middle.row - row) * 1.5 * sideKilometres,
    ];
  }

  /** A corner, counted counter-clockwise from 30° north of east. Each is the north or south corner of one place. */
  #corner(place: LatticePlace, corner: number): PlanePoint {
    const side = cornersAtAnotherPlace[corner]!;
    const owner = side === null ? place : neighbourPlace(place, side);
    const isNorth = corner === 1 || corner === 3 || corner === 5;
    const [x, y] = this.#centre(owner);
    const straight: PlanePoint = [x, y + (isNorth ? sideKilometres : -sideKilometres)];
    return strayed(straight, this.randomAt(owner, isNorth ? 0 : 1), cornerStray);
  }
}

function strayed([x, y]: PlanePoint, random: Random, most: number): PlanePoint {
  const angle = random() * Math.PI * 2;
  const distance = Math.sqrt(random()) * most * sideKilometres;
  return [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
}
