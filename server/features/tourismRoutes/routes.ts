import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Handlers } from '../../http/bind.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listTourismRoutes } from './queries.ts';

export const tourismRouteHandlers = (database: Database): Pick<Handlers, 'listTourismRoutes'> => ({
  listTourismRoutes: () =>
    database.read('leader', noScope, async (transaction) => {
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
});
