import { expect, test } from 'vitest';
import { medianOf } from './median.ts';

test('a median is the middle value, the mean of both middle ones, or nothing', () => {
  expect(medianOf([30, 10, 20])).toBe(20);
  expect(medianOf([40, 10, 30, 20])).toBe(25);
  expect(medianOf([])).toBeNull();
});
