import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listTourismRoutes } from './queries.ts';
import { RoadNetworks } from './roadNetworks.ts';
import { findRouteDetail } from './routeDetail.ts';
import { RouteDrawing } from './routeDrawing.ts';
import { routePath } from './routePath.ts';

type TourismRouteHandlers = Pick<
  Handlers,
  | 'listTourismRoutes'
  | 'getTourismRoute'
  | 'createTourismRoute'
  | 'changeTourismRoute'
  | 'deleteTourismRoute'
  | 'restoreTourismRoute'
  | 'findRoutePath'
>;

/** Tourism routes: reading, drawing, and the way along roads. */
export function tourismRouteHandlers(services: DrawingServices): TourismRouteHandlers {
  const drawing = new RouteDrawing(services);
  const networks = new RoadNetworks();
  return {
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

    getTourismRoute: ({ database, params: { id } }) =>
      database.read(async (transaction) => {
        const { planId } = await readCurrentVersion(transaction);
        const route = await findRouteDetail(transaction, { planId, id });
        if (!route) throw notFound('route', id);
        return route;
      }),

    createTourismRoute: (request) => drawing.create(request, request.body),
    changeTourismRoute: (request) => drawing.change(request, request.body),
    deleteTourismRoute: (request) => drawing.remove(request),
    restoreTourismRoute: (request) => drawing.restore(request),

    findRoutePath: async ({ database, body }) => {
      const roads = await database.read((transaction) => networks.prepare(transaction));
      return routePath(roads(), body);
    },
  };
}
