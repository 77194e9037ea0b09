import type { Transaction } from '../../database/transaction.ts';
import { sendEvents } from '../events/outbox.ts';
import { actorOf, auditRole } from '../workflow/access.ts';
import type { DrawnLayer } from './deletedPlaces.ts';
import type { DrawingRequest, DrawingServices } from './drawingRequest.ts';

export type DrawingAction = 'create' | 'change' | 'delete' | 'restore';

interface DrawingNews {
  request: DrawingRequest;
  layer: DrawnLayer;
  /** The subject of history. */
  noun: 'site' | 'facility' | 'project' | 'route';
  action: DrawingAction;
  rows: readonly {
    /** As the event says it: the id, of a project place the number of its project. */
    id: string | number;
    subjectId: string;
    /** Where it lies now, and where it lay. */
    regions: readonly string[];
    /** null: it was not, or is no longer. */
    before: unknown;
    after: unknown;
  }[];
}

/** Ids by the regions whose people should hear of them. */
function idsByRegion(rows: DrawingNews['rows']): [region: string, ids: (string | number)[]][] {
  const idsOf = new Map<string, (string | number)[]>();
  for (const { id, regions } of rows) {
    for (const region of new Set(regions)) idsOf.set(region, [...(idsOf.get(region) ?? []), id]);
  }
  return [...idsOf];
}

/** Tells who looks on which rows of a layer changed, an event a region, and the audit log, an entry a row. Comes last. */
export async function tellOfDrawing(
  transaction: Transaction,
  { audit }: Pick<DrawingServices, 'audit'>,
  { request, layer, noun, action, rows }: DrawingNews,
): Promise<void> {
  const actor = actorOf(request.principal);
  await sendEvents(
    transaction,
    idsByRegion(rows).map(([regionCode, ids]) => ({
      topic: 'places-changed' as const,
      regionCode,
      versionId: null,
      actorId: actor.personId,
      payload: { layer, ids },
    })),
  );
  // Each county's chain of the log is locked: always in the same order.
  const ordered = rows.toSorted((a, b) => a.regions[0]!.localeCompare(b.regions[0]!));
  for (const { subjectId, regions, before, after } of ordered) {
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(request.database.role),
      action: noun === 'project' ? `${action}-project-place` : `${action}-${noun}`,
      subjectType: noun,
      subjectId,
      regionCode: regions[0]!,
      before,
      after,
      origin: request.origin,
    });
  }
}
