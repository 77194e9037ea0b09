import { sql } from '../../database/sql.ts';
import type { ExportLayer } from '../export/exportLayer.ts';

/** The list itself as it is printed: a row a village of the plan. */
export const assignments: ExportLayer = {
  columns: [
    'version',
    'county_code',
    'county',
    'township_code',
    'township',
    'village_id',
    'village_code',
    'village',
    'status',
    'category',
    'category_name',
    'review_date',
    'printed_name',
    'printed_township',
    'is_demonstration',
    'source',
    'source_place',
    'licence',
  ],
  hasGeometry: false,
  query: ({ versionId }) => sql`
    select
      assignment.version_id as version, village.county_code, county.name as county, village.township_code,
      township.name as township, village.id as village_id, village.code as village_code, village.name as village,
      assignment.status, assignment.category_key as category, category.name as category_name,
      assignment.review_date, assignment.printed_name, assignment.printed_township,
      version.is_demonstration, source.title as source, assignment.source_place, source.licence
    from assignment
    join plan_version as version on version.id = assignment.version_id
    join village on village.county_code = assignment.county_code and village.id = assignment.village_id
    join region as county on county.code = village.county_code
    join region as township on township.code = village.township_code
    left join category on category.scheme_id = version.scheme_id and category.key = assignment.category_key
    join source on source.id = assignment.source_id
    where assignment.version_id = ${versionId}
    order by village.id`,
};
