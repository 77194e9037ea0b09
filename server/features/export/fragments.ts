import { sql, type Fragment } from '../../database/sql.ts';
import { withinRegion } from '../regions/withinRegion.ts';

/** The four words of the interface for how a place is known; demonstration data says so first. */
export const qualityText = (quality: Fragment, isDemonstration: Fragment): Fragment => sql`
  case
    when ${isDemonstration} then '示例'
    else case ${quality}
      when 'surveyed' then '实测'
      when 'gazetteer' then '地名库'
      when 'estimated' then '推定'
      else '未知'
    end
  end`;

/** GeoJSON with seven decimals (a centimetre) and outer rings counter-clockwise, as RFC 7946 asks. */
export const geometryColumn = (geom: Fragment): Fragment =>
  sql`ST_AsGeoJSON(ST_ForcePolygonCCW(${geom}), 7)::json as geometry`;

export const within = (
  region: string | undefined,
  columns: { county: Fragment; township: Fragment },
): Fragment => (region === undefined ? sql`true` : withinRegion(region, columns));
