import { LRUCache } from 'lru-cache';
import { tilesets } from '../../../tiles/index.ts';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { readDataState, versionOf, type DataState } from '../instance/dataVersion.ts';

const drawnPrefix = 'drawn ';
const allKey = '*';

/**
 * The data version of working data as this process knows it, for tiles, which must not ask for it each time. A tileset
 * has a version of its own, so that a site that was moved does not make everybody fetch the villages again.
 */
export class WorkingDataVersion {
  readonly #database: Database;
  #current: ReadonlyMap<string, string> = new Map();
  /** Versions of a tileset that were current once: asking for one of them is no sign of something new. */
  readonly #past = new LRUCache<string, true>({ max: 5000 });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of all working data. @throws Error before the first `refresh` */
  get all(): string {
    return this.of(allKey);
  }

  /** Of what a tileset shows. @throws Error before the first `refresh` */
  of(tilesetId: string): string {
    const version = this.#current.get(tilesetId);
    if (version === undefined) throw new Error(`the data version of ${tilesetId} was not looked up yet`);
    return version;
  }

  /** Looks it up: after a change here, and now and then for changes by other processes. @returns the one of all data */
  async refresh(): Promise<string> {
    const states = await this.#database.read('leader', noScope, readDataState);
    this.#current = new Map([
      [allKey, versionOf(states)],
      ...[...tilesets].map(([id, { layers }]): [string, string] => [
        id,
        versionOf(
          statesOf(
            states,
            layers.map((layer) => layer.id),
          ),
        ),
      ]),
    ]);
    for (const [id, version] of this.#current) this.#past.set(`${id} ${version}`, true);
    return this.all;
  }

  /** Looks it up when somebody asks for a version that was never heard of here: another process has changed something. */
  async meet(tilesetId: string, version: string | null): Promise<void> {
    if (version === null || this.#past.has(`${tilesetId} ${version}`)) return;
    await this.refresh();
    // Whatever it was, it is known from now on.
    this.#past.set(`${tilesetId} ${version}`, true);
  }
}

/** Loads of data concern every tileset, drawing only the one whose layers were drawn on. */
const statesOf = (states: readonly DataState[], layerIds: readonly string[]): DataState[] =>
  states.filter(
    ({ key }) => !key.startsWith(drawnPrefix) || layerIds.includes(key.slice(drawnPrefix.length)),
  );
