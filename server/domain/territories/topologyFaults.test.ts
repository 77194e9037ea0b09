import { readFileSync } from 'node:fs';
import type { Feature, LineString } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { describe, expect, it } from 'vitest';
import { randomTerritories } from '../../../tests/support/randomTerritories.ts';
import { toGrid } from './grid.ts';
import { territoryArc as arc } from '../../../tests/support/squareTerritories.ts';
import { topologyFaults } from './topologyFaults.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

const shippedFile = new URL('../../../data/xiangxi/geography/territories.topojson', import.meta.url);

function shippedArcs(): TerritoryArc[] {
  const topology = JSON.parse(readFileSync(shippedFile, 'utf8')) as Topology;
  const edges = topology.objects.edges as GeometryCollection;
  const features = feature(topology, edges).features as Feature<
    LineString,
    Pick<TerritoryArc, 'left' | 'right' | 'rank'>
  >[];
  return features.map(({ id, properties, geometry }) => ({
    id: Number(id),
    ...properties,
    points: geometry.coordinates as unknown as Position[],
  }));
}

/** Villages 1 in the west and 2 in the east, one border between them. */
const pair = (): TerritoryArc[] => [
  arc(1, 1, 2, [
    [110, 28],
    [110, 29],
  ]),
  arc(2, 1, 0, [
    [110, 29],
    [109, 29],
    [109, 28],
    [110, 28],
  ]),
  arc(3, 2, 0, [
    [110, 28],
    [111, 28],
    [111, 29],
    [110, 29],
  ]),
];
const enclave = (left: number, right: number, west: number): TerritoryArc =>
  arc(4, left, right, [
    [west, 28.4],
    [west + 0.2, 28.4],
    [west + 0.2, 28.6],
    [west, 28.6],
    [west, 28.4],
  ]);
const kindsAndPlaces = (arcs: TerritoryArc[]) => topologyFaults(arcs).map(({ kind, place }) => [kind, place]);

describe('faults of a topology', () => {
  it('finds none in the shipped geography, and none in random partitions', () => {
    const shipped = shippedArcs();
    expect(shipped.length).toBeGreaterThan(3000);
    expect(topologyFaults(shipped)).toEqual([]);
    for (const seed of [31, 32, 33])
      expect(topologyFaults(randomTerritories({ count: 50, seed }))).toEqual([]);
    expect(topologyFaults([])).toEqual([]);
    expect(topologyFaults([...pair(), enclave(3, 1, 109.4)])).toEqual([]);
  });

  it('finds every single arc that is lost, turned or moved in the shipped geography', () => {
    const shipped = shippedArcs();
    for (const at of [7, 1234, 3001]) {
      const broken = shipped[at]!;
      const lost = topologyFaults(shipped.filter((one) => one !== broken));
      expect(lost.length).toBeGreaterThan(0);
      const swap = (one: TerritoryArc) =>
        one === broken ? { ...one, left: one.right, right: one.left } : one;
      const ends = [broken.points[0]!, broken.points.at(-1)!].map(toGrid);
      const turned = topologyFaults(shipped.map(swap));
      expect(turned.length).toBeGreaterThan(0);
      for (const { place } of turned) expect(ends).toContainEqual(toGrid(place));
      const shift = (one: TerritoryArc) =>
        one === broken
          ? {
              ...one,
              points: [
                ...one.points.slice(0, -1),
                [one.points.at(-1)![0] + 0.00001, one.points.at(-1)![1]] as Position,
              ],
            }
          : one;
      const moved = topologyFaults(shipped.map(shift));
      expect(moved.map(({ kind }) => kind)).toContain('dangling');
    }
  });

  it('names borders that cross, touch or run together', () => {
    const crossed = pair().map((one) =>
      one.id === 1
        ? arc(1, 1, 2, [
            [110, 28],
            [111.5, 28.5],
            [110, 29],
          ])
        : one,
    );
    const faults = topologyFaults(crossed).filter(({ kind }) => kind === 'crossing');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ arcs: [1, 3], villages: [1, 2] });
    expect(faults[0]!.place[0]).toBe(111);
    expect(kindsAndPlaces([...pair(), enclave(3, 1, 109)])[0]![0]).toBe('crossing');
    expect(kindsAndPlaces([...pair(), { ...pair()[0]!, id: 9 }])[0]![0]).toBe('crossing');
    const knot = arc(1, 1, 2, [
      [110, 28],
      [110.2, 28.6],
      [109.8, 28.6],
      [110.2, 28.3],
      [110, 29],
    ]);
    expect(kindsAndPlaces([knot, ...pair().slice(1)])[0]![0]).toBe('crossing');
  });

  it('names a border that leads nowhere or separates nothing', () => {
    const spur = arc(4, 1, 2, [
      [109.5, 28.5],
      [109.6, 28.5],
    ]);
    expect(kindsAndPlaces([...pair(), spur])).toEqual([
      ['dangling', [109.5, 28.5]],
      ['dangling', [109.6, 28.5]],
    ]);
    expect(kindsAndPlaces([...pair(), { ...enclave(1, 1, 109.4) }])).toEqual([['dangling', [109.4, 28.4]]]);
  });

  it('names ground that is nobody’s, between neighbours or round an enclave', () => {
    const apart = [
      arc(1, 1, 0, [
        [110, 28],
        [109.9, 28.5],
        [110, 29],
      ]),
      arc(5, 0, 2, [
        [110, 28],
        [110.1, 28.5],
        [110, 29],
      ]),
      ...pair().slice(1),
    ];
    expect(topologyFaults(apart)).toEqual([
      { kind: 'gap', place: [109.9, 28.5], arcs: expect.arrayContaining([1, 5]), villages: [1, 2] },
    ]);
    expect(kindsAndPlaces([...pair(), enclave(0, 1, 109.4)])).toEqual([['gap', [109.4, 28.4]]]);
    expect(kindsAndPlaces([...pair(), enclave(3, 1, 112)])).toEqual([['gap', [112, 28.4]]]);
  });

  it('names ground that two villages claim', () => {
    expect(kindsAndPlaces([...pair(), enclave(3, 2, 109.4)])).toEqual([['overlap', [109.4, 28.4]]]);
    expect(kindsAndPlaces([...pair(), enclave(3, 0, 109.4)])).toEqual([['overlap', [109.4, 28.4]]]);
    const claimed = pair().map((one) => (one.id === 3 ? { ...one, left: 3 } : one));
    expect(kindsAndPlaces(claimed)).toEqual(
      [
        ['overlap', [110, 29]],
        ['overlap', [110, 28]],
      ].sort((one, other) => Number((one[1] as number[])[1]) - Number((other[1] as number[])[1])),
    );
  });
});
