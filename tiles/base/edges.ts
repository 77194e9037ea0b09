import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

/** Below this zoom a village is a few pixels wide: only county and prefecture borders are drawn. */
const villageEdgesFrom = 7;

/** Borders between territories, each once, with the villages on both sides (0: outside). */
export const edges = defineTileLayer({
  id: 'edges',
  tileset: 'base',
  geometryKind: 'line',
  description: 'Borders between village territories',
  from: sql`village_edge as edge`,
  geometry: sql`edge.geom_mercator`,
  featureId: sql`edge.id`,
  attributes: {
    l: { column: sql`edge.left_id`, type: 'integer', description: 'village on the left, 0 outside' },
    r: { column: sql`edge.right_id`, type: 'integer', description: 'village on the right, 0 outside' },
    k: { column: sql`edge.rank`, type: 'text', description: 'village, township, county or prefecture' },
  },
  where: (zoom) => (zoom < villageEdgesFrom ? sql`edge.rank in ('county', 'prefecture')` : null),
});
