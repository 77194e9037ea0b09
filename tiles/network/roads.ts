import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

export const roads = defineTileLayer({
  id: 'roads',
  tileset: 'network',
  geometryKind: 'line',
  description: 'Roads 道路',
  from: sql`road as road`,
  geometry: sql`road.geom_mercator`,
  featureId: sql`road.id`,
  attributes: {
    k: { column: sql`road.class`, type: 'text', description: 'county, township or village road' },
    x: { column: sql`road.is_closed`, type: 'boolean', description: 'closed' },
    d: { column: sql`road.is_demonstration`, type: 'boolean', description: 'demonstration data' },
  },
});
