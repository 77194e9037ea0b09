import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import { countSites, findSite, listSites } from './queries.ts';

export const siteHandlers: Pick<Handlers, 'listSites' | 'getSite'> = {
  listSites: ({ database, query: { region, limit, cursor } }) => {
    const [afterId] = decodeCursor(cursor, idKey) ?? [0];
    return database.read(async (transaction) => {
      const rows = await listSites(transaction, { region, afterId, limit });
      const { items, nextKey } = keysetPage(rows, limit, (site) => [site.id]);
      return {
        items,
        total: await countSites(transaction, region),
        nextCursor: nextKey && encodeCursor(nextKey),
      };
    });
  },

  getSite: ({ database, params: { id } }) =>
    database.read(async (transaction) => {
      const site = await findSite(transaction, id);
      if (!site) throw notFound('site', id);
      return site;
    }),
};
