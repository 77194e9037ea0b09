import type { FieldError } from '#contract/errors';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

export type LngLat = readonly [number, number];

/** Where a position lies, by the territories of villages and regions. */
export interface PlaceLocation {
  countyCode: string;
  townshipCode: string | null;
  villageId: number | null;
}

/** The regions at each position; null outside of every county. */
export async function locate(
  transaction: Transaction,
  positions: readonly LngLat[],
): Promise<(PlaceLocation | null)[]> {
  const rows = await transaction.all<Partial<PlaceLocation>>(sql`
    select
      coalesce(village.county_code, left(township.code, 6), county.code) as "countyCode",
      coalesce(village.township_code, township.code) as "townshipCode", village.id as "villageId"
    from unnest(
      ${positions.map(([lng]) => lng)}::double precision[], ${positions.map(([, lat]) => lat)}::double precision[]
    ) with ordinality as asked(lng, lat, number)
    cross join lateral (
      select ST_Transform(ST_SetSRID(ST_MakePoint(asked.lng, asked.lat), 4490), 3857) as place
    ) as at
    left join lateral (
      select id, county_code, township_code
      from village
      where territory_mercator && at.place and ST_Covers(territory_mercator, at.place)
      -- A place on a border lies in two: the lower one, always the same.
      order by id
      limit 1
    ) as village on true
    left join lateral (
      select code
      from region
      where level = 'township' and geom_mercator && at.place and ST_Covers(geom_mercator, at.place)
      order by code
      limit 1
    ) as township on true
    left join lateral (
      select code
      from region
      where level = 'county' and geom_mercator && at.place and ST_Covers(geom_mercator, at.place)
      order by code
      limit 1
    ) as county on true
    order by asked.number`);
  return rows.map(({ countyCode, townshipCode = null, villageId = null }) =>
    countyCode ? { countyCode, townshipCode, villageId } : null,
  );
}

/** A position with the field it stands in. */
export interface AskedPosition {
  path: string;
  position: LngLat;
}

/** West, south, east, north of the planning area, degrees. */
async function readExtent(transaction: Transaction): Promise<[number, number, number, number]> {
  const { extent } = await transaction.one<{ extent: [number, number, number, number] }>(sql`
    select array[min(ST_XMin(geom)), min(ST_YMin(geom)), max(ST_XMax(geom)), max(ST_YMax(geom))] as extent
    from region
    where level = 'prefecture'`);
  return extent;
}

const shown = (degrees: number) => String(Math.round(degrees * 1e5) / 1e5);

/** What lies outside the box around the planning area, each with its place; a mixed-up pair is told as one. */
export async function extentFaults(
  transaction: Transaction,
  asked: readonly AskedPosition[],
): Promise<FieldError[]> {
  const [west, south, east, north] = await readExtent(transaction);
  const isInside = ([lng, lat]: LngLat) => lng >= west && lng <= east && lat >= south && lat <= north;
  return asked
    .filter(({ position }) => !isInside(position))
    .map(({ path, position: [lng, lat] }) => ({
      path,
      message: isInside([lat, lng])
        ? '经度和纬度写反了 longitude and latitude are the wrong way round'
        : `${shown(lng)}, ${shown(lat)} 不在规划范围内（经度 ${shown(west)}–${shown(east)}，纬度 ${shown(south)}–${shown(north)}） ` +
          'outside the planning area',
    }));
}

export const outsideFault = (path: string): FieldError => ({
  path,
  message: '这个位置不在任何县（市）内 this place lies in no county',
});
