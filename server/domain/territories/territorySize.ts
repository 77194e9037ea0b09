import { signedArea, type GridPoint } from './grid.ts';
import { gridTerritoryOf, type GridArc } from './topology.ts';

/** Metres of a step of the grid along a meridian, and along a parallel times the cosine of its latitude. */
export const METRES_PER_GRID = 0.11132;

/** Territories below either are taken for a slip of the hand: a hundredth of the smallest there are. */
const LEAST_SQUARE_METRES = 5_000;
const LEAST_WIDTH_METRES = 10;

export interface TerritorySize {
  squareMetres: number;
  parts: number;
  /** Area over half the border: the width of a long strip with this area and border. */
  widthMetres: number;
}

/**
 * How large a territory is, on a local plane: within 0.5 %, to tell slivers. Figures that are shown come from
 * geodesics.
 *
 * @throws Error when its arcs close no rings
 */
export function territorySize(arcs: readonly GridArc[], village: number): TerritorySize {
  const polygons = gridTerritoryOf(arcs, village);
  const rings = polygons.flat();
  const shrink = Math.cos(((rings[0]?.[0]?.[1] ?? 0) * Math.PI) / 180e6);
  const square = rings.reduce((sum, ring) => sum + signedArea(ring.slice(0, -1)), 0);
  const border = rings.reduce((sum, ring) => sum + lengthOf(ring, shrink), 0);
  const squareMetres = square * shrink * METRES_PER_GRID ** 2;
  const widthMetres = border > 0 ? (2 * squareMetres) / (border * METRES_PER_GRID) : 0;
  return { squareMetres, parts: polygons.length, widthMetres };
}

export function isSliver({ squareMetres, widthMetres }: TerritorySize): boolean {
  return squareMetres < LEAST_SQUARE_METRES || widthMetres < LEAST_WIDTH_METRES;
}

function lengthOf(ring: readonly GridPoint[], shrink: number): number {
  let length = 0;
  for (let index = 1; index < ring.length; index++) {
    const [a, b] = [ring[index - 1]!, ring[index]!];
    length += Math.hypot((b[0] - a[0]) * shrink, b[1] - a[1]);
  }
  return length;
}
