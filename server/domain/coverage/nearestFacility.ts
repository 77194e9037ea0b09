import KDBush from 'kdbush';
import { around } from 'geokdbush';
import { distanceMetres } from './geodesic.ts';
import { hasPosition, type PointSet } from './pointSet.ts';

/** The nearest point of a set and how far it is on the WGS 84 ellipsoid. */
export interface NearestFacility {
  /** Position in the columns of the set the index was made from. */
  index: number;
  id: number;
  distanceMetres: number;
}

/**
 * The smallest ratio of an ellipsoidal distance to the distance the spatial index computes on its sphere.
 * Along any path the line element of the ellipsoid is (M dφ, N cos φ dλ), that of the sphere (R dφ, R cos φ dλ)
 * with R = 6371 km. M and N lie between a(1 − e²) = 6335.439 km and a²/b = 6399.594 km, so every
 * path, hence every distance, keeps a ratio between 0.99442 and 1.00449. Rounded down for floating point.
 */
const leastRatioToSphere = 0.9944;

/**
 * Answers 「which facility is nearest」 for many points. Candidates come from a spherical index; the
 * ellipsoid decides. The candidate set is sufficient: with d the geodesic distance of the spherically nearest
 * point, whatever is nearer than d on the ellipsoid is within d / leastRatioToSphere on the sphere.
 */
export class NearestFacilityIndex {
  readonly #tree: KDBush;
  readonly #points: PointSet;
  /** Row of the tree → row of `#points`: points without a place are not in the tree. */
  readonly #rows: Int32Array;

  /** @param serves which rows count; the others are not candidates. */
  constructor(points: PointSet, serves: (index: number) => boolean = () => true) {
    const rows: number[] = [];
    for (let index = 0; index < points.ids.length; index++) {
      if (hasPosition(points, index) && serves(index)) rows.push(index);
    }
    this.#points = points;
    this.#rows = Int32Array.from(rows);
    this.#tree = new KDBush(rows.length);
    for (const row of rows) this.#tree.add(points.lngs[row]!, points.lats[row]!);
    this.#tree.finish();
  }

  /** Number of facilities that can be found. */
  get size(): number {
    return this.#rows.length;
  }

  /**
   * The nearest facility; of several at exactly the same distance the one with the smallest id, so that the
   * answer does not depend on their order. null where there is none.
   */
  nearest(lng: number, lat: number): NearestFacility | null {
    const [first] = around(this.#tree, lng, lat, 1);
    if (first === undefined) return null;
    let best = this.#measure(first, lng, lat);
    // One millimetre keeps points at the very same place from being lost to rounding.
    const radiusKilometres = (best.distanceMetres / leastRatioToSphere + 0.001) / 1000;
    // Half the globe is as far as the index can search; beyond, its radius would wrap around.
    const reach = Math.min(radiusKilometres, 20_015);
    for (const candidate of around(this.#tree, lng, lat, Infinity, reach)) {
      const measured = this.#measure(candidate, lng, lat);
      const isNearer = measured.distanceMetres < best.distanceMetres;
      const isTie = measured.distanceMetres === best.distanceMetres && measured.id < best.id;
      if (isNearer || isTie) best = measured;
    }
    return best;
  }

  #measure(treeRow: number, lng: number, lat: number): NearestFacility {
    const index = this.#rows[treeRow]!;
    return {
      index,
      id: this.#points.ids[index]!,
      distanceMetres: distanceMetres(lng, lat, this.#points.lngs[index]!, this.#points.lats[index]!),
    };
  }
}
