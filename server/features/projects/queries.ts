import type { ProjectPlace } from '#contract/drawings';
import type { Project } from '#contract/places';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';
import { reachingRegion } from './reachingRegion.ts';

/** Projects of a plan in the order of the document, without contradictions. */
export function listProjects(
  transaction: Transaction,
  { planId, region, category }: { planId: string; region?: string; category?: string },
): Promise<Omit<Project, 'contradictions'>[]> {
  const conditions = [
    sql`project.plan_id = ${planId}`,
    ...(region === undefined ? [] : [reachingRegion(region)]),
    ...(category === undefined ? [] : [sql`project.category = ${category}`]),
  ];
  return transaction.all(sql`
    select
      project.number, project.category, project.subcategory, project.name, project.content, project.note,
      project.places, project.year_start as "yearStart", project.year_end as "yearEnd",
      project.years_text as "yearsText", project.investment_yuan as "investmentYuan",
      project.investment_group as "investmentGroup",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'order', mapped."order", 'place', mapped.place, 'position', ${positionColumn(sql`mapped.geom`)},
          'shape', ST_AsGeoJSON(mapped.shape, 7, 0)::jsonb,
          'locationQuality', mapped.location_quality, 'isDemonstration', mapped.is_demonstration,
          'revision', mapped.revision
        ) order by mapped."order")
        from project_place as mapped
        where mapped.plan_id = project.plan_id and mapped.project_number = project.number
      ), '[]') as mapped,
      ${sourceObject(sql`project.source_place`)} as source
    from project
    join source on source.id = project.source_id
    where ${sql.join(conditions, ' and ')}
    order by project.number`);
}

export async function hasProject(transaction: Transaction, planId: string, number: number): Promise<boolean> {
  const { isThere } = await transaction.one<{ isThere: boolean }>(sql`
    select exists (select from project where plan_id = ${planId} and number = ${number}) as "isThere"`);
  return isThere;
}

/** A place of a project in a plan. */
export const findProjectPlace = (
  transaction: Transaction,
  { planId, number, order }: { planId: string; number: number; order: number },
): Promise<ProjectPlace | null> =>
  transaction.first<ProjectPlace>(sql`
    select
      project_number as "projectNumber", "order", place, county_code as "countyCode",
      township_code as "townshipCode", village_id as "villageId", ${positionColumn(sql`geom`)} as position,
      ST_AsGeoJSON(shape, 7, 0)::jsonb as shape, location_quality as "locationQuality",
      is_demonstration as "isDemonstration", revision
    from project_place
    where plan_id = ${planId} and project_number = ${number} and "order" = ${order}`);

/** The order of a new place, which no other has or had; others who ask wait until this transaction ends. */
export async function nextPlaceOrder(
  transaction: Transaction,
  planId: string,
  number: number,
): Promise<number> {
  await transaction.run(sql`select pg_advisory_xact_lock(7410, 10)`);
  const { next } = await transaction.one<{ next: number }>(sql`
    select coalesce(max("order"), 0)::integer + 1 as next
    from (
      select "order"
      from project_place
      where plan_id = ${planId} and project_number = ${number}
      union all
      select (content ->> 'order')::integer
      from deleted_place
      where layer = 'projects' and content ->> 'plan_id' = ${planId}
        and content ->> 'project_number' = ${String(number)}
    ) as used("order")`);
  return next;
}
