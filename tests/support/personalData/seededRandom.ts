import { numberedRandom, type Random } from '../../../scripts/geography/random.ts';

/** A generator of numbers in [0, 1) that repeats for the same seed (mulberry32). */
export class SeededRandom {
  readonly next: Random;

  constructor(seed: number) {
    this.next = numberedRandom(seed);
  }

  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)]!;
  }

  digits(length: number): string {
    return Array.from({ length }, () => this.whole(0, 9)).join('');
  }
}
