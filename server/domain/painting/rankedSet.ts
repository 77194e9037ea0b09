/**
 * A set of ranks 0 … capacity − 1 that knows how many come before one and which is the n-th, each in O(log capacity)
 * (a Fenwick tree of counts). Owned by who made it: `set` changes it.
 */
export class RankedSet {
  readonly #isMember: Uint8Array;
  /** `#counts[i]` sums the members of the block of ranks that ends at i, as long as the lowest bit of i. */
  readonly #counts: Int32Array;
  readonly #highestBit: number;
  #size = 0;

  constructor(capacity: number) {
    this.#isMember = new Uint8Array(capacity);
    this.#counts = new Int32Array(capacity + 1);
    this.#highestBit = capacity === 0 ? 0 : 2 ** Math.floor(Math.log2(capacity));
  }

  get size(): number {
    return this.#size;
  }

  has(rank: number): boolean {
    return this.#isMember[rank] === 1;
  }

  /** @throws RangeError when the rank is outside */
  set(rank: number, isMember: boolean): void {
    if (!(rank in this.#isMember)) throw new RangeError(`rank ${rank} of ${this.#isMember.length}`);
    if (this.has(rank) === isMember) return;
    const change = isMember ? 1 : -1;
    this.#isMember[rank] = isMember ? 1 : 0;
    this.#size += change;
    for (let block = rank + 1; block < this.#counts.length; block += block & -block) {
      this.#counts[block]! += change;
    }
  }

  /** Members with a lower rank. */
  countBefore(rank: number): number {
    let count = 0;
    for (let block = rank; block > 0; block -= block & -block) count += this.#counts[block]!;
    return count;
  }

  /** The rank of a member by its position from 0; null beyond the last. */
  at(position: number): number | null {
    if (position < 0 || position >= this.#size) return null;
    let rank = 0;
    let left = position;
    for (let step = this.#highestBit; step > 0; step >>= 1) {
      const block = rank + step;
      if (block < this.#counts.length && this.#counts[block]! <= left) {
        rank = block;
        left -= this.#counts[block]!;
      }
    }
    return rank;
  }
}
