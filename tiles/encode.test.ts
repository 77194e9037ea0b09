import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { encodeTile } from './encode.ts';
import type { FeatureRow } from './featureRows.ts';
import { tileLayers } from './index.ts';
import type { TileLayer } from './tileLayer.ts';

const layerNamed = (id: string): TileLayer => tileLayers.find((layer) => layer.id === id)!;
const decode = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes));
const encode = (id: string, rows: FeatureRow[]) => encodeTile([{ layer: layerNamed(id), rows }]);

describe('encodeTile', () => {
  it('writes a point with its id and attributes', () => {
    const properties = { n: '十八洞村', t: '433124100', c: '433124', q: 'estimated' };
    const tile = decode(encode('village_points', [{ id: 1042, parts: [[{ x: 12, y: -3 }]], properties }]));
    const layer = tile.layers['village_points']!;
    const feature = layer.feature(0);
    expect([layer.version, layer.extent, layer.length]).toEqual([2, 4096, 1]);
    expect([feature.id, feature.type, feature.properties]).toEqual([1042, 1, properties]);
    expect(feature.loadGeometry().map((part) => part.map(({ x, y }) => [x, y]))).toEqual([[[12, -3]]]);
  });

  it('keeps booleans, zeros and large ids, and leaves absent attributes out', () => {
    const rows: FeatureRow[] = [
      { id: 433_126_205, parts: [[{ x: 1, y: 1 }]], properties: { n: '示例安置点 01', h: 0, d: true } },
      { id: 2, parts: [[{ x: 2, y: 2 }]], properties: { n: '示例安置点 02', d: false } },
    ];
    const layer = decode(encode('sites', rows)).layers['sites']!;
    expect([0, 1].map((index) => layer.feature(index).id)).toEqual([433_126_205, 2]);
    expect([0, 1].map((index) => layer.feature(index).properties)).toEqual(rows.map((row) => row.properties));
  });

  it('writes holes and several polygons of one feature', () => {
    const parts = [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
      [
        [2, 2],
        [2, 4],
        [4, 4],
        [4, 2],
        [2, 2],
      ],
      [
        [20, 0],
        [30, 0],
        [30, 10],
        [20, 0],
      ],
    ].map((ring) => ring.map(([x, y]) => ({ x: x!, y: y! })));
    const feature = decode(encode('villages', [{ id: 7, parts, properties: {} }])).layers[
      'villages'
    ]!.feature(0);
    expect(feature.loadGeometry().map((ring) => ring.map(({ x, y }) => ({ x, y })))).toEqual(parts);
    expect(feature.toGeoJSON(0, 0, 0).geometry.type).toBe('MultiPolygon');
  });

  it('is empty where there is nothing', () => {
    expect(encode('villages', [])).toHaveLength(0);
  });
});
