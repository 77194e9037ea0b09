import { AppError } from '../errors.ts';

/**
 * A limit on how long the database may be kept busy, kept by the client: the embedded engine cannot
 * cancel a statement, so the caller is let go while the engine finishes (or is restarted).
 */
export class Deadline {
  readonly #expired: Promise<never>;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number | null) {
    let expire: (error: AppError) => void;
    this.#expired = new Promise<never>((_, reject) => (expire = reject));
    // Nobody may be racing when it expires: that is no unhandled rejection.
    this.#expired.catch(() => {});
    if (milliseconds === null) return;
    const error = new AppError('query-timeout', `a transaction took longer than ${milliseconds / 1000} s`);
    this.#timer = setTimeout(() => expire(error), milliseconds);
  }

  /** The outcome of the work, or AppError query-timeout when the limit is reached first. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#expired]);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
