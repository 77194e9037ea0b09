import type { VillageDetail } from '#contract/villages';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { bboxColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

type DetailPart = Pick<
  VillageDetail,
  | 'aliases'
  | 'pinyin'
  | 'possibleDuplicateOf'
  | 'mergedInto'
  | 'bbox'
  | 'territoryQuality'
  | 'areaSquareMetres'
  | 'assignment'
  | 'demonstration'
  | 'source'
>;

interface VillageKey {
  versionId: string;
  id: number;
  countyCode: string;
}

/** What belongs to the village alone: its territory, its place in the plan's list, invented attributes. */
export function readDetailPart(transaction: Transaction, key: VillageKey): Promise<DetailPart> {
  const { versionId, id, countyCode } = key;
  return transaction.one<DetailPart>(sql`
    select
      village.aliases, village.pinyin,
      (
        select jsonb_build_object('id', original.id, 'name', original.name, 'townshipName', township.name)
        from village as original
        join region as township on township.code = original.township_code
        where original.id = village.possible_duplicate_of and original.county_code = village.county_code
      ) as "possibleDuplicateOf",
      (
        select jsonb_build_object('id', kept.id, 'name', kept.name, 'townshipName', township.name)
        from village as kept
        join region as township on township.code = kept.township_code
        where kept.id = village.merged_into and kept.county_code = village.county_code
      ) as "mergedInto",
      ${bboxColumn(sql`village.territory`)} as bbox,
      village.territory_quality as "territoryQuality",
      -- geography of EPSG:4490 is not defined everywhere; its ellipsoid is that of 4326 to 0.1 mm
      ST_Area(ST_SetSRID(village.territory, 4326)::geography) as "areaSquareMetres",
      (
        select jsonb_build_object(
          'versionId', assignment.version_id, 'printedName', assignment.printed_name,
          'printedTownship', assignment.printed_township, 'reason', assignment.reason,
          'flags', assignment.flags, 'targets', coalesce(category.targets, '[]'),
          'source', ${sourceObject(sql`assignment.source_place`)}
        )
        from assignment
        join source on source.id = assignment.source_id
        join plan_version as version on version.id = assignment.version_id
        left join category
          on category.scheme_id = version.scheme_id and category.key = assignment.category_key
        where assignment.version_id = ${versionId}
          and assignment.county_code = village.county_code and assignment.village_id = village.id
      ) as assignment,
      (
        select jsonb_build_object(
          'population', attribute.population, 'households', attribute.households,
          'incomeYuan', attribute.income_yuan, 'collectiveIncomeYuan', attribute.collective_income_yuan,
          'source', ${sourceObject(sql`null`)}
        )
        from demonstration_attribute as attribute
        join source on source.id = attribute.source_id
        where attribute.county_code = village.county_code and attribute.village_id = village.id
      ) as demonstration,
      ${sourceObject(sql`village.source_place`)} as source
    from village
    join source on source.id = village.source_id
    where village.county_code = ${countyCode} and village.id = ${id}`);
}

/** Resettlement sites in the village. */
export function listSitesOf(transaction: Transaction, { id, countyCode }: VillageKey) {
  return transaction.all<VillageDetail['sites'][number]>(sql`
    select id, name, households, is_demonstration as "isDemonstration"
    from site
    where county_code = ${countyCode} and village_id = ${id}
    order by id`);
}

/**
 * Projects that reach the village by name: it is named itself, its township is, its county, or the plan says
 * 全州. The narrowest way counts.
 */
export function listProjectsOf(
  transaction: Transaction,
  names: { planId: string; village: string; township: string; county: string },
) {
  const { planId, village, township, county } = names;
  return transaction.all<VillageDetail['projects'][number]>(sql`
    select number, name, category, reach, source_place as "sourcePlace"
    from (
      select
        project.*,
        case
          when places && array[${village}]::text[] then 'village'
          when places && array[${township}]::text[] then 'township'
          when places && array[${county}]::text[] then 'county'
          when places && array['全州']::text[] then 'prefecture'
        end as reach
      from project
      where plan_id = ${planId}
    ) as reaching
    where reach is not null
    order by array_position(array['village', 'township', 'county', 'prefecture'], reach), number`);
}

/** Tourism routes that stop at the village. */
export function listRoutesOf(transaction: Transaction, { planId, id }: { planId: string; id: number }) {
  return transaction.all<VillageDetail['tourismRoutes'][number]>(sql`
    select
      route.id, route.number, route.name, bool_or(stop.is_anchor) as "isAnchor",
      route.source_place as "sourcePlace"
    from route_stop as stop
    join tourism_route as route on route.plan_id = stop.plan_id and route.id = stop.route_id
    where stop.plan_id = ${planId} and stop.village_id = ${id}
    group by route.id, route.number, route.name, route.source_place
    order by route.number`);
}
