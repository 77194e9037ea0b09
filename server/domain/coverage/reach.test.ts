import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceHistogram, histogramBounds } from './distanceHistogram.ts';
import { distanceMetres } from './geodesic.ts';
import { NearestFacilityIndex } from './nearestFacility.ts';
import { pointSetOf, type LocatedRow } from './pointSet.ts';
import { reach, reachStatus, type FacilityStatus } from './reach.ts';
import { tallyReach } from './reachTally.ts';

interface FacilityRow extends LocatedRow {
  status: FacilityStatus;
}

const facilitySet = (rows: FacilityRow[]) => ({
  ...pointSetOf(rows),
  statuses: rows.map((row) => row.status),
});
const run = (demand: LocatedRow[], facilities: FacilityRow[], standardMetres: number) =>
  reach({ demand: pointSetOf(demand), facilities: facilitySet(facilities), standardMetres });

const seed = 20260102;
const coordinate = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Within and around the prefecture: a degree is about 100 km. */
const nearby = fc.tuple(coordinate(109, 110.5), coordinate(27.5, 29.5));
const anywhere = fc.tuple(coordinate(-180, 180), coordinate(-90, 90));
const rowsAt = (position: fc.Arbitrary<[number, number] | null>, maxLength = 30) =>
  fc
    .array(position, { maxLength })
    .map((positions): LocatedRow[] => positions.map((place, index) => ({ id: index + 1, position: place })));
const demandRows = rowsAt(fc.option(nearby, { freq: 6 }));
const facilityRows = fc
  .array(fc.tuple(nearby, fc.constantFrom('working', 'working', 'planned', 'closed')), { maxLength: 30 })
  .map((rows): FacilityRow[] =>
    rows.map(([position, status], index) => ({ id: index + 1, position, status: status as FacilityStatus })),
  );
const standard = fc.integer({ min: 1, max: 120_000 });

const shuffled = <Row>(rows: Row[]) => fc.shuffledSubarray(rows, { minLength: rows.length });

const byId = (demand: LocatedRow[], facilities: FacilityRow[]) => {
  const result = run(demand, facilities, 20_000);
  return new Map(
    demand.map((row, index) => [
      row.id,
      [result.status[index], result.distanceMetres[index], result.facilityId[index]],
    ]),
  );
};

const servedIds = (demand: LocatedRow[], facilities: FacilityRow[], metres: number) => {
  const { status } = run(demand, facilities, metres);
  return new Set(demand.filter((_, row) => status[row] === reachStatus.served).map((row) => row.id));
};

describe('the nearest facility', () => {
  it('is the one a geodesic measurement of every facility gives', () => {
    fc.assert(
      fc.property(demandRows, facilityRows, (demand, facilities) => {
        const result = run(demand, facilities, 10_000);
        const working = facilities.filter((facility) => facility.status === 'working');
        demand.forEach(({ position }, row) => {
          if (!position) return;
          const distances = working.map(({ position: place }) => distanceMetres(...position, ...place!));
          const least = Math.min(...distances);
          expect(result.distanceMetres[row]).toBe(least);
          const nearest = working.filter((_, index) => distances[index] === least).map(({ id }) => id);
          expect(result.facilityId[row]).toBe(nearest.length > 0 ? Math.min(...nearest) : 0);
        });
      }),
      { seed, numRuns: 200 },
    );
  });

  it('is found anywhere on the globe, across the antimeridian and at the poles too', () => {
    fc.assert(
      fc.property(anywhere, rowsAt(anywhere, 200), ([lng, lat], facilities) => {
        const found = new NearestFacilityIndex(pointSetOf(facilities)).nearest(lng, lat);
        const least = Math.min(...facilities.map(({ position }) => distanceMetres(lng, lat, ...position!)));
        expect(found?.distanceMetres ?? Infinity).toBe(least);
      }),
      { seed, numRuns: 200 },
    );
  });

  it('is not the spherically nearest where sphere and ellipsoid disagree', () => {
    // Due north the sphere of the index is 0.5 % too long, due east 0.2 % too short.
    const from: [number, number] = [109.5, 28.5];
    const north: FacilityRow = { id: 1, position: [109.5, 28.5 + 0.3], status: 'working' };
    const east: FacilityRow = {
      id: 2,
      position: [109.5 + 0.2995 / Math.cos((28.5 * Math.PI) / 180), 28.5],
      status: 'working',
    };
    const northMetres = distanceMetres(...from, ...(north.position as [number, number]));
    const eastMetres = distanceMetres(...from, ...(east.position as [number, number]));
    expect(northMetres).toBeLessThan(eastMetres);
    expect(run([{ id: 9, position: from }], [east, north], 50_000).facilityId[0]).toBe(1);
  });

  it('measures the worked example of GeographicLib: New York JFK to London Heathrow', () => {
    expect(distanceMetres(-73.8, 40.6, -0.5, 51.6)).toBeCloseTo(5_551_759.4, 1);
  });
});

