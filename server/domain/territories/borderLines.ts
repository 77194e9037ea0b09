import { worldX, worldY } from './mercatorPlane.ts';
import type { TerritoryArc } from './territoryArc.ts';

/**
 * Arcs as flat arrays in the Web Mercator plane (see mercatorPlane.ts). A line is the index of an arc; villages
 * have slots, dense from 1, 0 for the outside, because their ids may be sparse.
 */
export class BorderLines {
  /** x and y in turn. */
  readonly coordinates: Float64Array;
  /** First vertex of each line, and the number of vertices at the end. */
  readonly starts: Uint32Array;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Village ids by slot. */
  readonly villages: readonly number[];
  readonly slotOf: ReadonlyMap<number, number>;
  /** Lines round each slot. */
  readonly #around: readonly number[][];

  constructor(arcs: readonly TerritoryArc[]) {
    this.starts = new Uint32Array(arcs.length + 1);
    arcs.forEach(({ points }, line) => (this.starts[line + 1] = this.starts[line]! + points.length));
    this.coordinates = new Float64Array(2 * this.starts[arcs.length]!);
    let at = 0;
    for (const { points } of arcs) {
      // Counted, not iterated: this runs once and cold, on some hundred thousand points.
      for (let index = 0; index < points.length; index++) {
        const point = points[index]!;
        this.coordinates[at++] = worldX(point[0]);
        this.coordinates[at++] = worldY(point[1]);
      }
    }
    const slots = new Map([[0, 0]]);
    for (const { left, right } of arcs) {
      if (!slots.has(left)) slots.set(left, slots.size);
      if (!slots.has(right)) slots.set(right, slots.size);
    }
    this.slotOf = slots;
    this.villages = [...slots.keys()];
    this.left = Uint32Array.from(arcs, ({ left }) => slots.get(left)!);
    this.right = Uint32Array.from(arcs, ({ right }) => slots.get(right)!);
    const around: number[][] = this.villages.map(() => []);
    arcs.forEach((_, line) => {
      around[this.left[line]!]!.push(line);
      around[this.right[line]!]!.push(line);
    });
    this.#around = around;
  }

  around(slot: number): readonly number[] {
    return this.#around[slot]!;
  }

  /**
   * Whether a territory holds a place. Both sides of a line compute the same crossing, so every place is held
   * by one territory or by none, even on a border.
   */
  holds(slot: number, x: number, y: number): boolean {
    const { coordinates, starts } = this;
    let isInside = false;
    for (const line of this.#around[slot]!) {
      const end = 2 * starts[line + 1]!;
      let at = 2 * starts[line]!;
      let ax = coordinates[at]!;
      let ay = coordinates[at + 1]!;
      for (at += 2; at < end; at += 2) {
        const bx = coordinates[at]!;
        const by = coordinates[at + 1]!;
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
        ax = bx;
        ay = by;
      }
    }
    return isInside;
  }

  /**
   * A place inside a territory: its centroid or, where that lies outside or in a hole, the middle of the widest
   * stretch of the territory on the centroid's parallel. A vertex where the territory has no area.
   */
  centre(slot: number): [x: number, y: number] {
    const [x, y] = this.#centroid(slot);
    if (this.holds(slot, x, y)) return [x, y];
    return this.#widestStretch(slot, y) ?? this.#widestStretch(slot, this.#someParallel(slot)) ?? [x, y];
  }

  #centroid(slot: number): [x: number, y: number] {
    const { coordinates, starts } = this;
    // Differences from a vertex nearby keep the digits that a product of world coordinates would lose.
    const origin = 2 * starts[this.#around[slot]![0]!]!;
    const [x0, y0] = [coordinates[origin]!, coordinates[origin + 1]!];
    let [doubled, sumX, sumY] = [0, 0, 0];
    for (const line of this.#around[slot]!) {
      const side = this.left[line] === slot ? 1 : -1;
      for (let vertex = starts[line]! + 1; vertex < starts[line + 1]!; vertex++) {
        const ax = coordinates[2 * vertex - 2]! - x0;
        const ay = coordinates[2 * vertex - 1]! - y0;
        const bx = coordinates[2 * vertex]! - x0;
        const by = coordinates[2 * vertex + 1]! - y0;
        const cross = side * (ax * by - bx * ay);
        doubled += cross;
        sumX += (ax + bx) * cross;
        sumY += (ay + by) * cross;
      }
    }
    return doubled === 0 ? [x0, y0] : [x0 + sumX / (3 * doubled), y0 + sumY / (3 * doubled)];
  }

  /** Null where the parallel does not meet the territory: it may lie between two parts. */
  #widestStretch(slot: number, y: number): [x: number, y: number] | null {
    const { coordinates, starts } = this;
    const crossings: number[] = [];
    for (const line of this.#around[slot]!) {
      for (let vertex = starts[line]! + 1; vertex < starts[line + 1]!; vertex++) {
        const [ax, ay] = [coordinates[2 * vertex - 2]!, coordinates[2 * vertex - 1]!];
        const [bx, by] = [coordinates[2 * vertex]!, coordinates[2 * vertex + 1]!];
        if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
      }
    }
    crossings.sort((one, other) => one - other);
    let widest: [number, number] | null = null;
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [west, east] = [crossings[index]!, crossings[index + 1]!];
      if (!widest || east - west > widest[1] - widest[0]) widest = [west, east];
    }
    return widest && [(widest[0] + widest[1]) / 2, y];
  }

  /** Half the height of some piece of border, so that the parallel there crosses the territory. */
  #someParallel(slot: number): number {
    const { coordinates, starts } = this;
    let [tallest, parallel] = [-1, 0];
    for (const line of this.#around[slot]!) {
      for (let vertex = starts[line]! + 1; vertex < starts[line + 1]!; vertex++) {
        const [ay, by] = [coordinates[2 * vertex - 1]!, coordinates[2 * vertex + 1]!];
        if (Math.abs(ay - by) > tallest) [tallest, parallel] = [Math.abs(ay - by), (ay + by) / 2];
      }
    }
    return parallel;
  }
}
