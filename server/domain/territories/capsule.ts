/**
 * Where a round brush has been on a straight way: all places of a plane no farther than `radius` from the way.
 * Everything is measured in the frame of the way: u along it from its start, v across it.
 */
export class Capsule {
  readonly #x: number;
  readonly #y: number;
  /** Unit vector along the way; any direction will do for a way without length. */
  readonly #dx: number;
  readonly #dy: number;
  readonly #length: number;
  readonly #radius: number;

  constructor(from: readonly [number, number], to: readonly [number, number], radius: number) {
    const [x, y] = [to[0] - from[0], to[1] - from[1]];
    this.#length = Math.hypot(x, y);
    this.#x = from[0];
    this.#y = from[1];
    this.#dx = this.#length > 0 ? x / this.#length : 1;
    this.#dy = this.#length > 0 ? y / this.#length : 0;
    this.#radius = radius;
  }

  /** Whether a box may meet the capsule; true for some boxes near its round ends that do not. */
  mayMeetBox(minX: number, minY: number, maxX: number, maxY: number): boolean {
    const x = (minX + maxX) / 2 - this.#x;
    const y = (minY + maxY) / 2 - this.#y;
    const [width, height] = [(maxX - minX) / 2, (maxY - minY) / 2];
    const [alongX, alongY] = [Math.abs(this.#dx), Math.abs(this.#dy)];
    if (Math.abs(y * this.#dx - x * this.#dy) > this.#radius + width * alongY + height * alongX) return false;
    const u = x * this.#dx + y * this.#dy;
    const reach = this.#radius + width * alongX + height * alongY;
    return u >= -reach && u <= this.#length + reach;
  }

  /**
   * Whether a line of straight pieces comes into the capsule.
   *
   * @param coordinates x and y in turn
   * @param first index of the first vertex, not of its x
   * @param end index after the last vertex
   */
  meetsLine(coordinates: Float64Array, first: number, end: number): boolean {
    const radius = this.#radius;
    let x = coordinates[2 * first]! - this.#x;
    let y = coordinates[2 * first + 1]! - this.#y;
    let u0 = x * this.#dx + y * this.#dy;
    let v0 = y * this.#dx - x * this.#dy;
    for (let vertex = first + 1; vertex < end; vertex++) {
      x = coordinates[2 * vertex]! - this.#x;
      y = coordinates[2 * vertex + 1]! - this.#y;
      const u1 = x * this.#dx + y * this.#dy;
      const v1 = y * this.#dx - x * this.#dy;
      const isBeside =
        (v0 > radius && v1 > radius) ||
        (v0 < -radius && v1 < -radius) ||
        (u0 < -radius && u1 < -radius) ||
        (u0 > this.#length + radius && u1 > this.#length + radius);
      if (!isBeside && this.#meetsPiece(u0, v0, u1, v1)) return true;
      u0 = u1;
      v0 = v1;
    }
    return false;
  }

  #meetsPiece(u0: number, v0: number, u1: number, v1: number): boolean {
    if (v0 > 0 !== v1 > 0) {
      const u = u0 + ((u1 - u0) * v0) / (v0 - v1);
      if (u >= 0 && u <= this.#length) return true;
    }
    // Two stretches that do not cross are closest at an end of one of them.
    const limit = this.#radius * this.#radius;
    return (
      this.#squareToWay(u0, v0) <= limit ||
      this.#squareToWay(u1, v1) <= limit ||
      squareToPiece(0, u0, v0, u1, v1) <= limit ||
      squareToPiece(this.#length, u0, v0, u1, v1) <= limit
    );
  }

  #squareToWay(u: number, v: number): number {
    const beyond = u < 0 ? u : u > this.#length ? u - this.#length : 0;
    return beyond * beyond + v * v;
  }
}

/** Square of the distance from the place (u, 0) to a straight piece. */
function squareToPiece(u: number, u0: number, v0: number, u1: number, v1: number): number {
  const [pu, pv] = [u1 - u0, v1 - v0];
  const square = pu * pu + pv * pv;
  const share = square > 0 ? Math.min(1, Math.max(0, ((u - u0) * pu - v0 * pv) / square)) : 0;
  const [du, dv] = [u0 + share * pu - u, v0 + share * pv];
  return du * du + dv * dv;
}
