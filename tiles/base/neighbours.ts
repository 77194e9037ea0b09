import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

/** Regions around the planning area, drawn as hairlines. */
export const neighbours = defineTileLayer({
  id: 'neighbours',
  tileset: 'base',
  geometryKind: 'polygon',
  description: 'Regions around the planning area; the feature id is the code',
  from: sql`neighbour_region as neighbour`,
  geometry: sql`neighbour.geom_mercator`,
  featureId: sql`neighbour.code::text::integer`,
  attributes: {
    n: { column: sql`neighbour.name`, type: 'text', description: 'name' },
    e: { column: sql`neighbour.name_en`, type: 'text', description: 'English name' },
  },
});
