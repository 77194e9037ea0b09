import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

/** Village territories 村域. The category of a village is never here: it reaches the map as state. */
export const villages = defineTileLayer({
  id: 'villages',
  tileset: 'base',
  geometryKind: 'polygon',
  description: 'Village territories; the feature id is the village id',
  from: sql`village as village`,
  geometry: sql`village.territory_mercator`,
  featureId: sql`village.id`,
  attributes: {
    t: { column: sql`village.township_code`, type: 'text', description: 'township code' },
    c: { column: sql`village.county_code`, type: 'text', description: 'county code' },
    q: { column: sql`village.territory_quality`, type: 'text', description: 'quality of the territory' },
  },
});
