import { sql } from '../../server/database/sql.ts';
import { defineTileLayer } from '../tileLayer.ts';

export const routes = defineTileLayer({
  id: 'routes',
  tileset: 'network',
  geometryKind: 'line',
  description: 'Tourism routes 旅游线路; the feature id is the number of the route',
  from: sql`route_line as line
    join tourism_route as route on route.plan_id = line.plan_id and route.id = line.route_id`,
  geometry: sql`line.geom_mercator`,
  featureId: sql`route.number`,
  attributes: {
    r: { column: sql`line.route_id`, type: 'text', description: 'route id' },
    o: { column: sql`route.number`, type: 'integer', description: 'route number' },
    d: { column: sql`line.is_demonstration`, type: 'boolean', description: 'demonstration data' },
  },
});
