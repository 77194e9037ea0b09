import { z } from 'zod';
import { StartError } from '../../startError.ts';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import type { Plan } from './planFacts.ts';
import { sourceIds } from './sources.ts';
import type { VillageRow } from './villages.ts';

const roadProperties = z.object({
  class: z.enum(['county', 'township', 'village']),
  surface: z.string().nullish(),
  lengthMetres: z.number().nonnegative(),
  speedKmh: z.number().positive(),
  from_id: z.number().int().nullish(),
  to_id: z.number().int().nullish(),
  isClosed: z.boolean(),
});

/** Writes the demonstration roads; a road belongs to the county of the village it starts at. */
export async function loadRoads(
  transaction: Transaction,
  { files, villages }: { files: DataFiles; villages: VillageRow[] },
): Promise<void> {
  const file = 'xiangxi/demo/roads.topojson';
  const rows = files.topology(file, 'roads', roadProperties).map(({ id, geometry, properties }) => {
    const end = properties.from_id ?? properties.to_id ?? 0;
    const village = villages[end - 1];
    if (!village)
      throw new StartError('configuration', `data/${file} roads ${id}: village ${end} is unknown`);
    return { ...properties, id: Number(id), county_code: village.county_code, geom: geometry };
  });
  await transaction.run(sql`
    insert into xiangtu.road (
      county_code, id, class, surface, length_metres, speed_kmh, from_village_id, to_village_id, is_closed, geom,
      location_quality, is_demonstration, source_id
    )
    select
      county_code, id, class, surface, round("lengthMetres"), round("speedKmh"), from_id, to_id, "isClosed",
      ST_SetSRID(ST_GeomFromGeoJSON(geom), 4490), 'estimated', true, ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, id integer, class text, surface text, "lengthMetres" double precision,
      "speedKmh" double precision, from_id integer, to_id integer, "isClosed" boolean, geom json
    )`);
}

const stopRow = z.object({
  route_id: field.text,
  order: field.integer,
  name: field.text,
  village_id: field.optionalInteger,
  lng: field.degrees,
  lat: field.degrees,
  is_anchor: field.truth,
});

/**
 * Writes the lines of the tourism routes and their stops. A stop the plan names is a fact with an estimated
 * place; every other stop and every line is demonstration data.
 */
export async function loadRouteLines(
  transaction: Transaction,
  { files, plan }: { files: DataFiles; plan: Plan },
): Promise<void> {
  const lines = files
    .topology('xiangxi/demo/routes.topojson', 'routes', z.object({ routeId: z.string() }))
    .map(({ geometry, properties }) => ({ route_id: properties.routeId, geom: geometry }));
  await transaction.run(sql`
    insert into xiangtu.route_line (plan_id, route_id, geom, location_quality, is_demonstration, source_id)
    select
      ${plan.id}, route_id, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(geom), 4490)), 'estimated', true,
      ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(lines)}::json) as row(route_id text, geom json)`);
  const stops = files.table('xiangxi/demo/routes-stops.csv', stopRow);
  await transaction.run(sql`
    insert into xiangtu.route_stop (
      plan_id, route_id, "order", name, village_id, is_anchor, geom, location_quality, is_demonstration,
      source_id, source_place
    )
    select
      ${plan.id}, route_id, "order", row.name, village_id, is_anchor, ST_SetSRID(ST_MakePoint(lng, lat), 4490),
      'estimated', not is_anchor,
      case when is_anchor then ${sourceIds.plan} else ${sourceIds.demonstration} end,
      case when is_anchor then route.source_place end
    from json_to_recordset(${JSON.stringify(stops)}::json) as row(
      route_id text, "order" integer, name text, village_id integer, lng double precision, lat double precision,
      is_anchor boolean
    )
    join xiangtu.tourism_route as route on route.plan_id = ${plan.id} and route.id = row.route_id`);
}

const projectPlaceRow = z.object({
  project_number: field.integer,
  place: field.text,
  county_code: field.optional,
  township_code: field.optional,
  village_id: field.optionalInteger,
  lng: field.degrees,
  lat: field.degrees,
  location_quality: field.quality,
});

/** Writes where projects are drawn: the plan names counties only, so every point is demonstration data. */
export async function loadProjectPlaces(
  transaction: Transaction,
  { files, plan }: { files: DataFiles; plan: Plan },
): Promise<void> {
  const counts = new Map<number, number>();
  const rows = files.table('xiangxi/demo/project-places.csv', projectPlaceRow).map((row) => {
    const order = (counts.get(row.project_number) ?? 0) + 1;
    counts.set(row.project_number, order);
    return { ...row, order };
  });
  await transaction.run(sql`
    insert into xiangtu.project_place (
      plan_id, project_number, "order", place, county_code, township_code, village_id, geom, location_quality,
      is_demonstration, source_id
    )
    select
      ${plan.id}, project_number, "order", place, county_code, township_code, village_id,
      ST_SetSRID(ST_MakePoint(lng, lat), 4490), location_quality, true, ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      project_number integer, "order" integer, place text, county_code text, township_code text,
      village_id integer, lng double precision, lat double precision, location_quality text
    )`);
}
