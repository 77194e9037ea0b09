import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { countFacilities, findFacility, listFacilities, listFacilityKinds } from './queries.ts';
import { facilityDrawing } from './facilityDrawing.ts';

type FacilityHandlers = Pick<
  Handlers,
  | 'listFacilityKinds'
  | 'listFacilities'
  | 'getFacility'
  | 'createFacility'
  | 'changeFacilities'
  | 'changeFacility'
  | 'deleteFacility'
  | 'restoreFacility'
>;

/** Facilities: reading and drawing. */
export function facilityHandlers(services: DrawingServices): FacilityHandlers {
  const drawing = facilityDrawing(services);
  return {
    listFacilityKinds: ({ database }) =>
      database.read(async (transaction) => ({
        items: await listFacilityKinds(transaction),
      })),

    listFacilities: ({ database, query: { limit, cursor, ...filter } }) => {
      const [afterId] = decodeCursor(cursor, idKey) ?? [0];
      return database.read(async (transaction) => {
        const rows = await listFacilities(transaction, { filter, afterId, limit });
        const { items, nextKey } = keysetPage(rows, limit, (facility) => [facility.id]);
        return {
          items,
          total: await countFacilities(transaction, filter),
          nextCursor: nextKey && encodeCursor(nextKey),
        };
      });
    },

    getFacility: ({ database, params: { id } }) =>
      database.read(async (transaction) => {
        const facility = await findFacility(transaction, id);
        if (!facility) throw notFound('facility', id);
        return facility;
      }),

    createFacility: (request) => drawing.create(request, request.body),
    changeFacilities: (request) => drawing.changeAll(request, request.body.rows),
    changeFacility: (request) => drawing.change(request, request.params.id, request.body),
    deleteFacility: (request) => drawing.remove(request, request.params.id),
    restoreFacility: (request) => drawing.restore(request, request.params.id),
  };
}
