import { describe, expect, test } from 'vitest';
import type { Facility, Site } from '#contract/places';
import {
  distancesTo,
  freeHouseholds,
  rankSites,
  serviceChanges,
  sumOf,
  type MovedVillage,
} from './relocation.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

const site = (id: number, lng: number, changes: Partial<Site> = {}): Site =>
  ({ id, position: [lng, 28], capacityHouseholds: 80, households: 50, ...changes }) as Site;
const village = (id: number, lng: number | null): MovedVillage => ({
  id,
  position: lng === null ? null : [lng, 28],
  locationQuality: 'estimated',
});
const clinic = (id: number, lng: number, changes: Partial<Facility> = {}): Facility =>
  ({
    id,
    kind: 'clinic',
    status: 'working',
    position: [lng, 28],
    locationQuality: 'gazetteer',
    ...changes,
  }) as Facility;
/** Metres of a degree of longitude at 28° north on the ellipsoid. */
const degree = 98_362.6;

describe('moving villages', () => {
  test('sums what is known and counts what is not', () => {
    expect(sumOf([10, null, 5])).toEqual({ sum: 15, unknown: 1 });
    expect(freeHouseholds(site(1, 109))).toBe(30);
    expect(freeHouseholds(site(1, 109, { capacityHouseholds: null }))).toBeNull();
  });

  test('measures the way on the ellipsoid and leaves out who has no place', () => {
    const distances = distancesTo(site(1, 109), [village(1, 109.5), village(2, 109.1), village(3, null)]);
    expect(distances.map(({ villageId }) => villageId)).toEqual([2, 1]);
    expect(distances[0]!.metres).toBeCloseTo(0.1 * degree, -1);
  });

  test('puts the nearest site first, and keeps their order where no village has a place', () => {
    const sites = [site(1, 110), site(2, 109.2), site(3, 108)];
    expect(rankSites(sites, [village(1, 109), village(2, 109.2)]).map((each) => each.site.id)).toEqual([
      2, 1, 3,
    ]);
    expect(rankSites(sites, [village(1, null)])).toEqual(sites.map((each) => ({ site: each, metres: null })));
  });

  test('sets what villages have beside what the site has, closed facilities left out', () => {
    const facts = factsOf([1, 1, 1, 1], {
      distances: { townshipSeat: [], countySeat: [], facilities: { clinic: [1000, 3000, null, 9000] } },
    });
    const facilities = [
      clinic(1, 109.001, { status: 'closed' }),
      clinic(2, 109.02, { locationQuality: 'estimated' }),
    ];
    const kinds = sampleNames.facilityKinds;
    const [change] = serviceChanges([1, 2, 3], site(1, 109), { facts, kinds, facilities });
    expect(change).toMatchObject({
      known: 2,
      withinNow: 1,
      medianNow: 2000,
      farthestNow: 3000,
      isWithinAfter: true,
      isEstimatedAfter: true,
    });
    expect(change!.after).toBeCloseTo(0.02 * degree, -1);
    const [none] = serviceChanges([3], site(1, 109), { facts, kinds, facilities: [] });
    expect(none).toMatchObject({
      known: 0,
      medianNow: null,
      farthestNow: null,
      after: null,
      isWithinAfter: false,
    });
  });
});
