import type { TileAddress } from '../../tiles/tileLayer.ts';

const column = (lng: number, z: number) => Math.floor(((lng + 180) / 360) * 2 ** z);
const row = (lat: number, z: number) =>
  Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);

/** Every tile of a zoom that touches a box in degrees. */
export function tilesWithin(
  [west, south, east, north]: readonly [number, number, number, number],
  z: number,
): TileAddress[] {
  const tiles: TileAddress[] = [];
  for (let x = column(west, z); x <= column(east, z); x += 1) {
    for (let y = row(north, z); y <= row(south, z); y += 1) tiles.push({ z, x, y });
  }
  return tiles;
}
