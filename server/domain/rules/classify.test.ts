import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule, anyVillage, sampleCatalogue } from './arbitraryRules.ts';
import {
  compileRules,
  countSuggestions,
  createClassifier,
  listDisagreements,
  type ReadyRule,
  type Rule,
} from './classify.ts';
import type { RuleVillage } from './villageAttributes.ts';

const seed = 20260404;
const rule = (id: string, categoryKey: string, expression: unknown): Rule => ({
  id,
  categoryKey,
  expression,
  clause: null,
  note: null,
});
const ready = (rules: readonly Rule[]): ReadyRule[] => {
  const set = compileRules(rules, sampleCatalogue);
  if (!set.ok) throw new Error(JSON.stringify(set.faults));
  return set.rules;
};
const categoryKeys = ['rich', 'near', 'rest'];
const rules = ready([
  rule('r1', 'rich', ['>=', ['get', 'income_yuan'], 12000]),
  rule('r2', 'near', ['<', ['get', 'distance_clinic'], 2500]),
]);
const villages: RuleVillage[] = [
  { villageId: 1, attributes: { income_yuan: 15000, distance_clinic: 9000, population: 100 } },
  { villageId: 2, attributes: { income_yuan: 8000, distance_clinic: 500, population: 200 } },
  { villageId: 3, attributes: { income_yuan: 8000, distance_clinic: 9000 } },
  { villageId: 4, attributes: { income_yuan: null, distance_clinic: 500, population: 50 } },
  { villageId: 5, attributes: { income_yuan: null, distance_clinic: 9000, population: 70 } },
  { villageId: 6, attributes: {} },
];
const suggestions = createClassifier(villages).classify(rules);

describe('classifying by rules', () => {
  it('suggests the category of the first rule that surely holds', () => {
    const of = ({ outcome, categoryKey, ruleId, undecided, missing }: (typeof suggestions)[number]) => [
      outcome,
      categoryKey,
      ruleId,
      undecided,
      missing,
    ];
    expect(suggestions.map(of)).toEqual([
      ['suggested', 'rich', 'r1', [], []],
      ['suggested', 'near', 'r2', [], []],
      ['none', null, null, [], []],
      ['suggested', 'near', 'r2', ['rich'], ['income_yuan']],
      ['unknown', null, null, ['rich'], ['income_yuan']],
      ['unknown', null, null, ['rich', 'near'], ['income_yuan', 'distance_clinic']],
    ]);
  });

  it('is sure where only another rule of the same category is open', () => {
    const same = ready([
      rule('a', 'near', ['>=', ['get', 'income_yuan'], 12000]),
      rule('b', 'near', ['<', ['get', 'distance_clinic'], 2500]),
    ]);
    expect(createClassifier(villages).classify(same)[3]).toMatchObject({
      ruleId: 'b',
      undecided: [],
      missing: [],
    });
  });

  it('counts villages and people', () => {
    expect(countSuggestions(villages, suggestions, categoryKeys)).toEqual({
      byCategory: [
        { categoryKey: 'rich', villages: 1, people: 100, peopleUnknown: 0 },
        { categoryKey: 'near', villages: 2, people: 250, peopleUnknown: 0 },
        { categoryKey: 'rest', villages: 0, people: 0, peopleUnknown: 0 },
      ],
      unknown: { villages: 2, people: 70, peopleUnknown: 1 },
      none: { villages: 1, people: 0, peopleUnknown: 1 },
    });
    expect(() => countSuggestions(villages, suggestions, ['rich'])).toThrow(/near/);
  });

  it('names the rules that have faults', () => {
    const set = compileRules([rule('a', 'x', true), rule('b', 'x', ['get', 'gone'])], sampleCatalogue);
    expect(set).toMatchObject({
      ok: false,
      faults: [{ ruleId: 'b', faults: [{ code: 'unknownAttribute' }] }],
    });
  });

  it('answers a threshold being dragged as a fresh classifier would', () => {
    const classifier = createClassifier(villages);
    for (let threshold = 0; threshold < 20000; threshold += 137) {
      const dragged = ready([rule('r1', 'rich', ['>=', ['get', 'income_yuan'], threshold]), rules[1]!]);
      expect(classifier.classify(dragged)).toEqual(createClassifier(villages).classify(dragged));
    }
    expect(classifier.classify(rules)).toEqual(suggestions);
  });

  it('follows its definition for any rules and villages, and counts each village once', () => {
    const anySet = fc.array(fc.tuple(fc.constantFrom(...categoryKeys), anyRule), { maxLength: 4 });
    fc.assert(
      fc.property(anySet, fc.array(anyVillage(true), { maxLength: 8 }), (set, values) => {
        const some = ready(set.map(([key, expression], index) => rule(`r${index}`, key, expression)));
        const list = values.map((attributes, index) => ({ villageId: index + 1, attributes }));
        const answers = createClassifier(list).classify(some);
        answers.forEach((answer, index) => {
          const truths = some.map(({ compiled }) => compiled.evaluate(list[index]!.attributes));
          const first = truths.indexOf(true);
          expect(answer.categoryKey).toBe(some[first]?.categoryKey ?? null);
          const open = some.filter(
            (each, at) =>
              truths[at] === null && (first < 0 || at < first) && each.categoryKey !== answer.categoryKey,
          );
          expect(answer.undecided).toEqual([...new Set(open.map(({ categoryKey }) => categoryKey))]);
          // What is unknown always has something missing to blame, or divides by zero.
          const divides = open.some(({ expression }) => JSON.stringify(expression).includes('"/"'));
          if (open.length > 0 && !divides) expect(answer.missing.length).toBeGreaterThan(0);
        });
        const counts = countSuggestions(list, answers, categoryKeys);
        const total = [...counts.byCategory, counts.unknown, counts.none].reduce(
          (sum, each) => sum + each.villages,
          0,
        );
        expect(total).toBe(list.length);
      }),
      { seed, numRuns: 1000 },
    );
  });
});

describe('disagreements with an assignment', () => {
  const disagree = (pairs: [number, string | null][]) =>
    listDisagreements(suggestions, rules, new Map(pairs)).map((each) => [
      each.villageId,
      each.suggested,
      each.assigned,
    ]);

  it('list what the rules surely see otherwise', () => {
    expect(
      disagree([
        [1, 'near'],
        [2, 'near'],
        [3, 'near'],
        [4, 'rest'],
      ]),
    ).toEqual([
      [1, 'rich', 'near'],
      [3, null, 'near'],
      [4, 'near', 'rest'],
    ]);
  });
  it('leave out what is unknown, not assigned, or without a rule', () => {
    expect(
      disagree([
        [1, null],
        [3, 'rest'],
        [4, 'rich'],
        [5, 'near'],
        [6, 'rest'],
      ]),
    ).toEqual([]);
  });
  it('say what they rest on: the rules up to the one that holds', () => {
    const [first, second] = listDisagreements(
      suggestions,
      rules,
      new Map([
        [1, 'near'],
        [2, 'rich'],
      ]),
    );
    expect(first).toMatchObject({ ruleId: 'r1', attributes: ['income_yuan'] });
    expect(second).toMatchObject({ ruleId: 'r2', attributes: ['income_yuan', 'distance_clinic'] });
  });
});