describe('reach', () => {
  it('serves nobody without a working facility, and unknown places stay unknown', () => {
    const facilities: FacilityRow[] = [
      { id: 1, position: [109.5, 28.5], status: 'planned' },
      { id: 2, position: [109.5, 28.5], status: 'closed' },
      { id: 3, position: null, status: 'working' },
    ];
    const result = run(
      [
        { id: 1, position: [109.5, 28.5] },
        { id: 2, position: null },
      ],
      facilities,
      1000,
    );
    expect([...result.status]).toEqual([reachStatus.unserved, reachStatus.unknown]);
    expect([...result.distanceMetres]).toEqual([Infinity, Number.NaN]);
    expect([...result.facilityId]).toEqual([0, 0]);
    expect(result.servingCount).toBe(0);
  });

  it('takes a position off the globe or not a number for unknown', () => {
    const demand = {
      ids: [1, 2, 3],
      lngs: [Number.NaN, 500, 109],
      lats: [28, 99, Number.NaN],
    };
    const facilities = facilitySet([{ id: 1, position: [109, 28], status: 'working' }]);
    expect([...reach({ demand, facilities, standardMetres: 1e6 }).status]).toEqual([0, 0, 0]);
  });

  it('counts a village exactly at the standard as served', () => {
    const away = distanceMetres(109.5, 28.5, 109.6, 28.5);
    const demand: LocatedRow[] = [{ id: 1, position: [109.5, 28.5] }];
    const facilities: FacilityRow[] = [{ id: 1, position: [109.6, 28.5], status: 'working' }];
    expect(run(demand, facilities, away).status[0]).toBe(reachStatus.served);
    expect(run(demand, facilities, away - 1e-6).status[0]).toBe(reachStatus.unserved);
  });

  it('refuses a standard that is not positive', () => {
    expect(() => run([], [], 0)).toThrow(RangeError);
    expect(() => run([], [], Number.NaN)).toThrow(RangeError);
  });

  it('a larger standard never serves fewer', () => {
    fc.assert(
      fc.property(demandRows, facilityRows, standard, standard, (demand, facilities, one, other) => {
        const smaller = servedIds(demand, facilities, Math.min(one, other));
        const larger = servedIds(demand, facilities, Math.max(one, other));
        expect([...smaller].every((id) => larger.has(id))).toBe(true);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('one more facility never serves fewer', () => {
    fc.assert(
      fc.property(demandRows, facilityRows, nearby, standard, (demand, facilities, position, metres) => {
        const before = servedIds(demand, facilities, metres);
        const added: FacilityRow = { id: 1000, position, status: 'working' };
        const after = servedIds(demand, [...facilities, added], metres);
        expect([...before].every((id) => after.has(id))).toBe(true);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('does not depend on the order of villages or facilities', () => {
    const pairs = fc
      .tuple(demandRows, facilityRows)
      // Facilities at one place force ties.
      .map(([demand, rows]): [LocatedRow[], FacilityRow[]] => [
        demand,
        [...rows, ...rows.map((row) => ({ ...row, id: row.id + 100 }))],
      ])
      .chain(([demand, facilities]) =>
        fc.record({
          demand: fc.constant(demand),
          facilities: fc.constant(facilities),
          otherDemand: shuffled(demand),
          otherFacilities: shuffled(facilities),
        }),
      );
    fc.assert(
      fc.property(pairs, ({ demand, facilities, otherDemand, otherFacilities }) => {
        const first = byId(demand, facilities);
        const second = byId(otherDemand, otherFacilities);
        demand.forEach(({ id }) => expect(second.get(id)).toEqual(first.get(id)));
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe('the tallies', () => {
  it('served, unserved and unknown add up to all, in every group, for villages and people', () => {
    const people = fc.array(fc.option(fc.nat(5000)), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(demandRows, facilityRows, people, standard, (demand, facilities, population, metres) => {
        const groups = tallyReach(run(demand, facilities, metres), population, (row) => row % 3);
        let villages = 0;
        for (const { served, unserved, unknown, total } of groups.values()) {
          expect(served.villages + unserved.villages + unknown.villages).toBe(total.villages);
          expect((served.people ?? 0) + (unserved.people ?? 0) + (unknown.people ?? 0)).toBe(
            total.people ?? 0,
          );
          villages += total.villages;
        }
        expect(villages).toBe(demand.length);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('people are unknown, not zero, where no village of the group has a known population', () => {
    const demand: LocatedRow[] = [
      { id: 1, position: [109.5, 28.5] },
      { id: 2, position: [109.5, 28.5] },
      { id: 3, position: [109.5, 28.5] },
    ];
    const result = run(demand, [{ id: 1, position: [109.5, 28.5], status: 'working' }], 100);
    const groups = tallyReach(result, [null, 120, null], (row) => (row === 0 ? 'a' : 'b'));
    expect(groups.get('a')!.served).toEqual({ villages: 1, people: null });
    expect(groups.get('b')!.served).toEqual({ villages: 2, people: 120 });
    expect(groups.get('b')!.unserved).toEqual({ villages: 0, people: null });
  });
});

describe('the histogram', () => {
  it('has the standard as a bound and counts every known place once', () => {
    const distances = [0, 500, 1000, 1000.5, 9000, Infinity, Number.NaN];
    const bins = distanceHistogram(distances, histogramBounds(1000));
    expect(bins.map((bin) => bin.toMetres)).toEqual([250, 500, 750, 1000, 1250, 1500, 1750, 2000, null]);
    expect(bins.map((bin) => bin.villages)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 2]);
  });

  it('bars up to the standard hold exactly the served', () => {
    fc.assert(
      fc.property(demandRows, facilityRows, standard, (demand, facilities, metres) => {
        const result = run(demand, facilities, metres);
        const bins = distanceHistogram(result.distanceMetres, histogramBounds(metres));
        const within = bins.filter((bin) => bin.toMetres !== null && bin.toMetres <= metres);
        const served = result.status.filter((status) => status === reachStatus.served).length;
        expect(within.reduce((sum, bin) => sum + bin.villages, 0)).toBe(served);
      }),
      { seed, numRuns: 100 },
    );
  });
});
