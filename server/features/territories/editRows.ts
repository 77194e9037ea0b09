import type { MeantimeEdit, TerritoryEditRow } from '#contract/territoryEdits';
import { takingBack, type PastEdit } from '#domain/territories/editHistory';
import type { TopologyChange } from '#domain/territories/topology';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import { withinRegion } from '../regions/withinRegion.ts';
import type { MadeVillage } from './madeVillage.ts';

/** An edit with all it touched, and without what takes it back. */
export interface StoredEdit extends Omit<TerritoryEditRow, 'state'>, PastEdit {}

/** What takes an edit back. */
export interface EditInverse {
  change: TopologyChange;
  /** What villages said of their territory. */
  states: { id: number; quality: string; mergedInto: number | null }[];
  /** A village that comes to be again. */
  made: MadeVillage | null;
  /** A village that is no more. */
  unmade: number | null;
}

export interface NewEdit {
  kind: TerritoryEditRow['kind'];
  undoes: number | null;
  townshipCode: string;
  subjects: readonly number[];
  villages: readonly number[];
  reason: string;
  approval: string | null;
  inverse: EditInverse;
  personId: number;
}

/** @param where over `edit` */
const editRows = (where: Fragment, limit: number): Fragment => sql`
  select
    edit.id, edit.kind, edit.undoes, edit.township_code as "townshipCode", township.name as "townshipName",
    (
      select coalesce(
        jsonb_agg(
          jsonb_build_object('id', subject.id, 'name', coalesce(village.name, subject.id::text)) order by subject.place
        ),
        '[]'
      )
      from unnest(edit.subjects) with ordinality as subject(id, place)
      left join village on village.id = subject.id
    ) as subjects,
    edit.villages, edit.reason, edit.approval, jsonb_build_object('id', person.id, 'name', person.name) as by,
    to_char(edit.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
  from territory_edit as edit
  join person on person.id = edit.person_id
  join region as township on township.code = edit.township_code
  where ${where}
  order by edit.id desc
  limit ${limit}`;

const most = 10_000;

/** Edits that touched any of these villages, the latest first. */
export const listEditsAt = (transaction: Transaction, villages: readonly number[]): Promise<StoredEdit[]> =>
  transaction.all<StoredEdit>(editRows(sql`edit.villages && ${villages}::integer[]`, most));

export const listEdits = (
  transaction: Transaction,
  { region, limit }: { region: string; limit: number },
): Promise<StoredEdit[]> =>
  transaction.all<StoredEdit>(
    editRows(
      withinRegion(region, { county: sql`left(edit.township_code, 6)`, township: sql`edit.township_code` }),
      limit,
    ),
  );

export const findEdit = (transaction: Transaction, id: number): Promise<StoredEdit | null> =>
  transaction.first<StoredEdit>(editRows(sql`edit.id = ${id}`, 1));

export async function readInverse(transaction: Transaction, id: number): Promise<EditInverse> {
  const { inverse } = await transaction.one<{ inverse: EditInverse }>(sql`
    select inverse from territory_edit where id = ${id}`);
  return inverse;
}

export async function insertEdit(transaction: Transaction, edit: NewEdit): Promise<number> {
  const { id } = await transaction.one<{ id: number }>(sql`
    insert into territory_edit (
      kind, undoes, township_code, subjects, villages, reason, approval, inverse, person_id
    )
    values (
      ${edit.kind}, ${edit.undoes}, ${edit.townshipCode}, ${edit.subjects}, ${edit.villages}, ${edit.reason},
      ${edit.approval}, ${JSON.stringify(edit.inverse)}::jsonb, ${edit.personId}
    )
    returning id`);
  return id;
}

/** Edits with whether they can be taken back, judged by all that touched the same villages. */
export async function withStates(
  transaction: Transaction,
  edits: readonly StoredEdit[],
): Promise<TerritoryEditRow[]> {
  const villages = [...new Set(edits.flatMap((edit) => edit.villages))];
  const all = await listEditsAt(transaction, villages);
  return edits.map(({ villages: touched, ...edit }) => {
    const own = new Set(touched);
    const beside = all.filter((other) => other.villages.some((village) => own.has(village)));
    return { ...edit, state: takingBack(beside, { ...edit, villages: touched }).state };
  });
}

/** Who did what, for a problem. */
export const toldOf = (edits: readonly StoredEdit[]): MeantimeEdit[] =>
  edits.slice(0, 20).map(({ id, kind, by, at, subjects }) => ({ id, kind, by, at, subjects }));

/** @throws AppError stale-revision with the edits that touched these villages since a revision */
export async function refuseStale(
  transaction: Transaction,
  revision: number,
  villages: readonly number[],
): Promise<void> {
  const edits = (await listEditsAt(transaction, villages)).filter(({ id }) => id > revision);
  if (edits.length === 0) return;
  throw new AppError('stale-revision', `${edits.length} edits touched these villages since ${revision}`, {
    members: { revision: edits[0]!.id, edits: toldOf(edits) },
  });
}
