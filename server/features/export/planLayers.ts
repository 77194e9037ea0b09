import { sql } from '../../database/sql.ts';
import { reachingRegion } from '../projects/reachingRegion.ts';
import type { ExportLayer } from './exportLayer.ts';
import { geometryColumn, qualityText } from './fragments.ts';
import { provenance } from './placeLayers.ts';

export const routes: ExportLayer = {
  columns: ['id', 'number', 'name', 'counties', 'anchors', 'note', ...provenance],
  hasGeometry: true,
  query: ({ planId }) => sql`
    select
      route.id, route.number, route.name, array_to_string(route.county_names, '、') as counties,
      (select string_agg(anchor ->> 'name', '、') from jsonb_array_elements(route.anchors) as anchor) as anchors,
      route.note, coalesce(line.location_quality, 'unknown') as location_quality,
      ${qualityText(sql`line.location_quality`, sql`coalesce(line.is_demonstration, false)`)} as quality_zh,
      coalesce(line.is_demonstration, false) as is_demonstration, source.title as source, route.source_place,
      source.licence, ${geometryColumn(sql`line.geom`)}
    from tourism_route as route
    join source on source.id = route.source_id
    left join route_line as line on line.plan_id = route.plan_id and line.route_id = route.id
    where route.plan_id = ${planId}
    order by route.number`,
};

export const projects: ExportLayer = {
  columns: [
    'number',
    'category',
    'subcategory',
    'name',
    'content',
    'places',
    'years',
    'investment_yuan',
    'investment_group',
    'note',
    ...provenance,
  ],
  hasGeometry: true,
  query: ({ planId, region }) => sql`
    select
      project.number, project.category, project.subcategory, project.name, project.content,
      array_to_string(project.places, '、') as places, project.years_text as years, project.investment_yuan,
      project.investment_group, project.note, coalesce(mapped.location_quality, 'unknown') as location_quality,
      ${qualityText(sql`mapped.location_quality`, sql`coalesce(mapped.is_demonstration, false)`)} as quality_zh,
      coalesce(mapped.is_demonstration, false) as is_demonstration, source.title as source,
      project.source_place, source.licence, ${geometryColumn(sql`mapped.geom`)}
    from project
    join source on source.id = project.source_id
    left join lateral (
      select ST_Collect(geom) as geom, max(location_quality) as location_quality,
        bool_or(is_demonstration) as is_demonstration
      from project_place as place
      where place.plan_id = project.plan_id and place.project_number = project.number
    ) as mapped on true
    where project.plan_id = ${planId} and ${region === undefined ? sql`true` : reachingRegion(region)}
    order by project.number`,
};

export const indicators: ExportLayer = {
  columns: [
    'number',
    'row',
    'group',
    'name',
    'unit',
    'kind',
    'baseline_year',
    'baseline',
    'target_year',
    'target_operator',
    'target',
    'target_text',
    'annual_growth_percent',
    'note',
    'source',
    'source_place',
    'licence',
  ],
  hasGeometry: false,
  query: ({ planId }) => sql`
    select
      indicator.number, indicator.row, indicator.group_name as "group", indicator.name, indicator.unit,
      case indicator.kind when 'binding' then '约束性' else '预期性' end as kind, indicator.baseline_year,
      indicator.baseline, indicator.target_year, indicator.target_operator, indicator.target,
      indicator.target_text, indicator.annual_growth_percent, indicator.note, source.title as source,
      indicator.source_place, source.licence
    from indicator
    join source on source.id = indicator.source_id
    where indicator.plan_id = ${planId}
    order by indicator.number, indicator.row`,
};
