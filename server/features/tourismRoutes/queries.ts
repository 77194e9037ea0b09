import type { RouteDetail } from '#contract/drawings';
import type { TourismRoute } from '#contract/places';
import type { RoadEdge } from '#domain/routing/roadEdge';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { bboxColumn, positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

type Row = Omit<TourismRoute, 'contradictions'>;

const routeRows = (where: Fragment, more: Fragment = sql.empty): Fragment => sql`
    select
      route.id, route.number, route.name, route.name_en as "nameEn", route.county_names as "countyNames",
      route.declared_county_count as "declaredCountyCount", route.theme, route.theme_en as "themeEn",
      route.anchors, route.note, route.note_en as "noteEn", route.revision, ${bboxColumn(sql`line.geom`)} as bbox,
      ST_Length(ST_SetSRID(line.geom, 4326)::geography) as "lengthMetres",
      line.location_quality as "lineQuality", coalesce(line.is_demonstration, false) as "isDemonstration",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'order', stop."order", 'name', stop.name, 'villageId', stop.village_id, 'isAnchor', stop.is_anchor,
          'position', ${positionColumn(sql`stop.geom`)}, 'locationQuality', stop.location_quality,
          'isDemonstration', stop.is_demonstration
        ) order by stop."order")
        from route_stop as stop
        where stop.plan_id = route.plan_id and stop.route_id = route.id
      ), '[]') as stops,
      ${sourceObject(sql`route.source_place`)} as source ${more}
    from tourism_route as route
    join source on source.id = route.source_id
    left join route_line as line on line.plan_id = route.plan_id and line.route_id = route.id
    where ${where}
    order by route.number`;

/** Tourism routes of a plan in their order, without contradictions. */
export const listTourismRoutes = (transaction: Transaction, planId: string): Promise<Row[]> =>
  transaction.all<Row>(routeRows(sql`route.plan_id = ${planId}`));

/** A route with its line as GeoJSON. */
export const findTourismRoute = (
  transaction: Transaction,
  { planId, id }: { planId: string; id: string },
): Promise<(Row & Pick<RouteDetail, 'line'>) | null> =>
  transaction.first(
    routeRows(
      sql`route.plan_id = ${planId} and route.id = ${id}`,
      sql`, ST_AsGeoJSON(line.geom, 7, 0)::jsonb as line`,
    ),
  );

/** GeoJSON of a line as the column takes it. */
export async function lineText(transaction: Transaction, geojson: string): Promise<string> {
  const { text } = await transaction.one<{ text: string }>(sql`
    select ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(${geojson}), 4490))::text as text`);
  return text;
}

/** The number of a new route, which no other has or had; others who ask wait until this transaction ends. */
export async function nextRouteNumber(transaction: Transaction, planId: string): Promise<number> {
  await transaction.run(sql`select pg_advisory_xact_lock(7410, 11)`);
  const { next } = await transaction.one<{ next: number }>(sql`
    select coalesce(max(number), 0)::integer + 1 as next
    from (
      select number from tourism_route where plan_id = ${planId}
      union all
      select (content -> 'route' ->> 'number')::integer
      from deleted_place
      where layer = 'routes' and content -> 'route' ->> 'plan_id' = ${planId}
    ) as used(number)`);
  return next;
}

/** Counties a route leads through, by its line, or by its stops where it has no line; in the order of their codes. */
export async function readCountyNames(
  transaction: Transaction,
  { planId, id }: { planId: string; id: string },
): Promise<string[]> {
  const rows = await transaction.all<{ name: string }>(sql`
    select name
    from region
    where level = 'county' and exists (
      select from route_line as line
      where line.plan_id = ${planId} and line.route_id = ${id} and ST_Intersects(region.geom, line.geom)
      union all
      select from route_stop as stop
      where stop.plan_id = ${planId} and stop.route_id = ${id} and ST_Intersects(region.geom, stop.geom)
        and not exists (select from route_line where plan_id = ${planId} and route_id = ${id})
    )
    order by code`);
  return rows.map(({ name }) => name);
}

/** Every road, as an edge between two junctions. */
export const listRoads = (transaction: Transaction): Promise<(RoadEdge & { isDemonstration: boolean })[]> =>
  transaction.all(sql`
    select
      id, ST_AsGeoJSON(geom, 7, 0)::jsonb -> 'coordinates' as coordinates, speed_kmh as "speedKmh",
      is_closed as "isClosed", is_demonstration as "isDemonstration"
    from road
    order by id`);
