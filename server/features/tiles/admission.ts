import { AppError } from '../../errors.ts';

interface Waiting {
  start: () => void;
  refuse: (reason: unknown) => void;
}

/**
 * Lets a few pieces of work run at once and a bounded number wait: beyond that a request is turned away
 * at once instead of piling up behind a slow database.
 */
export class Admission {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor({ atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Runs the work when there is room.
   * @param signal leaves the queue; work that has started runs to its end
   * @throws AppError overloaded with `retry-after` when too many wait already
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiting.size >= this.#mostWaiting) {
      const headers = { 'retry-after': '1' };
      throw new AppError('overloaded', `${this.#waiting.size} tiles are waiting`, { headers });
    }
    return new Promise((resolve, reject) => {
      const entry: Waiting = { start: resolve, refuse: reject };
      this.#waiting.add(entry);
      signal.addEventListener('abort', () => this.#waiting.delete(entry) && entry.refuse(signal.reason), {
        once: true,
      });
    });
  }

  #startNext(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#running += 1;
    next.start();
  }
}
