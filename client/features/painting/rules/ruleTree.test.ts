import { describe, expect, test } from 'vitest';
import { compileRule } from '#domain/rules/expression';
import { readRule, writeRule, type RulePart } from '#domain/rules/ruleModel';
import { ruleGround } from './ruleGround.ts';
import {
  comparableWith,
  faultsAt,
  firstCondition,
  operatorsOf,
  readPasted,
  withAdded,
  withOperator,
  withPart,
} from './ruleTree.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

const { catalogue } = ruleGround(factsOf([1]), sampleNames);
const income = catalogue.byKey.get('income_yuan')!;
const county = catalogue.byKey.get('county_code')!;
const json = [
  'all',
  ['<', ['get', 'income_yuan'], 12_000],
  ['any', ['has', 'population'], ['>', ['get', 'households'], 30]],
];
const root = readRule(json);

describe('a tree of conditions', () => {
  test('changes at its path alone', () => {
    const other = firstCondition(income, 900);
    expect(writeRule(withPart(root, [1, 0], other))).toEqual([
      'all',
      json[1],
      ['any', ['>=', ['get', 'income_yuan'], 900], ['>', ['get', 'households'], 30]],
    ]);
    expect(writeRule(withPart(root, [1], null))).toEqual(['all', json[1]]);
    expect(writeRule(withPart(root, [], null))).toEqual(json);
    expect(writeRule(root)).toEqual(json);
  });

  test('grows in the group that was asked, and a lone condition becomes a group', () => {
    const added = firstCondition(county, null);
    expect(writeRule(withAdded(root, [1], added))).toEqual([
      'all',
      json[1],
      [
        'any',
        ['has', 'population'],
        ['>', ['get', 'households'], 30],
        ['==', ['get', 'county_code'], '433124'],
      ],
    ]);
    expect(writeRule(withAdded(readRule(json[1]), [], added))).toEqual([
      'all',
      json[1],
      ['==', ['get', 'county_code'], '433124'],
    ]);
  });

  test('shows a fault at its condition and nowhere else', () => {
    const wrong = [
      'all',
      ['<', ['get', 'income_yuan'], 1],
      ['any', ['has', 'nothing'], ['has', 'households']],
    ];
    const compilation = compileRule(wrong, catalogue);
    const faults = compilation.ok ? [] : compilation.faults;
    expect(faults).toHaveLength(1);
    const tree = readRule(wrong);
    const at = (path: number[]) => faultsAt(faults, partAt(tree, path), path).length;
    expect([[], [0], [1], [1, 0], [1, 1]].map(at)).toEqual([0, 0, 0, 1, 0]);
  });

  test('shows an empty group as the fault of that group', () => {
    const compilation = compileRule(['all', ['any'], ['has', 'households']], catalogue);
    const tree = readRule(['all', ['any'], ['has', 'households']]);
    const faults = compilation.ok ? [] : compilation.faults;
    expect(faultsAt(faults, partAt(tree, [0]), [0])).toHaveLength(faults.length);
    expect(faultsAt(faults, tree, [])).toHaveLength(0);
  });
});

function partAt(part: RulePart, [index, ...rest]: number[]): RulePart {
  return index === undefined || part.kind !== 'group' ? part : partAt(part.parts[index]!, rest);
}

describe('a condition', () => {
  test('keeps its value where the next operator takes one of the kind', () => {
    const below = firstCondition(income, 900);
    expect(withOperator(below, '<', income)).toMatchObject({ operator: '<', value: 900 });
    expect(withOperator(below, 'known', income)).toEqual({
      kind: 'condition',
      attribute: 'income_yuan',
      operator: 'known',
    });
    const one = firstCondition(county, null);
    const many = withOperator(one, 'in', county);
    expect(many).toMatchObject({ value: ['433124'] });
    expect(withOperator(many, '!=', county)).toMatchObject({ value: '433124' });
    expect(withOperator(withOperator(one, 'known', county), '==', county)).toMatchObject({ value: '433124' });
  });

  test.each([...catalogue.attributes])('on $key is a rule with every operator offered', (attribute) => {
    for (const operator of operatorsOf(attribute)) {
      const condition = withOperator(firstCondition(attribute, 5), operator, attribute);
      expect(compileRule(writeRule(condition), catalogue)).toMatchObject({ ok: true });
    }
  });

  test('is compared with attributes of its unit only', () => {
    const keys = comparableWith(catalogue, 'income_yuan').map(({ key }) => key);
    expect(keys).toContain('income_yuan_county_mean');
    expect(keys).not.toContain('population');
    expect(comparableWith(catalogue, 'county_code')).toEqual([]);
  });
});

test('pasted text is JSON of an array or says why not', () => {
  expect(readPasted('["has", "income_yuan"]')).toEqual({ ok: true, expression: ['has', 'income_yuan'] });
  expect(readPasted('{"a": 1}')).toEqual({ ok: false, reason: 'notArray' });
  expect(readPasted('["has", ')).toEqual({ ok: false, reason: 'notJson' });
});
