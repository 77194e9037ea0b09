import { describe, expect, test } from 'vitest';
import type { Names } from '../layers/layer.ts';
import { pickFeatures, topmostHit, type Queryable } from './picking.ts';

const names: Names = {
  categoryOf: () => null,
  region: () => null,
  facilityKind: () => null,
  tourismRoute: () => null,
  villageName: (id) => `第${id}村`,
};

interface Rendered {
  type: 'fill' | 'symbol';
  features: object[];
}

/** Answers queries from a table of style layers. */
function mapWith(table: Record<string, Rendered>, areas: unknown[] = []): Queryable {
  return {
    getLayer: (id: string) => (id in table ? { type: table[id]!.type } : undefined),
    unproject: () => ({ lng: 109.5, lat: 28.4 }),
    queryRenderedFeatures: (area: unknown, { layers: [id] }: { layers: [string] }) => {
      areas.push(area);
      return table[id]?.features ?? [];
    },
  } as unknown as Queryable;
}

const village = { id: 7, properties: { t: '1', c: '2', q: 'estimated' }, geometry: { type: 'Polygon' } };
const site = {
  id: 3,
  properties: { n: '示例安置点 03', h: 120, d: true, q: 'estimated' },
  geometry: { type: 'Point', coordinates: [109.6, 28.5] },
};

describe('picking', () => {
  test('lists overlapping features from the top, points at their own place', () => {
    const map = mapWith({
      'villages-fill': { type: 'fill', features: [village] },
      'sites-houses': { type: 'symbol', features: [site] },
    });
    expect(pickFeatures(map, { x: 10, y: 20 }, names)).toMatchObject([
      { layer: 'sites', id: '3', position: [109.6, 28.5], isDemonstration: true },
      { layer: 'villages', id: '7', title: { zh: '第7村' }, position: [109.5, 28.4] },
    ]);
  });

  test('names a feature once although two tiles show parts of it', () => {
    const map = mapWith({ 'villages-fill': { type: 'fill', features: [village, { ...village }] } });
    expect(pickFeatures(map, { x: 10, y: 20 }, names)).toHaveLength(1);
  });

  test('asks areas at the pointer and symbols around it', () => {
    const areas: unknown[] = [];
    const map = mapWith(
      { 'villages-fill': { type: 'fill', features: [] }, 'sites-houses': { type: 'symbol', features: [] } },
      areas,
    );
    expect(topmostHit(map, { x: 10, y: 20 })).toBeNull();
    expect(areas).toEqual([
      [
        [5, 15],
        [15, 25],
      ],
      [10, 20],
    ]);
  });

  test('bare ground gives nothing', () => {
    expect(pickFeatures(mapWith({}), { x: 1, y: 1 }, names)).toEqual([]);
  });
});
