import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { FeatureCollection, Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { dotMap } from '../dotMap.ts';
import { letterSource } from './letters.ts';
import { readBaseGeometry, tilesOf, type TileBytes } from './tileGeometry.ts';

function square(west: number, south: number, side: number): Position[] {
  const [east, north] = [west + side, south + side];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function collection(features: FeatureCollection['features']): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

const bbox = [109.2, 28.0, 109.9, 28.6] as const;
/** 109.6875° is a border between two tiles of zoom 8: village 1 lies across it. */
const villages = collection([
  {
    type: 'Feature',
    id: 1,
    properties: {},
    geometry: { type: 'Polygon', coordinates: [square(109.65, 28.2, 0.08)] },
  },
  {
    type: 'Feature',
    id: 2,
    properties: {},
    geometry: { type: 'Polygon', coordinates: [square(109.73, 28.2, 0.02)] },
  },
]);
const layers: Record<string, FeatureCollection> = {
  villages,
  village_points: collection([
    {
      type: 'Feature',
      id: 1,
      properties: { n: '十八洞村', t: '433124110', c: '433124' },
      geometry: { type: 'Point', coordinates: [109.66, 28.21] },
    },
  ]),
  edges: collection([
    {
      type: 'Feature',
      id: 9,
      properties: { l: 1, r: 2, k: 'village' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [109.73, 28.2],
          [109.73, 28.22],
        ],
      },
    },
  ]),
  neighbours: collection([
    {
      type: 'Feature',
      id: 3,
      properties: { n: '秀山县' },
      geometry: { type: 'Polygon', coordinates: [square(109.3, 28.3, 0.2)] },
    },
  ]),
};

function tilesAt(z: number): TileBytes[] {
  const indices = Object.entries(layers).map(
    ([name, data]) =>
      [name, new GeoJSONVT(data, { maxZoom: 14, extent: 4096, buffer: 64, tolerance: 0 })] as const,
  );
  return tilesOf(bbox, z).flatMap((address) => {
    const content = Object.fromEntries(
      indices.flatMap(([name, index]) => {
        const tile = index.getTile(address.z, address.x, address.y);
        return tile ? [[name, tile]] : [];
      }),
    );
    return Object.keys(content).length === 0
      ? []
      : [{ ...address, bytes: fromGeojsonVt(content, { version: 2, extent: 4096 }) }];
  });
}

describe('geometry read from tiles', () => {
  const geometry = readBaseGeometry(tilesAt(8));

  test('covers the bbox with the tiles it needs', () => {
    expect(tilesOf([109.1, 27.7, 110.4, 29.7], 8)).toHaveLength(6);
    expect(tilesOf([-180, -85, 179.9, 85], 0)).toEqual([{ z: 0, x: 0, y: 0 }]);
  });

  test('finds the middle of a village that lies across two tiles', () => {
    const [lng, lat] = geometry.villages.get(1)?.centre ?? [0, 0];
    expect(lng).toBeCloseTo(109.69, 2);
    expect(lat).toBeCloseTo(28.24, 2);
  });

  test('knows at which zoom its inscribed circle has a pixel', () => {
    // 0.08° across are 0.08 / 360 · 512 · 2^zoom pixels: a radius of one pixel at zoom 4.135.
    expect(geometry.villages.get(1)?.onePixelZoom).toBeCloseTo(Math.log2(360 / 512 / 0.04), 1);
  });

  test('reads names, region codes and the two sides of an edge', () => {
    expect(geometry.villages.get(1)).toMatchObject({ name: '十八洞村', countyCode: '433124' });
    expect(geometry.villages.get(2)).toMatchObject({ name: null, townshipCode: null });
    expect(geometry.edges).toEqual([{ id: 9, left: 1, right: 2 }]);
  });

  test('names neighbours once', () => {
    expect(geometry.neighbours.map(({ name }) => name)).toEqual(['秀山县']);
  });

  test('places a letter for every village, with the zoom from which it fits', () => {
    const { features } = letterSource(geometry, (id) => (id === 1 ? 2 : 0));
    const village = features.find((feature) => feature.id === 1)?.properties;
    const small = features.find((feature) => feature.id === 2)?.properties;
    expect(village).toMatchObject({ type: 'village', n: '十八洞村', k: 2 });
    expect(village?.lz).toBeCloseTo(Math.log2((360 / 512 / 0.04) * 9), 1);
    expect(village?.nz).toBeGreaterThan(village?.lz ?? 0);
    expect((small?.lz ?? 0) - (village?.lz ?? 0)).toBeCloseTo(2, 1);
  });

  test('draws a dot picture with north up', () => {
    const picture = dotMap(geometry, bbox);
    const dot = picture.dots.find(({ id }) => id === 1);
    expect(dot?.x).toBeCloseTo(((109.69 - 109.2) / 0.7) * picture.width, 0);
    expect(dot?.y).toBeGreaterThan(picture.height / 2);
    expect(dot?.y).toBeLessThan(picture.height);
  });
});
