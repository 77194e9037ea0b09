import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { acceptsGzip, prefersEnglish } from './requestHeaders.ts';
import { readTileRequest } from './tileRequest.ts';

const refusal = (target: string): AppError => {
  try {
    readTileRequest(target);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${target} was not refused`);
};

describe('readTileRequest', () => {
  it('reads tiles and descriptions', () => {
    expect(readTileRequest('/tiles/base/8/206/107.mvt?v=abc')).toMatchObject({
      kind: 'tile',
      tileset: { id: 'base' },
      address: { z: 8, x: 206, y: 107 },
      version: 'abc',
    });
    expect(readTileRequest('/tiles/places/14/0/16383.mvt')).toMatchObject({ version: null });
    expect(readTileRequest('/tiles/network.json')).toMatchObject({
      kind: 'description',
      tileset: { id: 'network' },
    });
  });

  it('leaves other addresses alone', () => {
    expect(readTileRequest('/api/regions')).toBeNull();
    expect(readTileRequest('/tilesets')).toBeNull();
  });

  it.each([
    ['/tiles/nothing/8/1/1.mvt', 404],
    ['/tiles/constructor.json', 404],
    ['/tiles/base/3/1/1.mvt', 404],
    ['/tiles/base/15/1/1.mvt', 404],
    ['/tiles/base/8/1.mvt', 404],
    ['/tiles/base/8/1/1.png', 404],
    ['/tiles/base/8/256/1.mvt', 400],
    ['/tiles/base/8/1/-1.mvt', 400],
    ['/tiles/base/8/1.5/1.mvt', 400],
    ['/tiles/base/x/y/z.mvt', 400],
    ['/tiles/base/8/1e2/%31.mvt', 400],
    ['/tiles/base/99999999999/1/1.mvt', 400],
  ])('refuses %s with %i', (target, status) => {
    expect(refusal(target).status).toBe(status);
  });

  it('names every part that is wrong', () => {
    expect(refusal('/tiles/base/8/300/many.mvt').errors.map(({ path }) => path)).toEqual(['x', 'y']);
  });
});

describe('request headers', () => {
  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.5', true],
    ['*', true],
    ['gzip;q=0, *', false],
    ['identity', false],
    [undefined, false],
  ])('Accept-Encoding %s takes gzip: %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });

  it.each([
    ['en-GB,en;q=0.9', true],
    ['zh-CN,zh;q=0.9,en;q=0.8', false],
    ['en;q=0.5, zh;q=0.4', true],
    [undefined, false],
  ])('Accept-Language %s prefers English: %s', (header, expected) => {
    expect(prefersEnglish(header)).toBe(expected);
  });
});
