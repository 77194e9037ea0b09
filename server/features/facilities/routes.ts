import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import { countFacilities, findFacility, listFacilities, listFacilityKinds } from './queries.ts';

type FacilityHandlers = Pick<Handlers, 'listFacilityKinds' | 'listFacilities' | 'getFacility'>;

export const facilityHandlers = (database: Database): FacilityHandlers => ({
  listFacilityKinds: () =>
    database.read('leader', noScope, async (transaction) => ({
      items: await listFacilityKinds(transaction),
    })),

  listFacilities: ({ query: { limit, cursor, ...filter } }) => {
    const [afterId] = decodeCursor(cursor, idKey) ?? [0];
    return database.read('leader', noScope, async (transaction) => {
      const rows = await listFacilities(transaction, { filter, afterId, limit });
      const { items, nextKey } = keysetPage(rows, limit, (facility) => [facility.id]);
      return {
        items,
        total: await countFacilities(transaction, filter),
        nextCursor: nextKey && encodeCursor(nextKey),
      };
    });
  },

  getFacility: ({ params: { id } }) =>
    database.read('leader', noScope, async (transaction) => {
      const facility = await findFacility(transaction, id);
      if (!facility) throw notFound('facility', id);
      return facility;
    }),
});
