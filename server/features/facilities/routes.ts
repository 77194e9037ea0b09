import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import { countFacilities, findFacility, listFacilities, listFacilityKinds } from './queries.ts';

type FacilityHandlers = Pick<Handlers, 'listFacilityKinds' | 'listFacilities' | 'getFacility'>;

export const facilityHandlers: FacilityHandlers = {
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
};
