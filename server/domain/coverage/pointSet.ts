/**
 * Points as parallel columns, so that hundreds of thousands pass between threads without a copy an object.
 * Longitude and latitude are degrees, CGCS2000 (EPSG:4490); NaN (or a position off the globe) = unknown place.
 * The columns have the same length and are not changed by whoever reads them.
 */
export interface PointSet {
  readonly ids: ArrayLike<number>;
  readonly lngs: ArrayLike<number>;
  readonly lats: ArrayLike<number>;
}

/** A thing at a place, or at an unknown one. */
export interface LocatedRow {
  readonly id: number;
  /** [lng, lat] in degrees, EPSG:4490. */
  readonly position: readonly [number, number] | null;
}

/** Turns rows into columns; an absent position becomes NaN. */
export function pointSetOf(rows: readonly LocatedRow[]): PointSet {
  return {
    ids: Int32Array.from(rows, (row) => row.id),
    lngs: Float64Array.from(rows, (row) => row.position?.[0] ?? Number.NaN),
    lats: Float64Array.from(rows, (row) => row.position?.[1] ?? Number.NaN),
  };
}

/** Whether the point at `index` has a place on the globe. */
export function hasPosition(points: PointSet, index: number): boolean {
  return Math.abs(points.lngs[index]!) <= 180 && Math.abs(points.lats[index]!) <= 90;
}
