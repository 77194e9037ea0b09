import { NearestFacilityIndex } from './nearestFacility.ts';
import { hasPosition, type PointSet } from './pointSet.ts';

export type FacilityStatus = 'working' | 'planned' | 'closed';

/** Facilities of one kind. Only working ones serve. */
export interface FacilitySet extends PointSet {
  /** As long as `ids`. */
  readonly statuses: readonly FacilityStatus[];
}

/** Bytes of `Reach.status`. */
export const reachStatus = { unknown: 0, served: 1, unserved: 2 } as const;
export const reachStatusNames = ['unknown', 'served', 'unserved'] as const;

/** One entry a demand point, in the order of the demand. */
export interface Reach {
  /** `reachStatus` bytes. */
  status: Uint8Array;
  /** Geodesic metres to the nearest working facility; Infinity: there is none; NaN: the place is unknown. */
  distanceMetres: Float64Array;
  /** Its id; 0 where there is none. */
  facilityId: Int32Array;
  /** Its row in the facility columns; −1 where there is none. */
  facilityIndex: Int32Array;
  /** Facilities that serve: working and with a known place. */
  servingCount: number;
}

/**
 * Reach by straight line: a demand point is served when a working facility lies within the standard
 * (inclusive) on the WGS 84 ellipsoid, unserved when none does, unknown when its own place is not known.
 * Unreachable is unserved at an infinite distance, never zero. Independent of the order of either input.
 * @param input.standardMetres greatest distance that counts as served
 * @throws RangeError when the standard is not a positive number
 */
export function reach(input: { demand: PointSet; facilities: FacilitySet; standardMetres: number }): Reach {
  const { demand, facilities, standardMetres } = input;
  if (!(standardMetres > 0)) throw new RangeError(`reach: standard of ${standardMetres} m is not positive`);
  const index = new NearestFacilityIndex(facilities, (row) => facilities.statuses[row] === 'working');
  const count = demand.ids.length;
  const result: Reach = {
    status: new Uint8Array(count),
    distanceMetres: new Float64Array(count).fill(Number.NaN),
    facilityId: new Int32Array(count),
    facilityIndex: new Int32Array(count).fill(-1),
    servingCount: index.size,
  };
  for (let row = 0; row < count; row++) {
    if (!hasPosition(demand, row)) continue;
    const nearest = index.nearest(demand.lngs[row]!, demand.lats[row]!);
    const distance = nearest?.distanceMetres ?? Infinity;
    result.distanceMetres[row] = distance;
    result.status[row] = distance <= standardMetres ? reachStatus.served : reachStatus.unserved;
    if (nearest) {
      result.facilityId[row] = nearest.id;
      result.facilityIndex[row] = nearest.index;
    }
  }
  return result;
}
