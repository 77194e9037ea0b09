import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

/** Village points, for circles at low zoom and for names. */
export const villagePoints = defineTileLayer({
  id: 'village_points',
  tileset: 'base',
  geometryKind: 'point',
  description: 'Village points; the feature id is the village id',
  from: sql`village as village`,
  geometry: sql`village.geom_mercator`,
  featureId: sql`village.id`,
  attributes: {
    n: { column: sql`village.name`, type: 'text', description: 'name' },
    t: { column: sql`village.township_code`, type: 'text', description: 'township code' },
    c: { column: sql`village.county_code`, type: 'text', description: 'county code' },
    q: { column: sql`village.location_quality`, type: 'text', description: 'location quality' },
  },
});
