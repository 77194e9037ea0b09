import { expect, test } from 'vitest';
import { tilesetsOf } from './tileNews.ts';

test('an event makes only the tiles old that show what changed', () => {
  expect(tilesetsOf({ topic: 'territories-changed', payload: { edit: 3, villages: [1] } })).toEqual(['base']);
  expect(tilesetsOf({ topic: 'places-changed', payload: { layer: 'sites', ids: [1] } })).toEqual(['places']);
  expect(tilesetsOf({ topic: 'places-changed', payload: { layer: 'routes', ids: ['a'] } })).toEqual([
    'network',
  ]);
  expect(tilesetsOf({ topic: 'assignments-changed', payload: { revision: 2 } })).toEqual([]);
});
