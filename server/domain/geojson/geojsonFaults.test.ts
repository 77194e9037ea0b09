import { describe, expect, it } from 'vitest';
import { featureCollectionFaults, geometryFaults } from './geojsonFaults.ts';

const ring = [
  [109, 28],
  [110, 28],
  [110, 29],
  [109, 28],
];

describe('geometryFaults', () => {
  it('finds nothing wrong with a sound polygon', () => {
    expect(geometryFaults({ type: 'Polygon', coordinates: [ring] }, 'village 1')).toEqual([]);
  });

  it.each([
    ['a ring that is not closed', { type: 'Polygon', coordinates: [ring.slice(0, 3).concat([[109, 28.1]])] }],
    ['too few positions', { type: 'Polygon', coordinates: [ring.slice(0, 3)] }],
    ['an unknown type', { type: 'Circle', coordinates: [1, 2] }],
    ['no geometry at all', null],
    ['text for a number', { type: 'Point', coordinates: ['109', 28] }],
  ])('refuses %s', (_, geometry) => expect(geometryFaults(geometry, 'x')).not.toEqual([]));

  it('finds a point off the globe, which the shape of the JSON does not show', () => {
    expect(geometryFaults({ type: 'Point', coordinates: [500, 99] }, 'seat 433101')).toEqual([
      { place: 'seat 433101 position 0', reason: 'longitude 500 is out of range' },
    ]);
  });

  it('names the place of a swapped pair in a part of a part', () => {
    const swapped = [...ring.slice(0, 2), [29, 110], ring[3]!];
    expect(geometryFaults({ type: 'MultiPolygon', coordinates: [[ring], [ring, swapped]] }, 'v')).toEqual([
      { place: 'v part 1 ring 1 position 2', reason: 'latitude 110 is out of range' },
    ]);
  });

  it('finds a repeated position', () => {
    const repeated = [ring[0]!, ring[1]!, ring[1]!, ring[2]!, ring[0]!];
    expect(geometryFaults({ type: 'Polygon', coordinates: [repeated] }, 'v')).toEqual([
      { place: 'v ring 0 position 2', reason: 'repeats the one before' },
    ]);
  });
});

const feature = (geometry: unknown) => ({ type: 'Feature', properties: {}, geometry });

it('a collection is checked feature by feature, and a feature without a place is allowed', () => {
  const collection = {
    type: 'FeatureCollection',
    features: [feature(null), feature({ type: 'Point', coordinates: [109, 91] })],
  };
  expect(featureCollectionFaults(collection)).toEqual([
    { place: 'features[1].geometry position 0', reason: 'latitude 91 is out of range' },
  ]);
});
