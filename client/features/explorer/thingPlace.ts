/** [west, south, east, north] in degrees, EPSG:4490. */
type Box = readonly [west: number, south: number, east: number, north: number];

/** Where a selected thing lies: a point, or the box of a line; degrees, EPSG:4490. */
export interface ThingPlace {
  position: readonly [lng: number, lat: number] | null;
  bbox: Box | null;
  /** Territory around the position, where there is one. */
  territory?: Box | null;
}

/** CSS pixels. */
export interface Frame {
  width: number;
  height: number;
}

/** What is drawn over the map's top and foot, CSS pixels. */
export interface Cover {
  top: number;
  bottom: number;
}

/** Part of the map at its rim where a thing is not comfortably seen; CSS pixels. */
const margin = 48;
/** Half the side of the neighbourhood shown around a point, degrees: at least and at most. */
const leastReach = 0.03;
const mostReach = 0.12;
/** The neighbourhood is so many times the territory. */
const territoryShare = 3;
const metresPerDegree = 111_000;
/** The shorter side of a territory whose letter can be read, CSS pixels. */
const legibleSide = 44;

/** Whether a point on the screen lies in the part of the map that nothing covers. */
export function isInSight(
  point: { x: number; y: number },
  frame: Frame,
  cover: Cover = { top: 0, bottom: 0 },
): boolean {
  return (
    point.x > margin &&
    point.y > cover.top + margin &&
    point.x < frame.width - margin &&
    point.y < frame.height - cover.bottom - margin
  );
}

/** The box to show around a point: its territory among its neighbours. */
export function neighbourhood([lng, lat]: readonly [number, number], territory: Box | null): Box {
  const half = territory ? Math.max(...sides(territory)) / 2 : mostReach;
  const reach = Math.min(mostReach, Math.max(leastReach, half * territoryShare));
  return [lng - reach, lat - reach, lng + reach, lat + reach];
}

/** Whether a territory is large enough on the screen for its letter. */
export function isLegible(territory: Box, metresPerPixel: number): boolean {
  return (Math.min(...sides(territory)) * metresPerDegree) / metresPerPixel >= legibleSide;
}

/** Degrees of latitude, both of them: a degree of longitude is shorter. */
function sides([west, south, east, north]: Box): [number, number] {
  return [(east - west) * Math.cos((south * Math.PI) / 180), north - south];
}
