import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from './cursor.ts';

describe('a cursor', () => {
  it('comes back as it was given out', () => {
    fc.assert(
      fc.property(fc.nat(2_147_483_647), (id) => {
        const cursor = encodeCursor([id]);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, idKey)).toEqual([id]);
      }),
      { seed: 20260106, numRuns: 100 },
    );
  });

  it('is null on the first page', () => expect(decodeCursor(undefined, idKey)).toBeNull());

  it('of any other make is the asker’s error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          expect(decodeCursor(text, idKey)![0]).toBeTypeOf('number');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).code).toBe('invalid-request');
        }
      }),
      { seed: 20260107, numRuns: 300 },
    );
  });
});

describe('keysetPage', () => {
  it('cuts the extra row off and says where the next page begins', () => {
    expect(keysetPage([1, 2, 3], 2, (row) => [row])).toEqual({ items: [1, 2], nextKey: [2] });
  });

  it('has no next page when no row is left', () => {
    expect(keysetPage([1, 2], 2, (row) => [row])).toEqual({ items: [1, 2], nextKey: null });
    expect(keysetPage([], 2, (row) => [row])).toEqual({ items: [], nextKey: null });
  });
});
