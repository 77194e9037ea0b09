import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule, sampleCatalogue } from './arbitraryRules.ts';
import { compileRule } from './expression.ts';
import { advancedParts, readRule, writeRule, type RulePart } from './ruleModel.ts';

const seed = 20260402;
const numRuns = 3000;
const fixed = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
);
const attribute = fc.oneof(fc.constantFrom(...sampleCatalogue.byKey.keys()), fc.string());
const kind = fc.constant('condition' as const);
const { part: anyPart } = fc.letrec<{ part: RulePart }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      kind,
      attribute,
      operator: fc.constantFrom('<', '<=', '==', '!=', '>=', '>'),
      value: fc.oneof(fixed, fc.record({ attribute })),
    }),
    fc.record({ kind, attribute, operator: fc.constantFrom('in', 'notIn'), value: fc.array(fixed) }),
    fc.record({ kind, attribute, operator: fc.constantFrom('known', 'unknown') }),
    fc.record({
      kind: fc.constant('group'),
      join: fc.constantFrom('all', 'any'),
      parts: fc.array(tie('part'), { maxLength: 4 }),
    }),
  ) as fc.Arbitrary<RulePart>,
}));

describe('the rule builder', () => {
  it('writes a tree as a MapLibre expression', () => {
    const root: RulePart = {
      kind: 'group',
      join: 'all',
      parts: [
        { kind: 'condition', attribute: 'income_yuan', operator: '<', value: 10000 },
        {
          kind: 'group',
          join: 'any',
          parts: [
            { kind: 'condition', attribute: 'county_code', operator: 'notIn', value: ['433101'] },
            { kind: 'condition', attribute: 'distance_clinic', operator: 'unknown' },
          ],
        },
      ],
    };
    const json = [
      'all',
      ['<', ['get', 'income_yuan'], 10000],
      [
        'any',
        ['!', ['in', ['get', 'county_code'], ['literal', ['433101']]]],
        ['!', ['has', 'distance_clinic']],
      ],
    ];
    expect(writeRule(root)).toEqual(json);
    expect(readRule(json)).toEqual(root);
    expect(advancedParts(root)).toEqual([]);
    expect(compileRule(json, sampleCatalogue).ok).toBe(true);
  });

  it('gets back every tree it can make', () => {
    fc.assert(
      fc.property(anyPart, (part) => {
        // Through text, as rules are stored; -0 is the one number JSON does not keep.
        const stored = JSON.parse(JSON.stringify(writeRule(part))) as unknown;
        expect(readRule(stored)).toEqual(JSON.parse(JSON.stringify(part)));
        expect(advancedParts(part)).toEqual([]);
      }),
      { seed, numRuns },
    );
  });

  it('gives back every expression it was given, also those it has no form for', () => {
    let advanced = 0;
    fc.assert(
      fc.property(fc.oneof(anyRule, fc.jsonValue()), (json) => {
        const root = readRule(json);
        expect(writeRule(root)).toEqual(json);
        if (advancedParts(root).length > 0) advanced += 1;
      }),
      { seed, numRuns },
    );
    expect(advanced).toBeGreaterThan(100);
  });

  it('keeps what it has no form for in its place, and the rest editable', () => {
    const ratio = ['>', ['/', ['get', 'income_yuan'], 12], 800];
    const root = readRule(['all', ['==', ['get', 'is_traditional'], true], ['any', ratio]]);
    expect(advancedParts(root)).toEqual([{ path: [1, 0], expression: ratio }]);
    expect(root).toMatchObject({ kind: 'group', parts: [{ kind: 'condition' }, { kind: 'group' }] });
  });
});
