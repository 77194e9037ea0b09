import type { BaseGeometry } from './geometry/tileGeometry.ts';

/** A picture of dots for browsers that cannot draw the map; lengths in picture units. */
export interface DotMap {
  width: number;
  height: number;
  dots: readonly { id: number; x: number; y: number }[];
}

const width = 600;

/** One dot a village, in Web Mercator fitted to `bbox` (degrees), north up. */
export function dotMap(
  geometry: BaseGeometry,
  bbox: readonly [west: number, south: number, east: number, north: number],
): DotMap {
  const [west, south, east, north] = bbox;
  const top = mercator(north);
  const scale = width / (east - west);
  return {
    width,
    height: (top - mercator(south)) * scale,
    dots: [...geometry.villages.values()].map(({ id, centre: [lng, lat] }) => ({
      id,
      x: (lng - west) * scale,
      y: (top - mercator(lat)) * scale,
    })),
  };
}

/** Web Mercator northing in degrees of longitude. */
function mercator(lat: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
}
