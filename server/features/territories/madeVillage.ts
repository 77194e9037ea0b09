import type { CheckedTerritoryEdit } from '#contract/territoryEdits';
import { englishName } from '#domain/names/englishName';
import { spell } from '#domain/search/spell';
import { territoryOf } from '#domain/territories/topology';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import { drawingSourceId } from '../drawings/drawingSource.ts';
import { reindex, unindex } from '../drawings/searchIndex.ts';

type Split = CheckedTerritoryEdit & { kind: 'split' };

/** A village that a split made, as it is kept to come to be again. */
export interface MadeVillage {
  id: number;
  countyCode: string;
  townshipCode: string;
  code: string | null;
  name: string;
  nameEn: string;
  kind: 'village' | 'community';
  pinyin: string;
  initials: string;
  /** The document that approved the split. */
  sourcePlace: string;
}

/** Ids are never used twice, also those of villages that were taken back. */
export async function nextVillageId(transaction: Transaction): Promise<number> {
  const { id } = await transaction.one<{ id: number }>(sql`
    select greatest(
      (select coalesce(max(id), 0) from village),
      (select coalesce(max(subject), 0) from territory_edit cross join lateral unnest(subjects) as subject)
    ) + 1 as id`);
  return id;
}

/** @throws AppError already-exists for a code that another village has, invalid-request for one of another township */
export async function describeNewVillage(
  transaction: Transaction,
  { newVillage, approval }: Split,
  place: { id: number; countyCode: string; townshipCode: string },
): Promise<MadeVillage> {
  const { name, kind, code } = newVillage;
  if (code !== null && !code.startsWith(place.townshipCode)) {
    throw new AppError('invalid-request', `${code} is no code of ${place.townshipCode}`, {
      errors: [
        {
          path: 'newVillage.code',
          message: `代码应以所在乡镇的 ${place.townshipCode} 开头 the code must begin with its township's`,
        },
      ],
    });
  }
  const taken = await transaction.first<{ name: string }>(sql`
    select name
    from village
    where township_code = ${place.townshipCode} and merged_into is null and (code = ${code} or name = ${name})`);
  if (taken) throw new AppError('already-exists', `${place.townshipCode} has a village ${name} or ${code}`);
  const spelling = spell(name);
  return {
    ...place,
    name,
    kind,
    code,
    nameEn: englishName(name, spelling.pinyin),
    ...spelling,
    sourcePlace: approval,
  };
}

/** Puts a village on its territory; its place is a point inside, estimated. @param arcs with its borders */
export async function insertVillage(
  transaction: Transaction,
  village: MadeVillage,
  arcs: readonly TerritoryArc[],
): Promise<void> {
  const area = JSON.stringify({ type: 'MultiPolygon', coordinates: territoryOf(arcs, village.id) });
  await transaction.run(sql`
    insert into village (
      county_code, id, code, name, name_en, kind, township_code, pinyin, initials, geom, location_quality, territory,
      territory_quality, source_id, source_place
    )
    select
      ${village.countyCode}, ${village.id}, ${village.code}, ${village.name}, ${village.nameEn}, ${village.kind},
      ${village.townshipCode}, ${village.pinyin}, ${village.initials}, ST_PointOnSurface(area.geom), 'estimated',
      area.geom, 'estimated', ${drawingSourceId}, ${village.sourcePlace}
    from (select ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(${area}), 4490)) as geom) as area`);
  await reindex(transaction, 'village', [village.id], village.code);
}

/** Takes out a village that a split made. @throws AppError illegal-state when a plan lists it by now */
export async function deleteVillage(transaction: Transaction, id: number): Promise<MadeVillage> {
  const village = await transaction.one<MadeVillage & { isListed: boolean }>(sql`
    select
      village.id, county_code as "countyCode", township_code as "townshipCode", code, name, name_en as "nameEn", kind,
      pinyin, initials, source_place as "sourcePlace",
      exists (select from assignment where assignment.village_id = village.id) as "isListed"
    from village
    where village.id = ${id}`);
  const { isListed, ...made } = village;
  if (isListed) throw new AppError('illegal-state', `village ${id} stands in a list`);
  await unindex(transaction, 'village', [id]);
  await transaction.run(sql`delete from village where id = ${id}`);
  return made;
}
