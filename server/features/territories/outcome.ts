import type { TerritoryOutcome } from '#contract/territoryEdits';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { countPlacesOnGround, listAssignmentsOf, type EditedVillage } from './editedVillages.ts';

interface OutcomeInput {
  /** The villages an edit is about, before and after it; made and unmade ones are in one of the two. */
  before: readonly EditedVillage[];
  after: readonly EditedVillage[];
  /** Neighbours that got or lost a vertex. */
  touched: readonly number[];
}

/** What an edit made of villages, read after it. */
export async function outcomeOf(
  transaction: Transaction,
  { before, after, touched }: OutcomeInput,
): Promise<TerritoryOutcome> {
  const was = new Map(before.map((village) => [village.id, village]));
  const is = new Map(after.map((village) => [village.id, village]));
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort((one, other) => one - other);
  const touchedVillages = await transaction.all<TerritoryOutcome['touchedVillages'][number]>(sql`
    select id, name from village where id = any(${touched}::integer[]) order by id`);
  return {
    villages: ids.map((id) => {
      const { name, townshipCode, people, isDemonstration } = (is.get(id) ?? was.get(id))!;
      return {
        id,
        name,
        townshipCode,
        people,
        isDemonstration,
        squareMetresBefore: was.get(id)?.squareMetres ?? null,
        squareMetresAfter: is.get(id)?.squareMetres ?? null,
        isPointInside: is.get(id)?.isPointInside ?? null,
        territory: is.get(id)?.territory ?? null,
      };
    }),
    touchedVillages,
    assignments: await listAssignmentsOf(transaction, ids),
    placesOnGround: await countPlacesOnGround(transaction, ids),
  };
}
