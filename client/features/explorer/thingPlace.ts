/** Where a selected thing lies: a point, or the box of a line; degrees, EPSG:4490. */
export interface ThingPlace {
  position: readonly [lng: number, lat: number] | null;
  bbox: readonly [west: number, south: number, east: number, north: number] | null;
}

export interface Frame {
  width: number;
  height: number;
}

/** Free part of the map: below the top controls, inside the margins; CSS pixels. */
const margin = 48;

/** Whether a point on the screen lies in the part of the map that nothing covers. */
export function isInSight(point: { x: number; y: number }, frame: Frame, bottomCover = 0): boolean {
  return (
    point.x > margin &&
    point.y > margin &&
    point.x < frame.width - margin &&
    point.y < frame.height - bottomCover - margin
  );
}
