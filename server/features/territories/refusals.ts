import type { TerritoryRefusal } from '#contract/territoryEdits';
import { refusalSentence, type EditRefusal } from '#domain/territories/editRefusal';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { EditedVillage } from './editedVillages.ts';

/** An edit that cannot be: a problem with the reason and the place. */
export class Refused extends AppError {
  readonly refusal: TerritoryRefusal;

  constructor(refusal: TerritoryRefusal) {
    const place = refusal.place?.coordinates.join(' ') ?? 'no place';
    super('territory-refused', `${refusal.code} at ${place}`, { members: { refusal } });
    this.refusal = refusal;
  }
}

/** A refusal as the API tells it: why, where, and which villages. */
export async function refused(
  transaction: Transaction,
  { code, sentence, place }: EditRefusal,
  villageIds: readonly number[],
): Promise<Refused> {
  const villages = await transaction.all<TerritoryRefusal['villages'][number]>(sql`
    select id, name
    from village
    where id = any(${villageIds}::integer[])
    order by array_position(${villageIds}::integer[], id)`);
  return new Refused({
    code,
    sentence,
    place: place && { type: 'Point', coordinates: [place[0], place[1]] },
    villages,
  });
}

/** The first village whose place was on its ground and would no longer be; one that has no ground left is not meant. */
export function pointRefusal(
  before: readonly EditedVillage[],
  after: readonly EditedVillage[],
): { refusal: EditRefusal; village: number } | null {
  const was = new Map(before.map((village) => [village.id, village]));
  const village = after.find(
    ({ id, isPointInside }) => isPointInside === false && was.get(id)?.isPointInside,
  );
  if (!village) return null;
  return {
    refusal: { code: 'pointOutside', sentence: refusalSentence('pointOutside'), place: village.position },
    village: village.id,
  };
}
