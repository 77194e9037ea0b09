import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { distanceMetres } from '#domain/coverage/geodesic';
import { ServiceAreaSource } from './serviceAreaSource.ts';

const first = { position: [109.5, 28.4], radiusMetres: 2500 } as const;
const second = { position: [109.7, 28.2], radiusMetres: 5000 } as const;

let given: unknown[];
let source: ServiceAreaSource;

// The first import of the geometry code is slow on a busy machine; the tests are about what follows it.
beforeAll(async () => {
  await import('#domain/coverage/serviceArea');
}, 30_000);

beforeEach(() => {
  given = [];
  source = new ServiceAreaSource({
    setData: (data: unknown) => {
      given.push(data);
      return Promise.resolve();
    },
  });
});

test('fills the source with the circle at its radius', async () => {
  source.show(first);
  expect(source.isPending).toBe(true);
  await vi.waitFor(() => expect(source.isPending).toBe(false));
  expect(given).toHaveLength(1);
  for (const [lng, lat] of (given[0] as Feature<Polygon>).geometry.coordinates[0]!) {
    expect(distanceMetres(...first.position, lng!, lat!)).toBeCloseTo(2500, 3);
  }
});

test('draws the circle last asked for only', async () => {
  source.show(first);
  source.show(second);
  await vi.waitFor(() => expect(source.isPending).toBe(false));
  expect(given).toHaveLength(1);
  const [lng, lat] = (given[0] as Feature<Polygon>).geometry.coordinates[0]![0]!;
  expect(distanceMetres(...second.position, lng!, lat!)).toBeCloseTo(5000, 3);
});

test('does not compute the same circle twice', async () => {
  source.show(first);
  await vi.waitFor(() => expect(source.isPending).toBe(false));
  source.show(first);
  expect(source.isPending).toBe(false);
  expect(given).toHaveLength(1);
});

test('empties the source when nothing is asked for, also before a circle is there', async () => {
  source.show(first);
  source.show(null);
  expect(source.isPending).toBe(false);
  await import('#domain/coverage/serviceArea');
  await Promise.resolve();
  expect(given.map((data) => (data as FeatureCollection).features)).toEqual([[]]);
});

test('leaves the source alone once stopped', async () => {
  source.show(first);
  source.stop();
  await import('#domain/coverage/serviceArea');
  await Promise.resolve();
  expect(given).toEqual([]);
});
