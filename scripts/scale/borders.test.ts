import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromGrid, insideRings, signedArea } from '#domain/territories/grid';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { topologyFaults } from '#domain/territories/topologyFaults';
import { areaWithin, ScaleBorders } from './borders.ts';
import { countyRows, type Country } from './countyRows.ts';
import { ScaleLayout } from './layout.ts';

function countryOf(villages: number, seed: number): Country {
  const layout = new ScaleLayout(villages);
  return { layout, borders: new ScaleBorders(layout, seed) };
}

/** All borders of a country, as an editor of territories sees them. */
function arcsOf({ layout, borders }: Country): TerritoryArc[] {
  const villages = Array.from({ length: layout.villages }, (_, index) => index + 1);
  return villages
    .flatMap((village) => borders.ownedBy(village))
    .map((arc, index) => ({
      ...arc,
      id: index + 1,
      rank: borders.rank(arc),
      points: arc.points.map(fromGrid),
    }));
}

describe('borders of a synthetic country', () => {
  it('partition the land: no gap, no overlap, no crossing, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (villages, seed) => {
        expect(topologyFaults(arcsOf(countryOf(villages, seed)))).toEqual([]);
      }),
      { seed: 4, numRuns: 12 },
    );
  });

  it('meet in the same vertices where two prefectures do', () => {
    const country = countryOf(5_200, 1);
    const near = (arc: TerritoryArc) => arc.left > 5_040 || arc.right > 5_040;
    expect(topologyFaults(arcsOf(country), near)).toEqual([]);
  });

  it('give a village 48 vertices and a closing one, about three borders, and its seat inside', () => {
    const { layout, borders } = countryOf(1_400, 1);
    const inner = Array.from({ length: layout.villages }, (_, index) => index + 1).filter((village) =>
      borders.around(village).every(({ left, right }) => left !== 0 && right !== 0),
    );
    expect(inner.length).toBeGreaterThan(1_000);
    for (const village of inner) {
      const { coordinates } = areaWithin(borders.around(village), (id) => id === village);
      expect(coordinates.map((polygon) => polygon.map((ring) => ring.length))).toEqual([[49]]);
      const ring = coordinates[0]![0]! as [number, number][];
      expect(signedArea(ring.slice(0, -1))).toBeGreaterThan(0);
      expect(insideRings(fromGrid(borders.seat(village)), [ring])).toBe(true);
    }
  });

  it('differ between seeds', () => {
    const [one, other] = [countryOf(14, 1), countryOf(14, 2)].map((country) => arcsOf(country));
    expect(one!.length).toBe(other!.length);
    expect(one).not.toEqual(other);
  });
});

describe('rows of a county', () => {
  it('are the same whether counties before it were made or not', () => {
    const [all, one] = [countryOf(420, 7), countryOf(420, 7)];
    countyRows(all, 0, 1);
    all.borders.forget();
    countyRows(all, 1, 1);
    expect(countyRows(all, 2, 900)).toEqual(countyRows(one, 2, 900));
  });

  it('name everything 示例 and call every place estimated', () => {
    const { county, townships, villages, edges } = countyRows(countryOf(300, 1), 1, 1);
    expect([county, ...townships, ...villages].filter(({ name }) => !name.startsWith('示例'))).toEqual([]);
    expect(new Set(villages.map((row) => `${row.location_quality} ${row.territory_quality}`))).toEqual(
      new Set(['estimated estimated']),
    );
    expect(new Set([...villages, ...edges, county].map(({ source_id }) => source_id))).toEqual(
      new Set(['xiangtu-scale']),
    );
    expect(villages.every(({ code }) => code === null)).toBe(true);
  });

  it('have outlines as large as their villages together', () => {
    const { county, townships, villages } = countyRows(countryOf(420, 3), 1, 1);
    const size = (geometry: unknown): number =>
      (geometry as { coordinates: [number, number][][][] }).coordinates
        .flat()
        .reduce((sum, ring) => sum + signedArea(ring.slice(0, -1)), 0);
    const sum = villages.reduce((total, { territory }) => total + size(territory), 0);
    expect(size(county.geom)).toBeCloseTo(sum, 9);
    expect(townships.reduce((total, { geom }) => total + size(geom), 0)).toBeCloseTo(sum, 9);
    expect(townships).toHaveLength(10);
  });

  it('put one village in twenty into 未分类 and all four categories to use', () => {
    const { assignments } = countyRows(countryOf(140, 1), 0, 1);
    const keys = new Set(assignments.map(({ category_key }) => category_key));
    expect(keys).toEqual(new Set(['growing', 'heritage', null, 'relocating', 'suburban']));
    const unassigned = assignments.filter(({ category_key }) => category_key === null).length;
    expect(unassigned / assignments.length).toBeCloseTo(0.05, 1);
  });
});
