import { LRUCache } from 'lru-cache';
import { makeRoadNetwork, type RoadNetwork } from '#domain/routing/routeAlong';
import type { Transaction } from '../../database/transaction.ts';
import { readDataState, versionOf } from '../instance/dataVersion.ts';
import { listRoads } from './queries.ts';

/** All roads of a state of the data, and whether any of them is demonstration data. */
export interface KnownRoads {
  network: RoadNetwork;
  isDemonstration: boolean;
}

/** Roads by the state of the data they were read from: reading and joining them takes longer than a route. */
export class RoadNetworks {
  readonly #known = new LRUCache<string, KnownRoads>({ max: 2 });

  /** The roads; those to be joined are joined after the transaction, which holds a connection. */
  async prepare(transaction: Transaction): Promise<() => KnownRoads> {
    const states = await readDataState(transaction);
    const version = versionOf(states.filter(({ key }) => !key.startsWith('drawn ') || key === 'drawn roads'));
    const known = this.#known.get(version);
    if (known) return () => known;
    const rows = await listRoads(transaction);
    return () => {
      const made = {
        network: makeRoadNetwork(rows),
        isDemonstration: rows.some(({ isDemonstration }) => isDemonstration),
      };
      this.#known.set(version, made);
      return made;
    };
  }
}
