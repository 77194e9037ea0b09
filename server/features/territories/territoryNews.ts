import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { DrawingRequest, DrawingServices } from '../drawings/drawingRequest.ts';
import { sendEvents } from '../events/outbox.ts';
import { actorOf, auditRole } from '../workflow/access.ts';
import type { EditedVillage } from './editedVillages.ts';
import type { NewEdit } from './editRows.ts';

const actions: Record<NewEdit['kind'], string> = {
  redraw: 'redraw-territory',
  handOver: 'hand-over-territory',
  split: 'split-village',
  merge: 'merge-villages',
  undo: 'undo-territory-edit',
};

interface News {
  request: DrawingRequest;
  id: number;
  step: Pick<NewEdit, 'kind' | 'undoes' | 'reason' | 'approval' | 'subjects'>;
  before: readonly EditedVillage[];
  after: readonly EditedVillage[];
  touched: readonly number[];
}

/** Of a village, what its history tells. */
const told = (village: EditedVillage | undefined, rest: object) =>
  village
    ? {
        name: village.name,
        squareMetres: village.squareMetres === null ? null : Math.round(village.squareMetres),
        territoryQuality: village.quality,
        mergedInto: village.mergedInto,
        ...rest,
      }
    : null;

/** Tells who looks on, a county each, and the audit log, an entry for each village whose ground changed. Comes last. */
export async function tellOfEdit(
  transaction: Transaction,
  { audit }: Pick<DrawingServices, 'audit'>,
  { request, id, step, before, after, touched }: News,
): Promise<void> {
  const actor = actorOf(request.principal);
  const villages = [...step.subjects, ...touched];
  const counties = await transaction.all<{ code: string }>(sql`
    select distinct county_code as code from village where id = any(${villages}::integer[]) order by code`);
  await sendEvents(
    transaction,
    counties.map(({ code }) => ({
      topic: 'territories-changed' as const,
      regionCode: code,
      versionId: null,
      actorId: actor.personId,
      payload: { edit: id, villages },
    })),
  );
  const { reason, approval, undoes } = step;
  for (const subject of step.subjects) {
    const [was, is] = [before, after].map((list) => list.find((village) => village.id === subject));
    if (!was && !is) continue;
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(request.database.role),
      action: actions[step.kind],
      subjectType: 'village',
      subjectId: String(subject),
      regionCode: (is ?? was)!.countyCode,
      before: told(was, {}),
      after: told(is, {
        edit: id,
        reason,
        ...(approval === null ? {} : { approval }),
        ...(undoes === null ? {} : { undoes }),
      }),
      origin: request.origin,
    });
  }
}
