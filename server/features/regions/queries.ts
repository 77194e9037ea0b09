import type { Region, RegionLevel } from '#contract/regions';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { bboxColumn, positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';
import { countedOnce } from '../villages/countedOnce.ts';

/** Villages and members a region holds, for every region at once: three levels from one pass over villages. */
const countsByRegion = (versionId: string): Fragment => sql`
  select codes.code, count(*) filter (where ${countedOnce})::integer as villages,
    count(assignment.village_id)::integer as members
  from village
  left join assignment
    on assignment.county_code = village.county_code and assignment.village_id = village.id
    and assignment.version_id = ${versionId}
  join region as county on county.code = village.county_code
  cross join lateral (
    values (village.township_code), (village.county_code), (county.parent_code)
  ) as codes (code)
  group by codes.code`;

const regionRows = (versionId: string, where: Fragment): Fragment => sql`
  select
    region.code, region.level, region.name, region.name_en as "nameEn", region.parent_code as "parentCode",
    region.aliases, coalesce(counts.villages, 0) as villages, coalesce(counts.members, 0) as members,
    ${bboxColumn(sql`region.geom`)} as bbox, ${positionColumn(sql`region.seat`)} as seat,
    region.seat_quality as "seatQuality", region.territory_quality as "territoryQuality",
    ${sourceObject(sql`region.source_place`)} as source
  from region
  join source on source.id = region.source_id
  left join (${countsByRegion(versionId)}) as counts on counts.code = region.code
  where ${where}
  order by length(region.code), region.level <> 'prefecture', region.code`;

/** Regions of a level and a parent, parents before children. */
export function listRegions(
  transaction: Transaction,
  { versionId, level, parent }: { versionId: string; level?: RegionLevel; parent?: string },
): Promise<Region[]> {
  const conditions = [
    sql`true`,
    ...(level === undefined ? [] : [sql`region.level = ${level}`]),
    ...(parent === undefined ? [] : [sql`region.parent_code = ${parent}`]),
  ];
  return transaction.all<Region>(regionRows(versionId, sql.join(conditions, ' and ')));
}

export function findRegion(
  transaction: Transaction,
  { versionId, code }: { versionId: string; code: string },
): Promise<Region | null> {
  return transaction.first<Region>(regionRows(versionId, sql`region.code = ${code}`));
}
