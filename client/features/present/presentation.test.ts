import { expect, test } from 'vitest';
import { nextStop, presentPath } from './presentation.ts';

const counties = ['433101', '433122', '433123'];

test('walks from the whole through the counties and round', () => {
  expect(nextStop(counties, null, 1)).toBe('433101');
  expect(nextStop(counties, '433122', 1)).toBe('433123');
  expect(nextStop(counties, '433123', 1)).toBeNull();
  expect(nextStop(counties, null, -1)).toBe('433123');
  expect(nextStop(counties, '433101', -1)).toBeNull();
});

test('starts over from somewhere that is no stop', () => {
  expect(nextStop(counties, '433101001', 1)).toBeNull();
  expect(nextStop([], null, 1)).toBeNull();
});

test('keeps layers and region, not the camera and the selection of another screen', () => {
  const search = '?r=433124&l=villages,zones&c=109,28,9&s=villages.7';
  expect(presentPath(search, true)).toBe('/map?r=433124&l=villages,zones&present=1');
  expect(presentPath('?r=433124&present=1', false)).toBe('/map?r=433124');
});
