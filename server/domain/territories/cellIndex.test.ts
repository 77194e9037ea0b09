import * as turf from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTerritories } from '../../../tests/support/randomTerritories.ts';
import { squareTerritories } from '../../../tests/support/squareTerritories.ts';
import { CellIndex } from './cellIndex.ts';
import { positionInWorld, worldLengthOfPixels, worldX, worldY } from './mercatorPlane.ts';
import { territoryOf } from './topology.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

type Plane = [x: number, y: number];

/** Degrees of a plane that is Web Mercator, so that the oracle's straight lines are those of the map. */
const toPlane = ([lng, lat]: Position): Plane => [worldX(lng) * 360, -worldY(lat) * 360];
const toPosition = ([x, y]: Plane): Position => positionInWorld(x / 360, -y / 360);

interface Land {
  index: CellIndex;
  villages: { id: number; polygon: ReturnType<typeof turf.multiPolygon>; box: number[] }[];
  box: [west: number, south: number, east: number, north: number];
}

function landOf(arcs: readonly TerritoryArc[]): Land {
  const ids = [...new Set(arcs.flatMap(({ left, right }) => [left, right]))].filter((id) => id !== 0);
  const villages = ids.map((id) => {
    const polygon = turf.multiPolygon(
      territoryOf(arcs, id).map((rings) => rings.map((ring) => ring.map(toPlane))),
    );
    return { id, polygon, box: turf.bbox(polygon) };
  });
  const box = turf.bbox(turf.featureCollection(villages.map(({ polygon }) => polygon)));
  return { index: new CellIndex(arcs), villages, box: box as Land['box'] };
}

const lands = [11, 12, 13].map((seed) => landOf(randomTerritories({ count: 40, seed })));

/** Villages that meet a figure of the plane, by turf. */
function meeting({ villages }: Land, figure: GeoJSON.Feature): number[] {
  const [west, south, east, north] = turf.bbox(figure) as [number, number, number, number];
  return villages
    .filter(({ box }) => box[0]! <= east && box[2]! >= west && box[1]! <= north && box[3]! >= south)
    .filter(({ polygon }) => turf.booleanIntersects(polygon, figure))
    .map(({ id }) => id)
    .sort(ascending);
}

/** A polygon of the shape of a brush stroke: inside the true one, or round it. */
function strokeShape([ax, ay]: Plane, [bx, by]: Plane, radius: number, place: 'inside' | 'outside') {
  const corners = 48;
  const reach = place === 'inside' ? radius : radius / Math.cos(Math.PI / corners);
  const heading = Math.atan2(by - ay, bx - ax);
  const half = (x: number, y: number, start: number): Plane[] =>
    Array.from({ length: corners / 2 + 1 }, (_, step) => {
      const angle = start + (step * 2 * Math.PI) / corners;
      return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    });
  const ring = [...half(bx, by, heading - Math.PI / 2), ...half(ax, ay, heading + Math.PI / 2)];
  return turf.polygon([[...ring, ring[0]!]]);
}

const ascending = (one: number, other: number) => one - other;
const share = fc.double({ min: -0.1, max: 1.1, noNaN: true });
const land = fc.constantFrom(...lands);
const within = ({ box: [west, south, east, north] }: Land, [x, y]: Plane): Plane => [
  west + x * (east - west),
  south + y * (north - south),
];
const spot = fc.tuple(share, share);

