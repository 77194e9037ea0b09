import type { IncomingMessage } from 'node:http';
import type {
  CheckedTerritoryEdit,
  TerritoryOutcome,
  TerritoryTrial,
  WrittenTerritory,
} from '#contract/territoryEdits';
import { takingBack } from '#domain/territories/editHistory';
import { editTerritories, type TerritoryEdit } from '#domain/territories/editTerritories';
import { applyChange, type TopologyChange } from '#domain/territories/topology';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import { signDrawing } from '../drawings/drawingSource.ts';
import { writeDrawing, type DrawingRequest, type DrawingServices } from '../drawings/drawingRequest.ts';
import { personalFaults, refuseFaults } from '../drawings/fieldFaults.ts';
import { actorOf, requireAllowed } from '../workflow/access.ts';
import { readRevision } from '../workflow/preconditions.ts';
import { readEditedVillages, type EditedVillage } from './editedVillages.ts';
import {
  findEdit,
  insertEdit,
  listEditsAt,
  readInverse,
  refuseStale,
  toldOf,
  withStates,
} from './editRows.ts';
import type { EditInverse, NewEdit } from './editRows.ts';
import {
  deleteVillage,
  describeNewVillage,
  insertVillage,
  nextVillageId,
  type MadeVillage,
} from './madeVillage.ts';
import { outcomeOf } from './outcome.ts';
import { pointRefusal, Refused, refused } from './refusals.ts';
import { tellOfEdit } from './territoryNews.ts';
import { loadGround, type Ground } from './ground.ts';
import {
  renumbered,
  regionsAlong,
  villagesBeside,
  writeArcs,
  writeSubjects,
  writeVertices,
} from './writeTopology.ts';

type EditRequest = DrawingRequest & { raw: IncomingMessage };

/** What is written: a change of borders with what it means for villages. */
interface Step {
  kind: NewEdit['kind'];
  undoes: number | null;
  reason: string;
  approval: string | null;
  change: TopologyChange;
  subjects: readonly number[];
  /** What villages say of their territory afterwards. */
  states: EditInverse['states'];
  made: MadeVillage | null;
  unmade: number | null;
  acceptsPointOutside: boolean;
}

type Written = Omit<WrittenTerritory, 'dataVersion'>;

/** Ends the transaction of a trial: nothing of it stays. */
class TrialOver extends Error {
  readonly outcome: TerritoryOutcome;
  constructor(outcome: TerritoryOutcome) {
    super('the trial is over');
    this.outcome = outcome;
  }
}

/** Editing of village territories: each edit is one transaction, and one after another in the whole country. */
export class TerritoryEditing {
  readonly #services: DrawingServices;

  constructor(services: DrawingServices) {
    this.#services = services;
  }

  /** @throws AppError precondition-required, not-found, forbidden, stale-revision, territory-refused … */
  async edit(request: EditRequest, body: CheckedTerritoryEdit): Promise<WrittenTerritory> {
    const revision = readRevision(request.raw);
    return writeDrawing(this.#services, request, (transaction) =>
      this.#carryOut(transaction, request, { body, revision }),
    );
  }

  /** The same, and everything taken back; that an edit would be refused is an answer like another. */
  async attempt(request: EditRequest, body: CheckedTerritoryEdit): Promise<TerritoryTrial> {
    const revision = readRevision(request.raw);
    try {
      return await request.database.write(async (transaction) => {
        const { outcome } = await this.#carryOut(transaction, request, { body, revision });
        throw new TrialOver(outcome);
      });
    } catch (error) {
      if (error instanceof TrialOver) return { outcome: error.outcome, refusal: null };
      if (error instanceof Refused) return { outcome: null, refusal: error.refusal };
      throw error;
    }
  }

