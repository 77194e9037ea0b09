import type { Handlers } from '../../http/bind.ts';
import { findPlaces } from './findPlaces.ts';

export const searchHandlers: Pick<Handlers, 'search'> = {
  search: ({ database, query: { q, limit } }) =>
    database.read(async (transaction) => ({
      query: q,
      items: await findPlaces(transaction, { typed: q, limit }),
    })),
};
