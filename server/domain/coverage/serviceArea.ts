import { polygon } from '@turf/turf';
import type { Feature, Polygon } from 'geojson';
import { destination } from './geodesic.ts';

/**
 * The picture of what lies within a straight-line standard of one position: a circle on the ellipsoid, corners
 * every 360/steps degrees. Who is served is decided by `reach`, not by this polygon: between corners it lies
 * up to 0.12 % (steps = 64) inside the true circle.
 * @param position [lng, lat] in degrees, EPSG:4490
 */
export function serviceArea(
  position: readonly [number, number],
  radiusMetres: number,
  steps = 64,
): Feature<Polygon> {
  // Counter-clockwise from north, as RFC 7946 asks of an outer ring.
  const corners = Array.from({ length: steps }, (_, step) =>
    destination(position, (-360 * step) / steps, radiusMetres),
  );
  return polygon([[...corners, corners[0]!]]);
}
