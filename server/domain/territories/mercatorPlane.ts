import type { Position } from './territoryArc.ts';

/** Pixels along one side of the world at zoom 0, as MapLibre counts zoom. */
const WORLD_PIXELS = 512;

/**
 * The Web Mercator plane (EPSG:3857 with EPSG:4490 taken for WGS 84) as a square: x from 0 at 180° west to 1 at
 * 180° east, y from 0 in the north to 1 in the south. The map draws a border straight between two vertices in
 * this plane, and a pointer that moves straight over an untilted map moves straight in it, at one scale in every
 * direction: what is touched here is what is seen to be touched.
 */
export function worldX(lng: number): number {
  return lng / 360 + 0.5;
}

export function worldY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** Degrees of a place in the plane. */
export function positionInWorld(x: number, y: number): Position {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI];
}

/** How long a stretch of the screen is in the plane, a share of the world's width. */
export function worldLengthOfPixels(pixels: number, zoom: number): number {
  return pixels / (WORLD_PIXELS * 2 ** zoom);
}
