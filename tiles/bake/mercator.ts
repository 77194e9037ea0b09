/** Half the side of the world in EPSG:3857, in metres. */
const half = 20_037_508.342_789_244;

/** West, south, east, north; in metres or in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Side of a tile in metres of EPSG:3857. */
export const tileMetres = (zoom: number): number => (2 * half) / 2 ** zoom;

/** The columns and rows of a zoom that a box in metres touches when it is made wider by `reach` metres. */
export function tileRange([west, south, east, north]: Box, zoom: number, reach: number) {
  const side = tileMetres(zoom);
  const last = 2 ** zoom - 1;
  const within = (metres: number) => Math.min(last, Math.max(0, Math.floor(metres / side)));
  return {
    left: within(west - reach + half),
    right: within(east + reach + half),
    top: within(half - north - reach),
    bottom: within(half - south + reach),
  };
}

const longitude = (x: number): number => (x / half) * 180;
const latitude = (y: number): number => (Math.atan(Math.sinh((y / half) * Math.PI)) * 180) / Math.PI;

/** A box in degrees, rounded outward to about 10 cm so that nothing lies outside. */
export const boxInDegrees = ([west, south, east, north]: Box): Box => [
  Math.floor(longitude(west) * 1e6) / 1e6,
  Math.floor(latitude(south) * 1e6) / 1e6,
  Math.ceil(longitude(east) * 1e6) / 1e6,
  Math.ceil(latitude(north) * 1e6) / 1e6,
];
