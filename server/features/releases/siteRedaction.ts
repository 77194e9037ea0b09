import { sql, type Fragment } from '../../database/sql.ts';
import type { CopyContext } from './tableCopy.ts';

/** Where a site is drawn that is not cleared for its own place: its village, else the seat of its township or county. */
export const drawnPlace = sql`
  left join lateral (
    select geom, location_quality
    from (
      select village.geom, village.location_quality::text as location_quality, 1 as choice
      from xiangtu.village
      where village.county_code = working.county_code and village.id = working.village_id
      union all
      select region.seat, region.seat_quality::text, 2
      from xiangtu.region
      where region.code = working.township_code
      union all
      select region.seat, region.seat_quality::text, 3
      from xiangtu.region
      where region.code = working.county_code
    ) as candidate
    where geom is not null
    order by choice
    limit 1
  ) as drawn on true`;
/** Cleared for its own place. */
export const isExact = sql`working.disclosure = 'exact'`;
/** Figures of a site, hidden together: each tells of the others. */
export const figureOf = (column: Fragment) => (context: CopyContext) =>
  sql`case when working.id = any(${context.hiddenSites}::integer[]) then null else ${column} end`;
