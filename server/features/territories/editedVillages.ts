import type { TerritoryOutcome } from '#contract/territoryEdits';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { positionColumn } from '../sources/geometryColumns.ts';

/** A village as an edit of territories knows it. */
export interface EditedVillage {
  id: number;
  name: string;
  countyCode: string;
  townshipCode: string;
  /** Square metres on the ellipsoid; null without a territory. */
  squareMetres: number | null;
  people: number | null;
  isDemonstration: boolean;
  position: [number, number] | null;
  isPointInside: boolean | null;
  territory: [number, number][][][] | null;
  quality: string;
  mergedInto: number | null;
}

/** Villages by their ids, in the order of their ids; those that are not there are left out. */
export function readEditedVillages(
  transaction: Transaction,
  ids: readonly number[],
): Promise<EditedVillage[]> {
  return transaction.all<EditedVillage>(sql`
    select
      village.id, village.name, village.county_code as "countyCode", village.township_code as "townshipCode",
      ST_Area(ST_SetSRID(village.territory, 4326)::geography) as "squareMetres", attribute.population as people,
      coalesce(attribute.is_demonstration, false) as "isDemonstration", ${positionColumn(sql`village.geom`)} as position,
      ST_Covers(village.territory, village.geom) as "isPointInside",
      ST_AsGeoJSON(village.territory, 7)::jsonb -> 'coordinates' as territory,
      village.territory_quality as quality, village.merged_into as "mergedInto"
    from village
    left join demonstration_attribute as attribute
      on attribute.county_code = village.county_code and attribute.village_id = village.id
    where village.id = any(${ids}::integer[])
    order by village.id`);
}

/** What versions that are worked on say of villages, as far as whoever asks may see it. */
export function listAssignmentsOf(
  transaction: Transaction,
  ids: readonly number[],
): Promise<TerritoryOutcome['assignments']> {
  return transaction.all<TerritoryOutcome['assignments'][number]>(sql`
    select
      version.id as "versionId", coalesce(version.label, version.id) as "versionLabel",
      assignment.village_id as "villageId", assignment.status, category.short_name as "categoryName",
      category.short_name_en as "categoryNameEn"
    from assignment
    join plan_version as version on version.id = assignment.version_id
    left join category on category.scheme_id = version.scheme_id and category.key = assignment.category_key
    where assignment.village_id = any(${ids}::integer[])
      and version.state in ('draft', 'submitted', 'returned', 'approved')
    order by version.plan_id, version.number, assignment.village_id
    limit 200`);
}

/** Sites and facilities recorded for one of these villages that now stand on another one's ground. */
export async function countPlacesOnGround(transaction: Transaction, ids: readonly number[]): Promise<number> {
  const { places } = await transaction.one<{ places: number }>(sql`
    select count(*)::integer as places
    from (
      select village_id, geom from site where village_id = any(${ids}::integer[])
      union all
      select village_id, geom from facility where village_id = any(${ids}::integer[])
    ) as place
    join village as ground
      on ground.id = any(${ids}::integer[]) and ground.id <> place.village_id
      and ST_Covers(ground.territory, place.geom)`);
  return places;
}
