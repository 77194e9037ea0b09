import type { Facility, FacilityKind, Site } from '#contract/places';
import type { LocationQuality } from '#contract/place';
import type { VillageFacts } from '#contract/villageFacts';
import { distanceMetres } from '#domain/coverage/geodesic';
import { NearestFacilityIndex } from '#domain/coverage/nearestFacility';
import { pointSetOf } from '#domain/coverage/pointSet';
import { medianOf } from '../median.ts';

/** A sum of what is known, and of how many villages it is not. */
export interface KnownSum {
  sum: number;
  unknown: number;
}

/** A village that would be moved; positions in degrees, EPSG:4490. */
export interface MovedVillage {
  id: number;
  position: readonly [number, number] | null;
  locationQuality: LocationQuality;
}

/** How far one kind of service is, before and after, straight line on the ellipsoid. */
export interface ServiceChange {
  kind: FacilityKind;
  /** Villages with a known distance now; the others are in none of the figures. */
  known: number;
  withinNow: number;
  /** Metres; null where nothing is known. */
  medianNow: number | null;
  farthestNow: number | null;
  /** Metres from the site; null: none works. */
  after: number | null;
  isWithinAfter: boolean;
  /** The facility nearest to the site has a place that was estimated. */
  isEstimatedAfter: boolean;
  isDemonstration: boolean;
}

/** Households a site can still take; null where either figure is unknown. */
export const freeHouseholds = ({ capacityHouseholds, households }: Site): number | null =>
  capacityHouseholds === null || households === null ? null : capacityHouseholds - households;

/** A place that was neither surveyed nor taken from a gazetteer. */
export const isEstimated = (quality: LocationQuality): boolean =>
  quality === 'estimated' || quality === 'unknown';

export function sumOf(values: readonly (number | null)[]): KnownSum {
  const known = values.filter((value) => value !== null);
  return { sum: known.reduce((sum, value) => sum + value, 0), unknown: values.length - known.length };
}

/** Metres from villages to a site, nearest first; villages without a known place are left out. */
export function distancesTo(
  site: Pick<Site, 'position'>,
  villages: readonly MovedVillage[],
): { villageId: number; metres: number }[] {
  const [lng, lat] = site.position;
  return villages
    .flatMap(({ id, position }) =>
      position === null ? [] : [{ villageId: id, metres: distanceMetres(...position, lng, lat) }],
    )
    .toSorted((one, other) => one.metres - other.metres || one.villageId - other.villageId);
}

/** Mean of the known positions, good enough to put sites in order; null where none is known. */
function middleOf(villages: readonly MovedVillage[]): readonly [number, number] | null {
  const known = villages.flatMap(({ position }) => (position === null ? [] : [position]));
  if (known.length === 0) return null;
  const mean = (axis: 0 | 1) => known.reduce((sum, position) => sum + position[axis], 0) / known.length;
  return [mean(0), mean(1)];
}

/** Sites with the metres from the middle of the villages, nearest first; null: no village has a place. */
export function rankSites(
  sites: readonly Site[],
  villages: readonly MovedVillage[],
): { site: Site; metres: number | null }[] {
  const middle = middleOf(villages);
  return sites
    .map((site) => ({ site, metres: middle && distanceMetres(...middle, ...site.position) }))
    .toSorted((one, other) => (one.metres ?? 0) - (other.metres ?? 0) || one.site.id - other.site.id);
}

interface Services {
  facts: VillageFacts;
  kinds: readonly FacilityKind[];
  facilities: readonly Facility[];
}

/** Each kind's distances at the villages, from the facts, beside the one at the site, by the index of coverage. */
export function serviceChanges(
  villageIds: readonly number[],
  { position: [lng, lat] }: Pick<Site, 'position'>,
  { facts, kinds, facilities }: Services,
): ServiceChange[] {
  const rows = new Map(facts.ids.map((id, row) => [id, row]));
  const moved = villageIds.flatMap((id) => rows.get(id) ?? []);
  return kinds.map((kind) => {
    const column = facts.distances.facilities[kind.key] ?? [];
    const now = moved.map((row) => column[row] ?? null).filter((metres) => metres !== null);
    const working = facilities.filter((each) => each.kind === kind.key && each.status === 'working');
    const nearest = new NearestFacilityIndex(pointSetOf(working));
    const found = nearest.size === 0 ? null : nearest.nearest(lng, lat);
    return {
      kind,
      known: now.length,
      withinNow: now.filter((metres) => metres <= kind.standardMetres).length,
      medianNow: medianOf(now),
      farthestNow: now.reduce<number | null>((most, metres) => Math.max(most ?? 0, metres), null),
      after: found?.distanceMetres ?? null,
      isWithinAfter: found !== null && found.distanceMetres <= kind.standardMetres,
      isEstimatedAfter: found !== null && isEstimated(working[found.index]!.locationQuality),
      isDemonstration: facts.demonstrationKinds.includes(kind.key),
    };
  });
}
