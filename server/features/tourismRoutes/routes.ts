import type { Handlers } from '../../http/bind.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listTourismRoutes } from './queries.ts';

export const tourismRouteHandlers: Pick<Handlers, 'listTourismRoutes'> = {
  listTourismRoutes: ({ database }) =>
    database.read(async (transaction) => {
      const { planId } = await readCurrentVersion(transaction);
      const routes = await listTourismRoutes(transaction, planId);
      const contradictions = await listContradictions(transaction, { planId, types: ['route'] });
      return {
        items: routes.map((route) => ({
          ...route,
          contradictions: contradictionsOf(contradictions, route.id),
        })),
      };
    }),
};
