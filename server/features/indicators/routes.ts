import type { Handlers } from '../../http/bind.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listIndicators } from './queries.ts';

export const indicatorHandlers: Pick<Handlers, 'listIndicators'> = {
  listIndicators: ({ database }) =>
    database.read(async (transaction) => {
      const { planId } = await readCurrentVersion(transaction);
      const indicators = await listIndicators(transaction, planId);
      const contradictions = await listContradictions(transaction, { planId, types: ['indicator'] });
      return {
        items: indicators.map((indicator) => ({
          ...indicator,
          contradictions: contradictionsOf(contradictions, String(indicator.number), indicator.row),
        })),
      };
    }),
};
