import { sql, type Fragment } from '../../database/sql.ts';

/** `[lng, lat]` in degrees (EPSG:4490), null without a place. */
export const positionColumn = (geom: Fragment): Fragment => sql`
  case when ${geom} is not null then array[ST_X(${geom}), ST_Y(${geom})] end`;

/** `[west, south, east, north]` in degrees (EPSG:4490), null without a geometry. */
export const bboxColumn = (geom: Fragment): Fragment => sql`
  case when ${geom} is not null
    then array[ST_XMin(${geom}), ST_YMin(${geom}), ST_XMax(${geom}), ST_YMax(${geom})]
  end`;
