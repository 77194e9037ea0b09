import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

export const facilities = defineTileLayer({
  id: 'facilities',
  tileset: 'places',
  geometryKind: 'point',
  description: 'Facilities 设施 of every kind',
  from: sql`facility as facility`,
  geometry: sql`facility.geom_mercator`,
  featureId: sql`facility.id`,
  attributes: {
    n: { column: sql`facility.name`, type: 'text', description: 'name' },
    k: { column: sql`facility.kind`, type: 'text', description: 'kind' },
    s: { column: sql`facility.status`, type: 'text', description: 'working, planned or closed' },
    c: { column: sql`facility.county_code`, type: 'text', description: 'county code' },
    t: { column: sql`facility.township_code`, type: 'text', description: 'township code' },
    q: { column: sql`facility.location_quality`, type: 'text', description: 'location quality' },
    d: { column: sql`facility.is_demonstration`, type: 'boolean', description: 'demonstration data' },
  },
});
