import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { countSites, findSite, listSites } from './queries.ts';
import { siteDrawing } from './siteDrawing.ts';

type SiteHandlers = Pick<
  Handlers,
  'listSites' | 'getSite' | 'createSite' | 'changeSites' | 'changeSite' | 'deleteSite' | 'restoreSite'
>;

/** Resettlement sites: reading and drawing. */
export function siteHandlers(services: DrawingServices): SiteHandlers {
  const drawing = siteDrawing(services);
  return {
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

    createSite: (request) => drawing.create(request, request.body),
    changeSites: (request) => drawing.changeAll(request, request.body.rows),
    changeSite: (request) => drawing.change(request, request.params.id, request.body),
    deleteSite: (request) => drawing.remove(request, request.params.id),
    restoreSite: (request) => drawing.restore(request, request.params.id),
  };
}
