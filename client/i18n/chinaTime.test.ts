import { expect, test } from 'vitest';
import { chinaClock, chinaDay, daysBetween } from './chinaTime.ts';

test('a moment is told by the clock of China, wherever the reader is', () => {
  expect([chinaDay('2026-01-05T16:00:00Z'), chinaClock('2026-01-05T16:00:00Z')]).toEqual([
    '2026-01-06',
    '00:00',
  ]);
  expect([chinaDay('2026-01-05T15:59:00Z'), chinaClock('2026-01-05T15:59:00Z')]).toEqual([
    '2026-01-05',
    '23:59',
  ]);
});

test('days are counted by the calendar', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
  expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2);
});
