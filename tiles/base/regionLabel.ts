import { sql } from '../../server/database/sql.ts';
import { defineTileLayer, type TileLayer } from '../tileLayer.ts';

/** Listed: named by some plan version, whatever its category. */
const isListed = sql`exists (
  select from xiangtu.assignment
  where assignment.county_code = village.county_code and assignment.village_id = village.id
)`;

/** A label layer of one level of regions; the point is the seat, else a point inside. */
export function regionLabel(level: 'county' | 'township', id: string): TileLayer {
  const isMember =
    level === 'county' ? sql`village.county_code = region.code` : sql`village.township_code = region.code`;
  return defineTileLayer({
    id,
    tileset: 'base',
    geometryKind: 'point',
    description: `Label points of ${level === 'county' ? 'counties' : 'townships'}; the feature id is the code`,
    from: sql`xiangtu.region as region`,
    geometry: sql`region.label_mercator`,
    featureId: sql`region.code::text::integer`,
    attributes: {
      n: { column: sql`region.name`, type: 'text', description: 'name' },
      e: { column: sql`region.name_en`, type: 'text', description: 'English name' },
      code: { column: sql`region.code`, type: 'text', description: 'division code' },
      m: {
        column: sql`(select count(*)::integer from xiangtu.village where ${isMember} and ${isListed})`,
        type: 'integer',
        description: 'villages a plan lists here',
      },
    },
    where: () => sql`region.level = ${level}`,
  });
}
