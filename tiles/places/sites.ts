import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

export const sites = defineTileLayer({
  id: 'sites',
  tileset: 'places',
  geometryKind: 'point',
  description: 'Resettlement sites 安置点',
  from: sql`site as site`,
  geometry: sql`site.geom_mercator`,
  featureId: sql`site.id`,
  attributes: {
    n: { column: sql`site.name`, type: 'text', description: 'name' },
    s: { column: sql`site.size_class`, type: 'text', description: 'small, medium or large' },
    h: { column: sql`site.households`, type: 'integer', description: 'households' },
    p: { column: sql`site.people`, type: 'integer', description: 'people' },
    c: { column: sql`site.county_code`, type: 'text', description: 'county code' },
    t: { column: sql`site.township_code`, type: 'text', description: 'township code' },
    q: { column: sql`site.location_quality`, type: 'text', description: 'location quality' },
    d: { column: sql`site.is_demonstration`, type: 'boolean', description: 'demonstration data' },
  },
  rank: sql`-coalesce(site.households, 0)`,
});
