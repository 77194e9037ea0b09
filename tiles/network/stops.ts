import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

export const stops = defineTileLayer({
  id: 'stops',
  tileset: 'network',
  geometryKind: 'point',
  description: 'Stops 节点 of tourism routes; the feature id is route number × 1000 + order',
  from: sql`route_stop as stop
    join tourism_route as route on route.plan_id = stop.plan_id and route.id = stop.route_id`,
  geometry: sql`stop.geom_mercator`,
  featureId: sql`route.number * 1000 + stop."order"`,
  attributes: {
    r: { column: sql`stop.route_id`, type: 'text', description: 'route id' },
    o: { column: sql`stop."order"`, type: 'integer', description: 'order on the route' },
    n: { column: sql`stop.name`, type: 'text', description: 'name' },
    a: { column: sql`stop.is_anchor`, type: 'boolean', description: 'named by the plan' },
    v: { column: sql`stop.village_id`, type: 'integer', description: 'village' },
  },
});
