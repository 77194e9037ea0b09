import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupTotals, suppressSmallGroups, type CountRow, type Suppression } from './suppression.ts';

const seed = 20260104;
/** Townships a, b, c in county p; d in q; both counties in one prefecture; e stands alone. */
const parents: Record<string, string> = { a: 'p', b: 'p', c: 'p', d: 'q', p: 'top', q: 'top' };
const parentOf = (group: string) => parents[group] ?? null;
const rowsOf = (groups: Record<string, (number | null)[]>): CountRow[] =>
  Object.entries(groups).flatMap(([group, values]) =>
    values.map((value, index) => ({ key: `${group}${index + 1}`, group, value })),
  );

/** What is left out, as keys of rows and `=group` of totals. */
const hiddenOf = (groups: Record<string, (number | null)[]>, threshold?: number) => {
  const rows = rowsOf(groups);
  const { rows: hidden, totals } = suppressSmallGroups({ rows, threshold, parentOf });
  return [...[...hidden.keys()].map((row) => rows[row]!.key), ...[...totals.keys()].map((key) => `=${key}`)]
    .sort()
    .join(' ');
};

describe('suppression of small groups', () => {
  it('leaves a table without small counts alone', () => {
    expect(hiddenOf({ a: [5, 0, null, 12], b: [0, 0], c: [null], d: [7] })).toBe('');
  });

  it('hides a small count and the next smallest, since the total would reveal it', () => {
    expect(hiddenOf({ a: [0, 60, 3, 50, null] })).toBe('a3 a4');
  });

  it('chooses between equal values by key', () => {
    expect(hiddenOf({ a: [50, 3, 50] })).toBe('a1 a2');
    const swapped = [...rowsOf({ a: [50, 3, 50] })].reverse();
    expect([...suppressSmallGroups({ rows: swapped }).rows]).toEqual([
      [1, 'small'],
      [2, 'complementary'],
    ]);
  });

  it('leaves two small counts as they are when together they are no small group', () => {
    expect(hiddenOf({ a: [3, 4, 50, 60] })).toBe('a1 a2');
  });

  it('hides a third where two small counts together are still a small group', () => {
    expect(hiddenOf({ a: [1, 2, 50, 60] })).toBe('a1 a2 a3');
  });

  it('hides one more where the hidden sum can only be all ones, or all fours', () => {
    expect(hiddenOf({ a: [1, 1, 1, 1, 1, 40, 50] })).toBe('a1 a2 a3 a4 a5 a6');
    expect(hiddenOf({ a: [4, 4, 40, 50] })).toBe('a1 a2 a3');
  });

  it('hides a small total and protects it at the next level', () => {
    expect(hiddenOf({ a: [3, 0], b: [20, 30], c: [90, 80] })).toBe('=a =b a1 b1');
  });

  it('hides the total of a lone count up to the top', () => {
    expect(hiddenOf({ e: [3] })).toBe('=e e1');
    expect(hiddenOf({ d: [3, null, 0] })).toBe('=d =q =top d1');
    expect(hiddenOf({ a: [40, 50], d: [3] })).toBe('=a =d =p =q a1 d1');
  });

  it('hides a total above five where all its rows are ones', () => {
    expect(hiddenOf({ e: [1, 1, 1, 1, 1, 1] })).toBe('=e e1 e2 e3 e4 e5 e6');
  });

  it('tells small from complementary, for the preview', () => {
    const { rows, totals } = suppressSmallGroups({ rows: rowsOf({ a: [3], b: [20, 30] }), parentOf });
    expect([...rows]).toEqual([
      [0, 'small'],
      [1, 'complementary'],
    ]);
    expect([...totals]).toEqual([
      ['a', 'small'],
      ['b', 'complementary'],
    ]);
  });

  it('follows another threshold', () => {
    expect(hiddenOf({ a: [5, 9, 10, 11] }, 10)).toBe('a1 a2');
    expect(hiddenOf({ a: [1, 2, 3] }, 1)).toBe('');
  });

  it('refuses what is no count, and a group within itself', () => {
    for (const value of [-1, 0.5, Number.NaN, Infinity]) {
      expect(() => suppressSmallGroups({ rows: rowsOf({ a: [value] }) })).toThrow(RangeError);
    }
    expect(() => suppressSmallGroups({ rows: [], threshold: 0 })).toThrow(RangeError);
    const circle = (group: string) => (group === 'a' ? 'b' : 'a');
    expect(() => suppressSmallGroups({ rows: rowsOf({ a: [3] }), parentOf: circle })).toThrow(RangeError);
  });
});

it('totals are sums of the known values at every level', () => {
  expect([
    ...groupTotals({ rows: rowsOf({ a: [1, null], b: [2, 3], c: [null], e: [7] }), parentOf }),
  ]).toEqual([
    ['a', 1],
    ['p', 6],
    ['top', 6],
    ['b', 5],
    ['c', null],
    ['e', 7],
  ]);
});

const value = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 5, max: 40 }),
  fc.constantFrom(0, null, 1, 4),
);
const tables = fc
  .array(fc.record({ group: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value }), { maxLength: 14 })
  .map((rows): CountRow[] => rows.map((row, index) => ({ ...row, key: `${100 + index}` })));

