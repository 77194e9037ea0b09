import type { Handlers } from '../../http/bind.ts';
import { NearestFacilities } from '../coverage/nearestFacilities.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { requireSize } from '../regions/regionSize.ts';
import { listFactVillages, readSeats } from './queries.ts';
import { villageFacts } from './villageFacts.ts';

/** What totals, rules and warnings need of the villages of a region. */
export function villageFactHandlers(): Pick<Handlers, 'getVillageFacts'> {
  const nearest = new NearestFacilities();
  return {
    getVillageFacts: async ({ database, query: { region } }) => {
      const input = await database.read(async (transaction) => {
        await requireSize(transaction, region);
        const { id: versionId } = await readCurrentVersion(transaction);
        return {
          region,
          villages: await listFactVillages(transaction, { versionId, region }),
          seats: await readSeats(transaction),
          kinds: await nearest.distances(transaction),
        };
      });
      // Outside the transaction: the embedded database serves one at a time, and this takes a while.
      return villageFacts(input);
    },
  };
}
