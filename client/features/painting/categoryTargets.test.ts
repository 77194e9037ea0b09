import { describe, expect, it } from 'vitest';
import type { Category } from '#contract/plans';
import type { VillageFacts } from '#contract/villageFacts';
import { categoryTargets } from './categoryTargets.ts';

const target = { indicator: 'income', operator: '>=', value: 1.5, unit: '万元', year: 2025 } as const;
const category = (key: string, targets: Category['targets']) => ({ key, targets }) as Category;
const facts = {
  ids: [1, 2, 3, 4, 5],
  isCounted: [true, true, true, true, false],
  incomesYuan: [12_000, 15_000, null, 14_000, 1],
  collectiveIncomesYuan: [null, null, null, null, null],
} as VillageFacts;

describe('targets of categories', () => {
  it('stand against the villages that are in the category now, unknown and twins left out', () => {
    const [first] = categoryTargets([category('a', [target]), category('b', [])], facts, (id) =>
      id === 4 ? 'b' : 'a',
    );
    expect(first?.targets).toEqual([
      {
        target,
        mean: 13_500,
        median: 13_500,
        known: 2,
        short: [{ villageId: 1, yuan: 12_000, gapYuan: 3000 }],
      },
    ]);
  });

  it('without a village that is known have no value, never zero', () => {
    const [only] = categoryTargets([category('a', [target])], facts, (id) => (id === 3 ? 'a' : null));
    expect(only?.targets[0]).toMatchObject({ mean: null, known: 0, short: [] });
  });

  it('put the largest gap first and reach a target that is met exactly', () => {
    const [only] = categoryTargets([category('a', [target])], facts, () => 'a');
    expect(only?.targets[0]?.short.map(({ villageId }) => villageId)).toEqual([1, 4]);
  });

  it('in another unit are measured against nobody', () => {
    const [only] = categoryTargets([category('a', [{ ...target, unit: '%' }])], facts, () => 'a');
    expect(only?.targets[0]).toMatchObject({ mean: null, known: 0 });
  });
});
