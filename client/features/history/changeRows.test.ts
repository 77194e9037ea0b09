import { expect, test } from 'vitest';
import { changeRows } from './changeRows.ts';

test('shows what differs, part by part', () => {
  const before = { state: 'draft', revision: 3, note: null };
  const after = { state: 'submitted', revision: 3, note: null, by: { id: 7 } };
  expect(changeRows(before, after)).toEqual([
    { name: 'state', before: 'draft', after: 'submitted' },
    { name: 'by', before: null, after: '{"id":7}' },
  ]);
});

test('a thing that was made or deleted has one side only', () => {
  expect(changeRows(null, { login: 'li' })).toEqual([{ name: 'login', before: null, after: 'li' }]);
  expect(changeRows({ login: 'li' }, null)).toEqual([{ name: 'login', before: 'li', after: null }]);
  expect(changeRows(null, null)).toEqual([]);
});

test('cuts what is too long to read', () => {
  const [row] = changeRows(null, { villages: Array.from({ length: 900 }, (_, id) => id) });
  expect(row!.after).toHaveLength(401);
  expect(row!.after!.endsWith('…')).toBe(true);
});
