import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { listReleaseRows, type KnownRelease } from './releaseRows.ts';

/** How long what is known of releases is believed: another process may have published or withdrawn one. */
const freshMilliseconds = 1_000;

interface Known {
  at: number;
  releases: readonly KnownRelease[];
}

/** What releases there are, read again at most once a second, and at once after a change made here. */
export class ReleaseIndex {
  readonly #database: Database;
  readonly #log: Logger;
  #known: Known | null = null;
  #reading: Promise<Known> | null = null;
  #generation = 0;

  constructor({ database, log }: { database: Database; log: Logger }) {
    this.#database = database;
    this.#log = log;
  }

  /** Forgets what it knows: something has changed. */
  invalidate(): void {
    this.#known = null;
    this.#reading = null;
    this.#generation += 1;
  }

  async list(): Promise<readonly KnownRelease[]> {
    const known = this.#known;
    if (known && performance.now() - known.at < freshMilliseconds) return known.releases;
    this.#reading ??= this.#read();
    return (await this.#reading).releases;
  }

  async find(id: string): Promise<KnownRelease | null> {
    return (await this.list()).find(({ release }) => release.id === id) ?? null;
  }

  async #read(): Promise<Known> {
    const generation = this.#generation;
    try {
      // Age counts from before the question: the answer may be as old as that.
      const at = performance.now();
      const releases = await this.#database.read('public', noScope, listReleaseRows);
      const known = { at, releases };
      // What was asked before a change says nothing of it.
      if (generation !== this.#generation) return await this.#read();
      this.#known = known;
      return known;
    } catch (error) {
      this.#log.warn({ err: error }, 'releases could not be listed');
      throw error;
    } finally {
      if (generation === this.#generation) this.#reading = null;
    }
  }
}
