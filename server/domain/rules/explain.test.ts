import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule, anyVillage, sampleCatalogue } from './arbitraryRules.ts';
import { compileRule } from './expression.ts';
import { explainOutcome, explainRule, wordReason, type Reason } from './explain.ts';

const seed = 20260405;
const words = (json: unknown) => {
  const { zh, en } = explainRule(json, sampleCatalogue);
  return [zh, en];
};
const income = ['get', 'income_yuan'];

describe('a rule in words', () => {
  it('reads as a sentence in both languages', () => {
    expect(
      words([
        'all',
        ['<', income, 10000],
        ['any', ['>', ['get', 'distance_clinic'], 2500], ['get', 'is_traditional']],
      ]),
    ).toEqual([
      '人均可支配收入 < 10,000 元 且 （到最近卫生室的距离 > 2,500 米 或 传统村落）',
      'Disposable income per person < 10,000 yuan and (Distance to the nearest clinic > 2,500 m or Traditional village)',
    ]);
  });
  it('puts values with their unit or name', () => {
    expect(words(['>=', 12.5, income])[0]).toBe('12.5 元 ≥ 人均可支配收入');
    expect(words(['==', ['get', 'is_traditional'], false])[0]).toBe('传统村落 = 否');
    expect(words(['!', ['in', ['get', 'county_code'], ['literal', ['433101', '433122']]]])).toEqual([
      '所在县市 不属于 433101、433122',
      'County is not one of 433101, 433122',
    ]);
  });
  it('says what else a rule may hold', () => {
    expect(words(['!', ['has', 'income_yuan']])[0]).toBe('人均可支配收入 未知');
    expect(words(['<', ['coalesce', income, 0], 9000])).toEqual([
      '人均可支配收入（未知时取 0 元） < 9,000 元',
      'Disposable income per person (0 yuan where unknown) < 9,000 yuan',
    ]);
    expect(
      words(['>', ['/', ['get', 'collective_income_yuan'], ['+', ['get', 'population'], 1]], 100])[0],
    ).toBe('村集体经济收入 ÷ （人口 + 1） > 100');
    expect(words(['case', ['get', 'is_scenic'], ['<', income, 5], ['<', income, 4]])[1]).toBe(
      'if Village of note then Disposable income per person < 5 yuan, else Disposable income per person < 4 yuan',
    );
    expect(words(['!', ['<', income, 5]])[0]).toBe('并非（人均可支配收入 < 5 元）');
    expect(words(['get', 'is_traditional'])[0]).toBe('传统村落 = 是');
    expect([words(true)[0], words(['any'])[0]]).toEqual(['总是', '从不']);
  });
  it('has words for every rule, different ones for a different threshold', () => {
    fc.assert(
      fc.property(anyRule, (json) => {
        for (const text of words(json)) {
          expect(text).not.toMatch(/undefined|null|NaN|\[object/);
          expect(text!.length).toBeGreaterThan(0);
        }
      }),
      { seed, numRuns: 1000 },
    );
    expect(words(['<', income, 5])).not.toEqual(words(['<', income, 6]));
  });
  it('is refused for what is no rule', () => {
    expect(() => explainRule(['zoom'], sampleCatalogue)).toThrow(/not a rule/);
  });
});

describe('why a village matches or not', () => {
  const json = [
    'all',
    ['<', income, 10000],
    ['>', ['get', 'distance_clinic'], ['get', 'population']],
    ['get', 'is_scenic'],
  ];

  it('is told by each condition with its values', () => {
    const reason = explainOutcome(
      json,
      { income_yuan: 8750, distance_clinic: 100, population: 900 },
      sampleCatalogue,
    );
    expect(reason.outcome).toBe(false);
    expect(reason.parts.map(wordReason)).toEqual([
      {
        zh: '人均可支配收入 < 10,000 元：8,750 元，符合',
        en: 'Disposable income per person < 10,000 yuan: 8,750 yuan, met',
      },
      {
        zh: '到最近卫生室的距离 > 人口：到最近卫生室的距离 100 米、人口 900 人，不符合',
        en: 'Distance to the nearest clinic > Population: Distance to the nearest clinic 100 m, Population 900 people, not met',
      },
      { zh: '特色村寨 = 是：未知，无法判断', en: 'Village of note = yes: unknown, cannot be told' },
    ]);
    expect(reason.parts.map(({ read }) => read[0]!.isDemonstration)).toEqual([true, false, false]);
  });

  it('agrees with the rule: a group follows from its parts by Kleene', () => {
    const check = (reason: Reason): void => {
      const outcomes = new Set(reason.parts.map(({ outcome }) => outcome));
      if (reason.join !== null) {
        const decisive = reason.join === 'any';
        const expected = outcomes.has(decisive) ? decisive : outcomes.has(null) ? null : !decisive;
        expect(reason.outcome).toBe(expected);
      }
      reason.parts.forEach(check);
    };
    fc.assert(
      fc.property(anyRule, anyVillage(true), (some, values) => {
        const reason = explainOutcome(some, values, sampleCatalogue);
        const compilation = compileRule(some, sampleCatalogue);
        expect(reason.outcome).toBe(compilation.ok ? compilation.rule.evaluate(values) : undefined);
        check(reason);
      }),
      { seed, numRuns: 1000 },
    );
  });
});
