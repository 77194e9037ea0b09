/** Longitude and latitude in degrees (EPSG:4490). */
export type LngLat = [number, number];
/** Kilometres east and north of the plane's origin. */
export type PlanePoint = [number, number];

const KILOMETRES_PER_DEGREE = 111.32;

/**
 * A local plane in kilometres. It is an affine map of degrees, so a straight line here is a straight line
 * in degrees too: Voronoi edges computed here can be clipped and stored there. Lengths are right within
 * about 0.5 % at prefecture size, good enough for estimated cells; measured figures use geodesics.
 */
export interface Plane {
  toPlane(position: LngLat): PlanePoint;
  toLngLat(point: PlanePoint): LngLat;
}

export function localPlane(origin: LngLat): Plane {
  const eastScale = KILOMETRES_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180);
  return {
    toPlane: ([lng, lat]) => [(lng - origin[0]) * eastScale, (lat - origin[1]) * KILOMETRES_PER_DEGREE],
    toLngLat: ([x, y]) => [origin[0] + x / eastScale, origin[1] + y / KILOMETRES_PER_DEGREE],
  };
}

/** The plane all estimated geography of 湘西 is drawn in; a fixed origin keeps every run the same. */
export const XIANGXI_PLANE = localPlane([109.8, 28.65]);

export function planeDistance(a: PlanePoint, b: PlanePoint): number {
  const x = a[0] - b[0];
  const y = a[1] - b[1];
  return Math.sqrt(x * x + y * y);
}
