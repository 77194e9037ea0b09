import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

/** Places of funded projects: a project with three places is three features. */
export const projects = defineTileLayer({
  id: 'projects',
  tileset: 'places',
  geometryKind: 'point',
  description: 'Places of projects; the feature id is project number × 1000 + order of the place',
  from: sql`project_place as place`,
  geometry: sql`place.geom_mercator`,
  featureId: sql`place.project_number * 1000 + place."order"`,
  attributes: {
    n: { column: sql`place.place`, type: 'text', description: 'name of the place' },
    p: { column: sql`place.project_number`, type: 'integer', description: 'project number' },
    c: { column: sql`place.county_code`, type: 'text', description: 'county code' },
    t: { column: sql`place.township_code`, type: 'text', description: 'township code' },
    q: { column: sql`place.location_quality`, type: 'text', description: 'location quality' },
    d: { column: sql`place.is_demonstration`, type: 'boolean', description: 'demonstration data' },
  },
});
