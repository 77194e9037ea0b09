import type { TourismRoute } from '#contract/places';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { bboxColumn, positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

/** Tourism routes of a plan in their order, without contradictions. */
export function listTourismRoutes(
  transaction: Transaction,
  planId: string,
): Promise<Omit<TourismRoute, 'contradictions'>[]> {
  return transaction.all(sql`
    select
      route.id, route.number, route.name, route.name_en as "nameEn", route.county_names as "countyNames",
      route.declared_county_count as "declaredCountyCount", route.theme, route.theme_en as "themeEn",
      route.anchors, route.note, route.note_en as "noteEn", ${bboxColumn(sql`line.geom`)} as bbox,
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
      ${sourceObject(sql`route.source_place`)} as source
    from tourism_route as route
    join source on source.id = route.source_id
    left join route_line as line on line.plan_id = route.plan_id and line.route_id = route.id
    where route.plan_id = ${planId}
    order by route.number`);
}
