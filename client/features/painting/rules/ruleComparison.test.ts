import { describe, expect, test } from 'vitest';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import { compileRules, type Rule } from '#domain/rules/classify';
import type { PaintVillage } from '../draftData.ts';
import { answering } from './ruleAnswers.ts';
import { compareWithList, reasonsOf, suggestedSweeps, type SuggestionScope } from './ruleComparison.ts';
import { countRules, previewOf } from './ruleCounts.ts';
import { ruleGround } from './ruleGround.ts';
import { engineAnswers } from './ruleMessages.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

const rule = (
  id: string,
  categoryKey: string,
  expression: unknown[],
  clause: string | null = null,
): Rule => ({
  id,
  categoryKey,
  expression,
  clause,
  note: null,
});
const rules = [
  rule('low', 'red', ['<', ['get', 'income_yuan'], 12_000], '第二章四'),
  rule('near', 'blue', [
    'all',
    ['>=', ['get', 'income_yuan'], 12_000],
    ['<', ['get', 'distance_township_seat'], 2000],
  ]),
];
const facts = factsOf([10_000, 11_000, 15_000, null, 18_000, 9000]);
const ground = ruleGround(facts, sampleNames);
const compiled = compileRules(rules, ground.catalogue);
const ready = compiled.ok ? compiled.rules : [];
const answers = answering(ground.villages)(ready);
const villages = new Map(
  facts.ids.map((id, index) => [
    id,
    {
      id,
      name: '',
      countyCode: facts.countyCodes[index]!,
      people: facts.people[index]!,
    } as PaintVillage,
  ]),
);
const assigned = (categoryKey: string): AssignmentValue => ({
  status: 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const unassigned: AssignmentValue = {
  status: 'unassigned',
  categoryKey: null,
  reviewDate: null,
  reason: null,
};
// 1 agrees, 2 and 3 are open, 4 cannot be told, 5 is in red without a rule that holds, 6 is not in the list.
const list: Record<number, AssignmentValue> = {
  1: assigned('red'),
  2: assigned('blue'),
  3: unassigned,
  4: assigned('blue'),
  5: assigned('red'),
  6: null,
};
const compare = (scope: SuggestionScope) =>
  compareWithList({ suggestions: answers.suggestions, villages, valueOf: (id) => list[id], scope });
const pairs = (scope: SuggestionScope) =>
  compare(scope)
    .cells.map(({ listed, says, kind, villages: members }) => `${listed} ${says} ${kind} ${members.length}`)
    .toSorted();

describe('rules against the list', () => {
  test('are told pair by pair, villages outside the list in none', () => {
    expect(pairs('all')).toEqual([
      'blue red differs 1',
      'blue unknown open 1',
      'red none open 1',
      'red red same 1',
      'unassigned blue new 1',
    ]);
    expect(compare('all')).toMatchObject({ agreeing: 1, differing: 1 });
    expect(compare('all').cells.find(({ kind }) => kind === 'same')).toMatchObject({
      people: 0,
      peopleUnknown: 1,
    });
  });

  test('are asked of a part only', () => {
    expect(pairs('unassigned')).toEqual(['unassigned blue new 1']);
    expect(pairs({ countyCode: '433124' })).toEqual(pairs('all'));
    expect(pairs({ countyCode: '433125' })).toEqual([]);
  });

  test('change what differs or has no category, never what agrees or cannot be told', () => {
    const criteria = [{ id: 'low', text: '收入低', clause: '第二章四' }];
    expect(suggestedSweeps(compare('all').changing, criteria)).toEqual([
      {
        wanted: { status: 'assigned', categoryKey: 'red', criterion: '收入低', clause: '第二章四' },
        villageIds: [2],
      },
      {
        wanted: { status: 'assigned', categoryKey: 'blue', criterion: null, clause: null },
        villageIds: [3],
      },
    ]);
  });

  test('say why: what holds, or what of the listed category does not', () => {
    const why = (villageId: number) => {
      const compared = compare('all').cells.flatMap((cell) => cell.villages);
      return reasonsOf(
        compared.find((each) => each.villageId === villageId)!,
        ready,
        {
          values: ground.valuesOf(villageId)!,
          catalogue: ground.catalogue,
        },
      ).map(({ zh }) => zh);
    };
    expect(why(3)).toEqual([
      '人均可支配收入 ≥ 12,000 元：15,000 元，符合',
      '到乡镇驻地的距离 < 2,000 米：1,000 米，符合',
    ]);
    expect(why(5)).toEqual(['人均可支配收入 < 12,000 元：18,000 元，不符合']);
    expect(why(4)).toEqual(['人均可支配收入 ≥ 12,000 元：未知，无法判断']);
  });
});

describe('counts of rules', () => {
  const answered = { rules: ready, answers, villages: ground.villages };

  test('tell matches from what a rule decides and from what it cannot tell', () => {
    const counts = countRules(answered, (id) => list[id] !== null);
    expect(counts.get('low')).toEqual({
      matched: { villages: 2, people: 100, peopleUnknown: 1 },
      unknown: { villages: 1, people: 300, peopleUnknown: 0 },
      decides: 2,
      missing: [{ attribute: 'income_yuan', villages: 1 }],
    });
    expect(counts.get('near')).toMatchObject({ decides: 1, unknown: { villages: 1 } });
  });

  test('have the villages of one rule for the map', () => {
    expect(previewOf(answered, 'low', () => true)).toEqual({ matched: [1, 2, 6], unknown: [4] });
    expect(previewOf(answered, 'nothing', () => true)).toEqual({ matched: [], unknown: [] });
  });

  test('are the same from a worker, which compiles for itself', () => {
    const answer = engineAnswers();
    const { attributes } = ground.catalogue;
    expect(answer({ kind: 'ground', attributes, villages: ground.villages })).toBeNull();
    expect(answer({ kind: 'rules', rules })).toEqual(answers);
  });
});