describe('villages under a pointer', () => {
  it('finds the village at a place, and none outside', () => {
    fc.assert(
      fc.property(land, spot, (at, where) => {
        const place = within(at, where);
        const expected = at.villages.find(({ polygon }) => turf.booleanPointInPolygon(place, polygon));
        expect(at.index.villageAt(toPosition(place))).toBe(expected?.id ?? null);
      }),
      { seed: 41, numRuns: 1000 },
    );
  });

  it('puts a place on a border into exactly one village', () => {
    const arcs = randomTerritories({ count: 40, seed: 14 });
    const index = new CellIndex(arcs);
    for (const { left, right, points } of arcs.filter((arc) => arc.left !== 0 && arc.right !== 0)) {
      const [a, b] = [points[0]!, points[1]!];
      const at = index.villageAt([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
      expect([left, right]).toContain(at);
      // An end may lie on the outer edge, where a place may belong to nobody.
      if (points.length > 2) expect([left, right]).toContain(index.villageAt(b));
    }
  });

  it('touches on a sweep what the exact stroke meets: misses none, adds none', () => {
    const radius = fc.double({ min: 0.0005, max: 0.03, noNaN: true });
    fc.assert(
      fc.property(land, spot, spot, radius, fc.boolean(), (at, one, other, reach, isShort) => {
        const from = within(at, one);
        const far = within(at, other);
        const to: Plane = isShort
          ? [from[0] + (far[0] - from[0]) / 50, from[1] + (far[1] - from[1]) / 50]
          : far;
        const swept = at.index.sweep(toPosition(from), toPosition(to), reach / 360).sort(ascending);
        const least = meeting(at, strokeShape(from, to, reach * (1 - 1e-9), 'inside'));
        const most = new Set(meeting(at, strokeShape(from, to, reach * (1 + 1e-9), 'outside')));
        expect(new Set(swept).size).toBe(swept.length);
        expect(least.filter((id) => !swept.includes(id))).toEqual([]);
        expect(swept.filter((id) => !most.has(id))).toEqual([]);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it('misses no village of a path sampled twice per screen width', () => {
    // A screen of 1280 pixels at zoom 11 is 0.44° wide; the hand moves half of that between two samples.
    const half = worldLengthOfPixels(640, 11) * 360;
    const turn = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(land, spot, fc.array(turn, { minLength: 1, maxLength: 6 }), (at, start, turns) => {
        const path = [within(at, start)];
        for (const angle of turns) {
          const [x, y] = path.at(-1)!;
          path.push([x + half * Math.cos(angle), y + half * Math.sin(angle)]);
        }
        const swept = path
          .slice(1)
          .flatMap((to, step) => at.index.sweep(toPosition(path[step]!), toPosition(to), 0));
        expect([...new Set(swept)].sort(ascending)).toEqual(meeting(at, turf.lineString(path)));
      }),
      { seed: 43, numRuns: 200 },
    );
  });
});

describe('villages in a drawn area', () => {
  it('takes by rectangle every village it comes into', () => {
    fc.assert(
      fc.property(land, spot, spot, (at, one, other) => {
        fc.pre(one[0] !== other[0] && one[1] !== other[1]);
        const [a, b] = [within(at, one), within(at, other)];
        const box = turf.bboxPolygon([
          Math.min(a[0], b[0]),
          Math.min(a[1], b[1]),
          Math.max(a[0], b[0]),
          Math.max(a[1], b[1]),
        ]);
        const taken = at.index.inRectangle(toPosition(a), toPosition(b)).sort(ascending);
        expect(taken).toEqual(meeting(at, box));
      }),
      { seed: 44, numRuns: 300 },
    );
  });

  const star = fc.array(fc.double({ min: 0.02, max: 0.3, noNaN: true }), { minLength: 3, maxLength: 40 });
  const ringOf = (at: Land, middle: Plane, reaches: readonly number[]): Plane[] =>
    reaches.map((reach, index) => {
      const angle = (index * 2 * Math.PI) / reaches.length;
      const [x, y] = within(at, middle);
      return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    });

  it('takes by lasso the villages whose centre it holds, or all it comes into when told so', () => {
    fc.assert(
      fc.property(land, spot, star, (at, middle, reaches) => {
        const ring = ringOf(at, middle, reaches);
        const figure = turf.polygon([[...ring, ring[0]!]]);
        const positions = ring.map(toPosition);
        expect(at.index.inLasso(positions, 'touching').sort(ascending)).toEqual(meeting(at, figure));
        const held = at.villages
          .map(({ id }) => id)
          .filter((id) => turf.booleanPointInPolygon(toPlane(at.index.centreOf(id)!), figure))
          .sort(ascending);
        expect(at.index.inLasso(positions).sort(ascending)).toEqual(held);
      }),
      { seed: 45, numRuns: 200 },
    );
  });

  it('puts the centre of every village inside its territory', () => {
    for (const { index, villages } of lands) {
      for (const { id, polygon } of villages) {
        expect(turf.booleanPointInPolygon(toPlane(index.centreOf(id)!), polygon)).toBe(true);
      }
    }
  });

  it('keeps what a hand goes round twice', () => {
    const [{ index, box }] = lands as [Land];
    const round = [within({ box } as Land, [0, 0]), within({ box } as Land, [1, 0])]
      .concat([within({ box } as Land, [1, 1]), within({ box } as Land, [0, 1])])
      .map(toPosition);
    const once = index.inLasso(round).sort(ascending);
    expect(once.length).toBeGreaterThan(30);
    expect(index.inLasso([...round, ...round]).sort(ascending)).toEqual(once);
  });
});

describe('degenerate questions', () => {
  it('touches both sides of a border it runs along, and all villages of a vertex', () => {
    const index = new CellIndex(squareTerritories());
    expect(index.sweep([110, 28.2], [110, 28.8], 0).sort(ascending)).toEqual([1, 2]);
    expect(index.sweep([110, 28], [110, 28], 0).sort(ascending)).toEqual([1, 2, 3, 4]);
    expect(index.sweep([109.5, 28.5], [110.5, 27.4], 0).sort(ascending)).toEqual([1, 3, 4]);
  });

  it('touches nothing outside, and the one village a brush is wholly inside', () => {
    const index = new CellIndex(squareTerritories());
    expect(index.sweep([108, 28], [108, 29], 0.001)).toEqual([]);
    expect(index.sweep([109.5, 28.5], [109.5, 28.5], 0.0001)).toEqual([1]);
    expect(index.inRectangle([109.4, 28.4], [109.6, 28.6])).toEqual([1]);
    expect(index.inRectangle([108, 26], [112, 30]).sort(ascending)).toEqual([1, 2, 3, 4]);
    expect(index.inLasso([])).toEqual([]);
  });

  it('answers without any territory', () => {
    const index = new CellIndex([]);
    expect(index.villageAt([110, 28])).toBeNull();
    expect(index.sweep([110, 28], [111, 28], 0.1)).toEqual([]);
    expect(index.inRectangle([109, 27], [111, 29], 'centre')).toEqual([]);
    expect(index.centreOf(1)).toBeNull();
  });
});
