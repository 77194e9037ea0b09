/** A bin holds distances above `fromMetres` up to and including `toMetres`; null = open. The first begins at 0. */
export interface DistanceBin {
  fromMetres: number;
  toMetres: number | null;
  villages: number;
}

/**
 * Bounds for a histogram in which the standard is itself a bound, so that the bars left of it are the served:
 * eight even steps up to twice the standard; everything farther is in the last, open bin.
 */
export function histogramBounds(standardMetres: number): number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((step) => (standardMetres * step) / 4);
}

/**
 * Counts distances per bin. A distance on a bound belongs to the bin that ends there, as a village exactly at
 * the standard is served. NaN (unknown place) is in no bin; Infinity is in the open one.
 * @param bounds ascending upper bounds in metres
 */
export function distanceHistogram(
  distancesMetres: ArrayLike<number>,
  bounds: readonly number[],
): DistanceBin[] {
  const bins: DistanceBin[] = [...bounds, null].map((toMetres, index) => ({
    fromMetres: index === 0 ? 0 : bounds[index - 1]!,
    toMetres,
    villages: 0,
  }));
  for (let row = 0; row < distancesMetres.length; row++) {
    const distance = distancesMetres[row]!;
    if (Number.isNaN(distance)) continue;
    const index = bounds.findIndex((bound) => distance <= bound);
    bins[index < 0 ? bounds.length : index]!.villages += 1;
  }
  return bins;
}