/** Everything the release shows: rows that are not hidden, totals that are not hidden. */
function published(rows: CountRow[], hidden: Suppression): string {
  return JSON.stringify([
    rows.filter((_, row) => !hidden.rows.has(row)),
    [...groupTotals({ rows, parentOf })].filter(([group]) => !hidden.totals.has(group)),
  ]);
}

/**
 * The attacker's doubts: tables that differ from the true one by one household more here and perhaps one
 * less there, in hidden rows only, and that would have been published the same.
 */
function plausibleTables(rows: CountRow[], hidden: Suppression): CountRow[][] {
  const truth = published(rows, hidden);
  const changed = (row: number, by: number, base: CountRow[]) =>
    base.map((old, index) => (index === row ? { ...old, value: old.value! + by } : old));
  const candidates = [...hidden.rows.keys()].flatMap((more) => [
    changed(more, 1, rows),
    ...[...hidden.rows.keys()]
      .filter((less) => less !== more && rows[less]!.value! > 1)
      .map((less) => changed(less, -1, changed(more, 1, rows))),
  ]);
  return candidates.filter((table) => published(table, hidden) === truth);
}

/** Keys of hidden rows and totals that have the same value in every plausible table. */
function derived(rows: CountRow[], hidden: Suppression): string[] {
  const others = plausibleTables(rows, hidden);
  const totals = groupTotals({ rows, parentOf });
  return [
    ...[...hidden.rows.keys()]
      .filter((row) => others.every((table) => table[row]!.value === rows[row]!.value))
      .map((row) => rows[row]!.key),
    ...[...hidden.totals.keys()].filter((group) =>
      others.every((table) => groupTotals({ rows: table, parentOf }).get(group) === totals.get(group)),
    ),
  ];
}

/** Every choice of 1…4 for the hidden rows that explains what is published. */
function smallExplanations(rows: CountRow[], hidden: Suppression): CountRow[][] {
  const truth = published(rows, hidden);
  let explanations: CountRow[][] = [rows];
  for (const row of hidden.rows.keys()) {
    explanations = explanations.flatMap((table) =>
      [1, 2, 3, 4].map((guess) => table.with(row, { ...table[row]!, value: guess })),
    );
  }
  return explanations.filter((table) => published(table, hidden) === truth);
}

describe('an attacker with all published figures', () => {
  it('derives a lone small count when only small counts are hidden (so the attack has teeth)', () => {
    const rows = rowsOf({ a: [3, 50, 60] });
    expect(derived(rows, { rows: new Map([[0, 'small']]), totals: new Map() })).toEqual(['a1']);
    const ones = rowsOf({ a: [1, 1, 1, 1, 1, 50] });
    const onesOnly: Suppression = {
      rows: new Map([0, 1, 2, 3, 4].map((row) => [row, 'small'])),
      totals: new Map(),
    };
    expect(derived(ones, onesOnly)).toHaveLength(5);
  });

  it('derives no hidden count and no hidden total', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        expect(derived(rows, suppressSmallGroups({ rows, parentOf }))).toEqual([]);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('derives none either by taking every hidden count for a small one', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const hidden = suppressSmallGroups({ rows, parentOf });
        const isAllSmall = [...hidden.rows.keys()].every((row) => rows[row]!.value! < 5);
        fc.pre(hidden.rows.size > 0 && hidden.rows.size <= 5 && isAllSmall);
        const explanations = smallExplanations(rows, hidden);
        for (const row of hidden.rows.keys()) {
          expect(new Set(explanations.map((table) => table[row]!.value)).size).toBeGreaterThan(1);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('sees no small figure: not a row, not a total, not the sum of what a total hides', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const hidden = suppressSmallGroups({ rows, parentOf });
        const isSmall = (figure: number | null) => figure !== null && figure > 0 && figure < 5;
        const totals = groupTotals({ rows, parentOf });
        expect(rows.filter((row, index) => isSmall(row.value) && !hidden.rows.has(index))).toEqual([]);
        for (const [group, total] of totals) {
          if (hidden.totals.has(group)) continue;
          const shown = [
            ...rows.filter((row, index) => row.group === group && !hidden.rows.has(index)),
            ...[...totals]
              .filter(([part]) => parentOf(part) === group && !hidden.totals.has(part))
              .map(([, sum]) => ({ value: sum })),
          ];
          const remainder = (total ?? 0) - shown.reduce((sum, part) => sum + (part.value ?? 0), 0);
          expect(isSmall(total) || isSmall(remainder), group).toBe(false);
        }
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('is denied no more than needed: zeros and unknown values stay, and tables without small counts', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const hidden = suppressSmallGroups({ rows, parentOf });
        expect([...hidden.rows.keys()].filter((row) => !rows[row]!.value)).toEqual([]);
        const hasSmall = rows.some((row) => row.value !== null && row.value > 0 && row.value < 5);
        expect(hidden.rows.size > 0).toBe(hasSmall);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('sees the same for rows in another order', () => {
    const shuffled = tables.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    const keysHidden = (rows: CountRow[]) => {
      const hidden = suppressSmallGroups({ rows, parentOf });
      return [[...hidden.rows.keys()].map((row) => rows[row]!.key).sort(), [...hidden.totals.keys()].sort()];
    };
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(keysHidden(others)).toEqual(keysHidden(rows));
      }),
      { seed, numRuns: 500 },
    );
  });
});
