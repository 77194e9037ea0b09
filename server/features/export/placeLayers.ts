import { sql } from '../../database/sql.ts';
import type { ExportLayer } from './exportLayer.ts';
import { geometryColumn, qualityText, within } from './fragments.ts';

/** Columns every export ends with. */
export const provenance = [
  'location_quality',
  'quality_zh',
  'is_demonstration',
  'source',
  'source_place',
  'licence',
] as const;

const divisions = ['county_code', 'county', 'township_code', 'township'] as const;

export const villages: ExportLayer = {
  columns: [
    'id',
    'code',
    'name',
    ...divisions,
    'membership',
    'category',
    'category_name',
    'lng',
    'lat',
    ...provenance,
  ],
  hasGeometry: true,
  query: ({ versionId, region }) => sql`
    select
      village.id, village.code, village.name, village.county_code, county.name as county,
      village.township_code, township.name as township, coalesce(assignment.status, 'outside') as membership,
      assignment.category_key as category, category.name as category_name,
      ST_X(village.geom) as lng, ST_Y(village.geom) as lat, village.location_quality,
      ${qualityText(sql`village.location_quality`, sql`false`)} as quality_zh, false as is_demonstration,
      source.title as source, coalesce(assignment.source_place, village.source_place) as source_place,
      source.licence, ${geometryColumn(sql`coalesce(village.territory, village.geom)`)}
    from village
    join region as county on county.code = village.county_code
    join region as township on township.code = village.township_code
    left join assignment
      on assignment.county_code = village.county_code and assignment.village_id = village.id
      and assignment.version_id = ${versionId}
    left join plan_version as version on version.id = assignment.version_id
    left join category
      on category.scheme_id = version.scheme_id and category.key = assignment.category_key
    -- What the plan says of a member comes from the plan; of the others only the official list speaks.
    join source on source.id = coalesce(assignment.source_id, village.source_id)
    where ${within(region, { county: sql`village.county_code`, township: sql`village.township_code` })}
    order by village.id`,
};

export const sites: ExportLayer = {
  columns: [
    'id',
    'name',
    ...divisions,
    'households',
    'people',
    'capacity_households',
    'size_class',
    'opened_year',
    'lng',
    'lat',
    ...provenance,
  ],
  hasGeometry: true,
  query: ({ region }) => sql`
    select
      site.id, site.name, site.county_code, county.name as county, site.township_code,
      township.name as township, site.households, site.people, site.capacity_households, site.size_class,
      site.opened_year, ST_X(site.geom) as lng, ST_Y(site.geom) as lat, site.location_quality,
      ${qualityText(sql`site.location_quality`, sql`site.is_demonstration`)} as quality_zh,
      site.is_demonstration, source.title as source, site.source_place, source.licence,
      ${geometryColumn(sql`site.geom`)}
    from site
    join source on source.id = site.source_id
    join region as county on county.code = site.county_code
    left join region as township on township.code = site.township_code
    where ${within(region, { county: sql`site.county_code`, township: sql`site.township_code` })}
    order by site.id`,
};

export const facilities: ExportLayer = {
  columns: [
    'id',
    'kind',
    'kind_name',
    'name',
    ...divisions,
    'capacity',
    'status',
    'opened_year',
    'lng',
    'lat',
    ...provenance,
  ],
  hasGeometry: true,
  query: ({ region }) => sql`
    select
      facility.id, facility.kind, kind.name as kind_name, facility.name, facility.county_code,
      county.name as county, facility.township_code, township.name as township, facility.capacity,
      facility.status, facility.opened_year, ST_X(facility.geom) as lng, ST_Y(facility.geom) as lat,
      facility.location_quality,
      ${qualityText(sql`facility.location_quality`, sql`facility.is_demonstration`)} as quality_zh,
      facility.is_demonstration, source.title as source, facility.source_place, source.licence,
      ${geometryColumn(sql`facility.geom`)}
    from facility
    join facility_kind as kind on kind.key = facility.kind
    join source on source.id = facility.source_id
    join region as county on county.code = facility.county_code
    left join region as township on township.code = facility.township_code
    where ${within(region, { county: sql`facility.county_code`, township: sql`facility.township_code` })}
    order by facility.id`,
};

export const roads: ExportLayer = {
  columns: [
    'id',
    'class',
    'surface',
    'length_metres',
    'speed_kmh',
    'is_closed',
    'county_code',
    'county',
    ...provenance,
  ],
  hasGeometry: true,
  query: ({ region }) => sql`
    select
      road.id, road.class, road.surface, road.length_metres, road.speed_kmh, road.is_closed,
      road.county_code, county.name as county, road.location_quality,
      ${qualityText(sql`road.location_quality`, sql`road.is_demonstration`)} as quality_zh,
      road.is_demonstration, source.title as source, null as source_place, source.licence,
      ${geometryColumn(sql`road.geom`)}
    from road
    join source on source.id = road.source_id
    join region as county on county.code = road.county_code
    left join village on village.county_code = road.county_code and village.id = road.from_village_id
    where ${within(region, { county: sql`road.county_code`, township: sql`village.township_code` })}
    order by road.id`,
};
