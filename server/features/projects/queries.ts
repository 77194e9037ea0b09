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
          'place', mapped.place, 'position', ${positionColumn(sql`mapped.geom`)},
          'locationQuality', mapped.location_quality, 'isDemonstration', mapped.is_demonstration
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