  /** Takes an edit back. @throws AppError not-found, forbidden, illegal-state, edit-covered with the later edits */
  async undo(request: DrawingRequest, id: number, reason: string): Promise<WrittenTerritory> {
    const actor = actorOf(request.principal);
    refuseFaults(personalFaults('reason', reason));
    return writeDrawing(this.#services, request, async (transaction) => {
      await lockBorders(transaction);
      const past = await findEdit(transaction, id);
      if (!past) throw notFound('edit of territories', id);
      requireAllowed(actor, 'edit-territories', past.townshipCode);
      const answer = takingBack(await listEditsAt(transaction, past.villages), past);
      if (answer.state === 'done') throw new AppError('illegal-state', `edit ${id} was taken back`);
      if (answer.state === 'covered') {
        throw new AppError('edit-covered', `${answer.by.length} edits stand on ${id}`, {
          members: { edits: toldOf(answer.by) },
        });
      }
      const { change, states, made, unmade } = await readInverse(transaction, id);
      const subjects = past.subjects.map((subject) => subject.id);
      const ground = await loadGround(transaction, [past.townshipCode]);
      return this.#write(transaction, request, ground, {
        kind: 'undo',
        undoes: id,
        reason,
        approval: past.approval,
        change,
        subjects,
        states,
        made,
        unmade,
        acceptsPointOutside: true,
      });
    });
  }

  async #carryOut(
    transaction: Transaction,
    request: DrawingRequest,
    { body, revision }: { body: CheckedTerritoryEdit; revision: number },
  ): Promise<Written> {
    const actor = actorOf(request.principal);
    refuseFaults(textFaults(body));
    await lockBorders(transaction);
    const named = villagesNamed(body);
    const villages = await readEditedVillages(transaction, named);
    const missing = named.find((id) => !villages.some((village) => village.id === id));
    if (missing !== undefined) throw notFound('village', missing);
    for (const { townshipCode } of villages) requireAllowed(actor, 'edit-territories', townshipCode);
    await refuseStale(transaction, revision, named);
    const ground = await loadGround(transaction, [
      ...new Set(villages.map(({ townshipCode }) => townshipCode)),
    ]);
    const newId = body.kind === 'split' ? await nextVillageId(transaction) : null;
    const { countyCode, townshipCode } = villages[0]!;
    const made =
      body.kind === 'split'
        ? await describeNewVillage(transaction, body, { id: newId!, countyCode, townshipCode })
        : null;
    const edit = editOf(body, newId, ground.arcs);
    const result = editTerritories(ground.arcs, edit);
    if (!result.ok) throw await refused(transaction, result.refusal, named);
    const change = await renumbered(transaction, result.change);
    await refuseStale(transaction, revision, villagesBeside(ground.arcs, change));
    return this.#write(transaction, request, ground, {
      kind: body.kind,
      undoes: null,
      reason: body.reason,
      approval: 'approval' in body ? body.approval : null,
      change,
      subjects: newId === null ? named : [...named, newId],
      // Whatever it was before: it was drawn now.
      states: villages.map(({ id, mergedInto }) =>
        body.kind === 'merge' && id === body.gone
          ? { id, quality: 'unknown', mergedInto: body.kept }
          : { id, quality: 'estimated', mergedInto },
      ),
      made,
      unmade: null,
      acceptsPointOutside: body.acceptsPointOutside,
    });
  }

  /** Carries a change out and writes down what takes it back. */
  async #write(
    transaction: Transaction,
    request: DrawingRequest,
    ground: Ground,
    step: Step,
  ): Promise<Written> {
    const actor = actorOf(request.principal);
    const { change, made, unmade } = step;
    await signDrawing(transaction, actor);
    const before = await readEditedVillages(transaction, step.subjects);
    const { arcs, inverse } = applyChange(ground.arcs, change);
    if (made) await insertVillage(transaction, made, arcs);
    await writeArcs(transaction, change);
    const taken = unmade === null ? null : await deleteVillage(transaction, unmade);
    await writeSubjects(transaction, arcs, step.states);
    const touched = change.villages.filter((id) => !step.subjects.includes(id));
    await writeVertices(transaction, arcs, { villages: touched, regions: regionsOf(ground, change) });
    const after = await readEditedVillages(transaction, step.subjects);
    if (!step.acceptsPointOutside) {
      const refusal = pointRefusal(before, after);
      if (refusal) throw await refused(transaction, refusal.refusal, [refusal.village]);
    }
    const townshipCode = (after[0] ?? before[0])!.townshipCode;
    const id = await insertEdit(transaction, {
      ...step,
      townshipCode,
      villages: villagesBeside(ground.arcs, change),
      inverse: {
        change: inverse,
        states: statesOf(before.filter((village) => village.id !== unmade)),
        made: taken,
        unmade: made?.id ?? null,
      },
      personId: actor.personId,
    });
    await tellOfEdit(transaction, this.#services, { request, id, step, before, after, touched });
    const [edit] = await withStates(transaction, [(await findEdit(transaction, id))!]);
    return { edit: edit!, outcome: await outcomeOf(transaction, { before, after, touched }) };
  }
}

/** Borders are edited one after another: each edit sees what the one before left. Held to the end of the transaction. */
async function lockBorders(transaction: Transaction): Promise<void> {
  await transaction.first(sql`select pg_advisory_xact_lock(7410, 17)`);
}

const statesOf = (villages: readonly EditedVillage[]): EditInverse['states'] =>
  villages.map(({ id, quality, mergedInto }) => ({ id, quality, mergedInto }));

function villagesNamed(body: CheckedTerritoryEdit): number[] {
  switch (body.kind) {
    case 'redraw':
      return [...body.villages];
    case 'handOver':
      return [body.village, body.receiver];
    case 'split':
      return [body.village];
    case 'merge':
      return [body.kept, body.gone];
  }
}

/** The edit as the topology knows it; a border whose sides are not those the sender saw is another one. */
function editOf(
  body: CheckedTerritoryEdit,
  newVillage: number | null,
  arcs: readonly TerritoryArc[],
): TerritoryEdit {
  switch (body.kind) {
    case 'redraw': {
      const arc = arcs.find(({ id }) => id === body.arc);
      const isMeant = arc && body.villages.every((village) => [arc.left, arc.right].includes(village));
      return { kind: 'redraw', arc: isMeant ? body.arc : 0, line: body.line };
    }
    case 'handOver': {
      const { village, receiver, side, line } = body;
      return { kind: 'handOver', village, receiver, side, line };
    }
    case 'split': {
      const { village, side, line } = body;
      return { kind: 'split', village, newVillage: newVillage!, newSide: side, line };
    }
    case 'merge':
      return { kind: 'merge', kept: body.kept, gone: body.gone };
  }
}

const textFaults = (body: CheckedTerritoryEdit) => [
  ...personalFaults('reason', body.reason),
  ...('approval' in body ? personalFaults('approval', body.approval) : []),
  ...(body.kind === 'split' ? personalFaults('newVillage.name', body.newVillage.name) : []),
];

/** Regions whose outline has an arc that a change takes, brings or moves. */
function regionsOf({ arcs, villages }: Ground, change: TopologyChange): string[] {
  const gone = new Set([...change.removed, ...change.changed.map(({ id }) => id)]);
  const moved = [...arcs.filter(({ id }) => gone.has(id)), ...change.changed, ...change.added];
  const codes = moved.flatMap((arc) => {
    const sides = [arc.left, arc.right].flatMap((id) => villages.get(id) ?? []);
    return regionsAlong(arc, sides);
  });
  return [...new Set(codes)].sort();
}
