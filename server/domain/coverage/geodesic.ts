import geodesic from 'geographiclib-geodesic';

const ellipsoid = geodesic.Geodesic.WGS84;

/**
 * Shortest distance between two positions (degrees) on the WGS 84 ellipsoid, metres. CGCS2000's ellipsoid
 * differs by a tenth of a millimetre in its minor axis: the same for every purpose here. Equal to PostGIS
 * `geography` to well under 0.01 %.
 */
// oxlint-disable-next-line max-params -- two positions, unboxed: this is the inner loop
export function distanceMetres(lngA: number, latA: number, lngB: number, latB: number): number {
  return ellipsoid.Inverse(latA, lngA, latB, lngB, geodesic.Geodesic.DISTANCE).s12!;
}

/** The position reached from `[lng, lat]` after `metres` on the ellipsoid at `azimuth` (degrees from north). */
export function destination(
  [lng, lat]: readonly [number, number],
  azimuth: number,
  metres: number,
): [number, number] {
  const reached = ellipsoid.Direct(lat, lng, azimuth, metres);
  return [reached.lon2!, reached.lat2!];
}
