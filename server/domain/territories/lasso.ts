/**
 * A closed line drawn by hand, in any plane. What it goes round at all is inside, however often: a hand that
 * draws past its start makes no hole.
 */
export class Lasso {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly #ring: Float64Array;
  /** Edges by the band of y they run through, so that a point is compared with few of them. */
  readonly #bands: number[][];

  /** @param ring the vertices; the last need not repeat the first */
  constructor(ring: readonly (readonly [number, number])[]) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of ring) {
      minX = Math.min(minX, x);
      minY = Math.min(minY, y);
      maxX = Math.max(maxX, x);
      maxY = Math.max(maxY, y);
    }
    [this.minX, this.minY, this.maxX, this.maxY] = [minX, minY, maxX, maxY];
    this.#ring = Float64Array.from([...ring, ...ring.slice(0, 1)].flat());
    this.#bands = Array.from({ length: Math.max(1, ring.length >> 1) }, () => []);
    for (let edge = 0; edge < ring.length; edge++) {
      const [one, other] = [this.#bandOf(this.#ring[2 * edge + 1]!), this.#bandOf(this.#ring[2 * edge + 3]!)];
      for (let band = Math.min(one, other); band <= Math.max(one, other); band++)
        this.#bands[band]!.push(edge);
    }
  }

  /** Whether a place lies inside; a place on the line itself may count as either. */
  holds(x: number, y: number): boolean {
    if (x < this.minX || x > this.maxX || y < this.minY || y > this.maxY) return false;
    const ring = this.#ring;
    let winding = 0;
    for (const edge of this.#bands[this.#bandOf(y)]!) {
      const ay = ring[2 * edge + 1]!;
      const by = ring[2 * edge + 3]!;
      if (ay > y === by > y) continue;
      const ax = ring[2 * edge]!;
      if (x < ((ring[2 * edge + 2]! - ax) * (y - ay)) / (by - ay) + ax) winding += by > ay ? 1 : -1;
    }
    return winding !== 0;
  }

  #bandOf(y: number): number {
    const height = this.maxY - this.minY;
    if (height <= 0) return 0;
    const band = Math.floor(((y - this.minY) / height) * this.#bands.length);
    return Math.min(this.#bands.length - 1, Math.max(0, band));
  }
}
