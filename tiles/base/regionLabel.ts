import { sql } from '../../server/database/sql.ts';
import { defineTileLayer, type TileLayer } from '../tileLayer.ts';

/** A label layer of one level of regions; the point is the seat, else a point inside. */
export function regionLabel(level: 'county' | 'township', id: string): TileLayer {
  return defineTileLayer({
    id,
    tileset: 'base',
    geometryKind: 'point',
    description: `Label points of ${level === 'county' ? 'counties' : 'townships'}; the feature id is the code`,
    from: sql`region as region`,
    geometry: sql`region.label_mercator`,
    featureId: sql`region.code::text::integer`,
    attributes: {
      n: { column: sql`region.name`, type: 'text', description: 'name' },
      e: { column: sql`region.name_en`, type: 'text', description: 'English name' },
      code: { column: sql`region.code`, type: 'text', description: 'division code' },
      m: {
        column: sql`region.listed_villages`,
        type: 'integer',
        description: "villages the plan's document lists here",
      },
    },
    where: () => sql`region.level = ${level}`,
  });
}
