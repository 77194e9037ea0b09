import { VectorTile } from '@mapbox/vector-tile';
import { fromVectorTileJs } from '@maplibre/vt-pbf';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { encodeTile } from './encode.ts';
import type { FeatureRow } from './featureRows.ts';
import { tileLayers } from './index.ts';
import type { TileLayer } from './tileLayer.ts';

const layerNamed = (id: string): TileLayer => tileLayers.find((layer) => layer.id === id)!;
const decode = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes));
interface Feature extends Omit<FeatureRow, 'values'> {
  properties: Record<string, string | number | boolean>;
}
/** Features as rows of a layer. */
const rowsOf = (layer: TileLayer, features: readonly Feature[]): FeatureRow[] =>
  features.map(({ properties, ...feature }) => ({
    ...feature,
    values: Object.keys(layer.attributes).map((name) => properties[name] ?? null),
  }));
const encode = (id: string, features: Feature[]) => {
  const layer = layerNamed(id);
  return encodeTile([{ layer, rows: rowsOf(layer, features) }]);
};

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
    const rows: Feature[] = [
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

  it('writes the bytes @maplibre/vt-pbf writes, whatever the features', () => {
    const position = fc.record(
      { x: fc.integer({ min: -64, max: 4160 }), y: fc.integer({ min: -64, max: 4160 }) },
      { noNullPrototype: true },
    );
    const parts = (least: number) =>
      fc.array(fc.array(position, { minLength: least, maxLength: 8 }), { minLength: 1, maxLength: 3 });
    const properties = fc.record(
      { r: fc.integer(), k: fc.string(), l: fc.integer() },
      { noNullPrototype: true },
    );
    const rows = fc.array(
      fc.record({ id: fc.nat(), parts: parts(4), properties }, { noNullPrototype: true }),
      { minLength: 1, maxLength: 6 },
    );
    const layers = (['edges', 'villages'] as const).map(layerNamed);
    fc.assert(
      fc.property(rows, fc.constantFrom(...layers), (features, shape) => {
        const attributes = layerNamed('edges').attributes;
        const layer = { ...shape, attributes };
        const theirs = fromVectorTileJs({
          layers: {
            [layer.id]: {
              version: 2,
              name: layer.id,
              extent: 4096,
              length: features.length,
              feature: (index: number) => ({
                ...features[index]!,
                // Ours numbers the attributes as the layer lists them, theirs as they are met.
                properties: inOrder(features[index]!.properties, Object.keys(attributes)),
                type: layer.geometryKind === 'line' ? 2 : 3,
                extent: 4096,
                loadGeometry: () => features[index]!.parts,
              }),
            },
          },
        } as unknown as Parameters<typeof fromVectorTileJs>[0]);
        expect(Buffer.from(encodeTile([{ layer, rows: rowsOf(layer, features) }])).toString('hex')).toBe(
          Buffer.from(theirs).toString('hex'),
        );
      }),
      { seed: 20260104, numRuns: 300 },
    );
  });
});

const inOrder = (properties: Record<string, unknown>, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, properties[name]]));
