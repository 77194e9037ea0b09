import { describe, expect, test } from 'vitest';
import { rangeOf, ruleGround } from './ruleGround.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

describe('the ground of rules', () => {
  test('gives every village its values and the averages of the listed ones', () => {
    const facts = factsOf([10_000, 20_000, null, 60_000], { isListed: [true, true, true, false] });
    const ground = ruleGround(facts, sampleNames);
    expect(ground.valuesOf(1)).toMatchObject({
      income_yuan: 10_000,
      income_yuan_prefecture_mean: 15_000,
      income_yuan_vs_prefecture: 10_000 / 15_000,
      distance_clinic: 1000,
      county_code: '433124',
    });
    expect(ground.valuesOf(4)?.income_yuan_vs_prefecture).toBe(4);
    expect(ground.valuesOf(3)?.income_yuan).toBeNull();
    expect(ground.valuesOf(9)).toBeUndefined();
  });

  test('marks what is invented, of indicators and of each kind of facility', () => {
    const facts = factsOf([1], { isDemonstration: false, demonstrationKinds: ['clinic'] });
    const { byKey } = ruleGround(facts, sampleNames).catalogue;
    expect(byKey.get('distance_clinic')?.isDemonstration).toBe(true);
    expect(byKey.get('income_yuan')?.isDemonstration).toBe(false);
    expect(byKey.get('county_code')?.values).toEqual([
      { value: '433124', label: { zh: '花垣县', en: 'Name' } },
    ]);
  });

  test('ranges go from the least to the most in round steps, and are nothing without a value', () => {
    const { villages } = ruleGround(factsOf([8730, 21_460, null]), sampleNames);
    expect(rangeOf(villages, 'income_yuan')).toEqual({ least: 8700, most: 21_500, step: 100 });
    expect(rangeOf(villages, 'nothing')).toBeNull();
    const { villages: alike } = ruleGround(factsOf([5000, 5000]), sampleNames);
    expect(rangeOf(alike, 'income_yuan_vs_county')).toEqual({ least: 1, most: 1, step: 0.01 });
  });
});
