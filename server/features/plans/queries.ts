import type { Plan, Scheme, Version } from '#contract/plans';
import { regionPrefix } from '#domain/regions/regionCodes';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { countedOnce } from '../villages/countedOnce.ts';
import { sourceObject } from '../sources/sourceObject.ts';

/** Schemes with their categories in order. */
export function listSchemes(transaction: Transaction): Promise<Scheme[]> {
  return transaction.all<Scheme>(sql`
    select
      scheme.id, scheme.revision, scheme.name, scheme.name_en as "nameEn",
      ${sourceObject(sql`scheme.source_place`)} as source,
      (
        select jsonb_agg(jsonb_build_object(
          'key', category.key, 'order', category."order", 'slot', category.slot, 'letter', category.letter,
          'name', category.name, 'nameEn', category.name_en, 'shortName', category.short_name,
          'shortNameEn', category.short_name_en, 'description', category.description,
          'descriptionEn', category.description_en, 'parentName', category.parent_name,
          'targets', category.targets, 'source', ${sourceObject(sql`category.source_place`)}
        ) order by category."order")
        from category
        join source on source.id = category.source_id
        where category.scheme_id = scheme.id
      ) as categories
    from scheme
    join source on source.id = scheme.source_id
    order by scheme.id`);
}

/** Plans without their versions and contradictions. */
export function listPlans(transaction: Transaction): Promise<Omit<Plan, 'versions' | 'contradictions'>[]> {
  return transaction.all(sql`
    select
      plan.id, plan.name, plan.name_en as "nameEn", plan.short_name as "shortName",
      plan.short_name_en as "shortNameEn", plan.region_code as "regionCode",
      plan.period_start as "periodStart", plan.period_end as "periodEnd", plan.figures,
      plan.out_of_scope as "outOfScope", ${sourceObject(sql`null`)} as source
    from plan
    join source on source.id = plan.source_id
    order by plan.id`);
}

const versionRows = (where: Fragment): Fragment => sql`
  select
    version.id, version.plan_id as "planId", version.number, version.state, version.scheme_id as "schemeId",
    version.scheme_revision as "schemeRevision", version.base_version as "baseVersion", version.revision,
    version.data_date as "dataDate", version.region_code as "regionCode", version.kind, version.label,
    version.year, version.is_demonstration as "isDemonstration", ${sourceObject(sql`null`)} as source
  from plan_version as version
  join source on source.id = version.source_id
  where ${where}
  order by version.plan_id, version.number`;

export const listVersions = (transaction: Transaction, planId: string): Promise<Version[]> =>
  transaction.all<Version>(versionRows(sql`version.plan_id = ${planId}`));

export const findVersion = (transaction: Transaction, id: string): Promise<Version | null> =>
  transaction.first<Version>(versionRows(sql`version.id = ${id}`));

/** What the compact array needs of each assignment, and how many villages the base has. */
export async function readAssignments(transaction: Transaction, versionId: string) {
  const { villageCount } = await transaction.one<{ villageCount: number }>(sql`
    select coalesce(max(id), 0) as "villageCount"
    from village`);
  const rows = await transaction.all<{ id: number; status: string; order: number | null }>(sql`
    select assignment.village_id as id, assignment.status, category."order"
    from assignment
    join plan_version as version on version.id = assignment.version_id
    left join category
      on category.scheme_id = version.scheme_id and category.key = assignment.category_key
    where assignment.version_id = ${versionId}`);
  return { villageCount, rows };
}

/** Villages outside all of these regions: what a list under work says of them is not for the asker. */
export async function listVillagesOutside(
  transaction: Transaction,
  regions: readonly string[],
): Promise<number[]> {
  const rows = await transaction.all<{ id: number }>(sql`
    select id
    from village
    where not county_code ^@ any(${regions.map(regionPrefix)}::text[])`);
  return rows.map(({ id }) => id);
}

/** One row a region and category: how many villages are listed, and how many the document declares. */
export interface SummaryCount {
  regionCode: string;
  categoryKey: string;
  listed: number;
  declared: number | null;
}

/** One row a region below `parent`: its villages and how far the list has got. */
export interface SummaryRegion {
  regionCode: string;
  regionName: string;
  regionNameEn: string;
  villages: number;
  members: number;
  unassigned: number;
  deferred: number;
  withoutCode: number;
}

/** Children of `parent` that villages are counted in, as a join of `village`: by county or by township. */
const childRegion = (parent: string): Fragment =>
  sql`region.parent_code = ${parent}
    and region.code in (village.county_code, village.township_code)`;

export function listSummaryRegions(
  transaction: Transaction,
  { versionId, parent }: { versionId: string; parent: string },
): Promise<SummaryRegion[]> {
  return transaction.all<SummaryRegion>(sql`
    select
      region.code as "regionCode", region.name as "regionName", region.name_en as "regionNameEn",
      count(*) filter (where ${countedOnce})::integer as villages,
      count(assignment.village_id)::integer as members,
      count(*) filter (where assignment.status = 'unassigned')::integer as unassigned,
      count(*) filter (where assignment.status = 'deferred')::integer as deferred,
      count(assignment.village_id) filter (where village.code is null)::integer as "withoutCode"
    from village
    join region on ${childRegion(parent)}
    left join assignment
      on assignment.county_code = village.county_code and assignment.village_id = village.id
      and assignment.version_id = ${versionId}
    group by region.code, region.name, region.name_en
    order by region.code`);
}

export function listSummaryCounts(
  transaction: Transaction,
  { versionId, parent }: { versionId: string; parent: string },
): Promise<SummaryCount[]> {
  return transaction.all<SummaryCount>(sql`
    with listed as (
      select region.code as region_code, assignment.category_key, count(*)::integer as listed
      from assignment
      join village
        on village.county_code = assignment.county_code and village.id = assignment.village_id
      join region on ${childRegion(parent)}
      where assignment.version_id = ${versionId} and assignment.category_key is not null
      group by region.code, assignment.category_key
    ),
    declared as (
      select county_code as region_code, category_key, declared
      from declared_count
      join region on region.code = county_code and region.parent_code = ${parent}
      where version_id = ${versionId}
    )
    select
      coalesce(listed.region_code, declared.region_code) as "regionCode",
      coalesce(listed.category_key, declared.category_key) as "categoryKey",
      coalesce(listed.listed, 0) as listed, declared.declared
    from listed
    full join declared using (region_code, category_key)`);
}
