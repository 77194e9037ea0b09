import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTwkb, type TilePoint } from './twkb.ts';

const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
const signed = (value: number) => unsigned(((value << 1) ^ (value >> 31)) >>> 0);

/** Writes multi-polygons as the specification says, to read them back. */
function writeMultiPolygon(polygons: TilePoint[][][]): Uint8Array {
  let last = { x: 0, y: 0 };
  const bytes = [0x06, 0x00, ...unsigned(polygons.length)];
  for (const rings of polygons) {
    bytes.push(...unsigned(rings.length));
    for (const ring of rings) {
      bytes.push(...unsigned(ring.length));
      for (const point of ring) {
        bytes.push(...signed(point.x - last.x), ...signed(point.y - last.y));
        last = point;
      }
    }
  }
  return Uint8Array.from(bytes);
}

describe('readTwkb', () => {
  it('reads a line as PostGIS writes it', () => {
    // select ST_AsTWKB('LINESTRING(1 1, 5 5)'::geometry)
    expect(readTwkb(Buffer.from('02000202020808', 'hex'))).toEqual([
      [
        [
          { x: 1, y: 1 },
          { x: 5, y: 5 },
        ],
      ],
    ]);
  });

  it('reads an empty area as nothing', () => {
    expect(readTwkb(Buffer.from('0310', 'hex'))).toEqual([]);
  });

  it('reads back any multi-polygon', () => {
    const coordinate = fc.integer({ min: -5000, max: 9000 });
    const ring = fc.array(fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true }), {
      minLength: 4,
      maxLength: 12,
    });
    const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(polygons, (expected) => {
        expect(readTwkb(writeMultiPolygon(expected))).toEqual(expected);
      }),
      { seed: 20260102, numRuns: 200 },
    );
  });

  it('refuses other precisions, kinds and truncated bytes', () => {
    expect(() => readTwkb(Buffer.from('22000202020808', 'hex'))).toThrow(/precision 2/);
    expect(() => readTwkb(Buffer.from('01000202', 'hex'))).toThrow(/kind 1/);
    expect(() => readTwkb(Buffer.from('020002020208', 'hex'))).toThrow(/ends after 6 bytes/);
  });
});
