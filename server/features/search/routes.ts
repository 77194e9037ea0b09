import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Handlers } from '../../http/bind.ts';
import { findPlaces } from './findPlaces.ts';

export const searchHandlers = (database: Database): Pick<Handlers, 'search'> => ({
  search: ({ query: { q, limit } }) =>
    database.read('leader', noScope, async (transaction) => ({
      query: q,
      items: await findPlaces(transaction, { typed: q, limit }),
    })),
});
