import { encodeArcs, encodedScale } from '#domain/territories/encodedArcs';
import type { Handlers } from '../../http/bind.ts';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { requireSize } from '../regions/regionSize.ts';
import { listEdits, withStates } from './editRows.ts';
import { listArcs, readRevision } from './queries.ts';
import { TerritoryEditing } from './territoryEditing.ts';

type TerritoryHandlers = Pick<
  Handlers,
  'getTerritories' | 'listTerritoryEdits' | 'tryTerritoryEdit' | 'editTerritories' | 'undoTerritoryEdit'
>;

/** Borders of village territories, for whoever paints or edits them. */
export function territoryHandlers(services: DrawingServices): TerritoryHandlers {
  const editing = new TerritoryEditing(services);
  return {
    getTerritories: async ({ database, query: { region } }) => {
      const { arcs, revision } = await database.read(async (transaction) => {
        await requireSize(transaction, region);
        return { arcs: await listArcs(transaction, region), revision: await readRevision(transaction) };
      });
      return { region, revision, scale: encodedScale, arcs: encodeArcs(arcs) };
    },

    listTerritoryEdits: ({ database, query }) =>
      database.read(async (transaction) => {
        await requireSize(transaction, query.region);
        return { items: await withStates(transaction, await listEdits(transaction, query)) };
      }),

    tryTerritoryEdit: (request) => editing.attempt(request, request.body),
    editTerritories: (request) => editing.edit(request, request.body),
    undoTerritoryEdit: (request) => editing.undo(request, request.params.id, request.body.reason),
  };
}
