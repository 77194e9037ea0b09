import { LRUCache } from 'lru-cache';

/** Failures before the first pause; typing errors are free. */
const freeFailures = 5;
const firstSeconds = 30;
const mostSeconds = 15 * 60;

/** How long an account rests after its nth failure in a row, in seconds: 30 after the fifth, doubling to 15 minutes. */
export function lockSeconds(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(firstSeconds * 2 ** (failures - freeFailures), mostSeconds);
}

/**
 * The same rule for names that are no account, so that a lock does not tell which names are. In memory: nothing
 * is lost with it, and a database would fill with what strangers type.
 */
export class UnknownNames {
  readonly #failures = new LRUCache<string, { failures: number; lockedUntil: number }>({ max: 10_000 });

  /** Counts an attempt. @returns seconds until the next may be made; 0: this one may */
  count(name: string): number {
    const now = Date.now();
    const known = this.#failures.get(name) ?? { failures: 0, lockedUntil: 0 };
    if (known.lockedUntil > now) return Math.ceil((known.lockedUntil - now) / 1000);
    const failures = known.failures + 1;
    this.#failures.set(name, { failures, lockedUntil: now + lockSeconds(failures) * 1000 });
    return 0;
  }
}
