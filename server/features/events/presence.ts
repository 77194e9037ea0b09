import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../database/role.ts';
import { deletePresence, insertPresence, type Connection } from './presenceQueries.ts';
import { renewPresence } from './presenceUpkeep.ts';

/**
 * Who has versions open through this process. Rows in the database tell every process; a timer renews them while
 * there are any, and nothing is held between two renewals.
 */
export class Presence {
  readonly #database: Database;
  readonly #log: Logger;
  /** Milliseconds between two renewals; at most a third of what makes a connection stale, as two may fail. */
  readonly #renewal: number;
  readonly #connections = new Map<string, Connection>();
  #timer: NodeJS.Timeout | null = null;
  /** What was begun last; each act waits for the one before, so that a stream never ends before it has begun. */
  #acts: Promise<void> = Promise.resolve();

  constructor({ database, log, renewal }: { database: Database; log: Logger; renewal: number }) {
    this.#database = database;
    this.#log = log;
    this.#renewal = renewal;
  }

  /**
   * Somebody opens a version. A failure is logged: they hear of changes all the same.
   * @param scope what they may see; a version outside of it is not said to be open
   * @returns what ends it
   */
  begin({ versionId, personId, scope }: { versionId: string; personId: number; scope: Scope }): () => void {
    const connection = { id: randomUUID(), versionId, personId };
    this.#after('beginning', async () => {
      if (!(await insertPresence(this.#database, { connection, scope }))) return;
      this.#connections.set(connection.id, connection);
      this.#schedule();
    });
    return () => {
      this.#after('ending', async () => {
        // Without a row there is nobody to take away.
        if (!this.#connections.delete(connection.id)) return;
        await deletePresence(this.#database, { connection, scope });
      });
    };
  }

  /** Waits for what was begun, and renews no more. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#acts;
  }

  #after(doing: string, act: () => Promise<void>): void {
    this.#acts = this.#acts.then(act).catch((error: unknown) => {
      this.#log.warn({ err: error }, `${doing} the presence of somebody failed`);
    });
  }

  #schedule(): void {
    if (this.#timer !== null || this.#connections.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#after('renewing', async () => {
        await renewPresence(this.#database, [...this.#connections.values()]).finally(() => this.#schedule());
      });
    }, this.#renewal);
    this.#timer.unref();
  }
}
