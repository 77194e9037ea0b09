import { encodeArcs, encodedScale } from '#domain/territories/encodedArcs';
import type { Handlers } from '../../http/bind.ts';
import { requireSize } from '../regions/regionSize.ts';
import { listArcs } from './queries.ts';

/** Borders of village territories, for whoever paints or edits them. */
export const territoryHandlers: Pick<Handlers, 'getTerritories'> = {
  getTerritories: async ({ database, query: { region } }) => {
    const arcs = await database.read(async (transaction) => {
      await requireSize(transaction, region);
      return listArcs(transaction, region);
    });
    return { region, scale: encodedScale, arcs: encodeArcs(arcs) };
  },
};
