import {
  createExpression,
  featureFilter,
  type FilterSpecification,
  type StylePropertySpecification,
} from '@maplibre/maplibre-gl-style-spec';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { anyRule, anyVillage, sampleCatalogue } from './arbitraryRules.ts';
import { compileRule, ruleOnFeatureState, type Truth } from './expression.ts';
import { allowedOperators } from './ruleTranslation.ts';
import type { VillageValues } from './villageAttributes.ts';

const seed = 20260401;
const numRuns = 1000;
const compiled = (json: unknown) => {
  const compilation = compileRule(json, sampleCatalogue);
  if (!compilation.ok) throw new Error(JSON.stringify([json, compilation.faults]));
  return compilation.rule;
};
const evaluate = (json: unknown, values: VillageValues) => compiled(json).evaluate(values);
const faultsOf = (json: unknown) => {
  const compilation = compileRule(json, sampleCatalogue);
  return compilation.ok ? [] : compilation.faults.map(({ code, path }) => [code, path.join('.')]);
};

const booleanProperty: StylePropertySpecification = {
  type: 'boolean',
  'property-type': 'data-driven',
  expression: { interpolated: false, parameters: ['zoom', 'feature', 'feature-state'] },
  transition: false,
  default: false,
};
/** A village's properties as a tile carries them: unknown ones are left out. */
const inTile = (values: VillageValues) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
function mapSays(json: unknown, properties: VillageValues): unknown {
  const parsed = createExpression(json, 'test', booleanProperty);
  if (parsed.result === 'error') throw new Error(JSON.stringify(parsed.value));
  return parsed.value.evaluateWithoutErrorHandling({ zoom: 9 }, { type: 'Polygon', properties });
}
const filterSays = (json: unknown, properties: VillageValues): boolean =>
  featureFilter(json as FilterSpecification, 'test').filter({ zoom: 9 }, { type: 'Polygon', properties });

/** Kleene's logic written down once more, over numbers, without MapLibre. */
type Unknown = null;
type Answer = number | boolean | string | Unknown;
function reference(json: unknown, values: VillageValues): Answer {
  if (!Array.isArray(json)) return json as Answer;
  const [operator, ...args] = json as [string, ...unknown[]];
  const of = (arg: unknown) => reference(arg, values);
  if (operator === 'get') return values[args[0] as string] ?? null;
  if (operator === 'has') return (values[args[0] as string] ?? null) !== null;
  if (operator === 'literal') return args[0] as Answer;
  if (operator === 'all' || operator === 'any') {
    const decisive = operator === 'any';
    const parts = new Set(args.map(of));
    if (parts.has(decisive)) return decisive;
    return parts.has(null) ? null : !decisive;
  }
  if (operator === 'coalesce') return args.map(of).find((part) => part !== null) ?? null;
  if (operator === 'case') {
    const [test, result, ...rest] = args;
    const decided = of(test);
    if (decided === null) return null;
    if (decided === true) return of(result);
    return rest.length === 1 ? of(rest[0]) : of(['case', ...rest]);
  }
  if (operator === 'in') {
    const needle = of(args[0]);
    return needle === null ? null : ((args[1] as unknown[])[1] as unknown[]).includes(needle);
  }
  const parts = args.map(of);
  if (parts.includes(null)) return null;
  const [a, b] = parts as number[];
  if (operator === '/' && b === 0) return null;
  const numbers = parts as number[];
  const answers: Record<string, () => Answer> = {
    '!': () => !a,
    '==': () => a === b,
    '!=': () => a !== b,
    '<': () => a! < b!,
    '<=': () => a! <= b!,
    '>': () => a! > b!,
    '>=': () => a! >= b!,
    '+': () => numbers.reduce((total, part) => total + part, 0),
    '*': () => numbers.reduce((total, part) => total * part, 1),
    '-': () => (numbers.length === 1 ? -a! : a! - b!),
    '/': () => a! / b!,
    min: () => Math.min(...numbers),
    max: () => Math.max(...numbers),
  };
  return answers[operator]!();
}

/** Whether any divisor of the rule is 0 for the village: MapLibre says Infinity there, we say unknown. */
function dividesByZero(json: unknown, values: VillageValues): boolean {
  if (!Array.isArray(json) || json[0] === 'literal') return false;
  if (json[0] === '/' && [0, null].includes(reference(json[2], values) as number | null)) return true;
  return json.slice(1).some((part) => dividesByZero(part, values));
}

describe('a rule and the map', () => {
  it('agree where every value is known, in the stored form and in the translated one', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyRule, anyVillage(false), (json, values) => {
        const rule = compiled(json);
        const answer = rule.evaluate(values);
        expect(filterSays(rule.holds, values)).toBe(answer === true);
        if (dividesByZero(json, values)) return;
        compared += 1;
        expect(answer).toBe(mapSays(json, values));
        expect(mapSays(['case', rule.holds, true, false], values)).toBe(answer);
        expect(mapSays(['case', rule.fails, true, false], values)).toBe(!answer);
      }),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns * 0.8);
  });

  it('agree where values are unknown: matched on the map exactly where the rule surely holds', () => {
    const seen = new Map<Truth, number>();
    const warn = vi.spyOn(console, 'warn');
    fc.assert(
      fc.property(anyRule, anyVillage(true), (json, values) => {
        const rule = compiled(json);
        const answer = rule.evaluate(values);
        seen.set(answer, (seen.get(answer) ?? 0) + 1);
        expect(answer).toBe(reference(json, values));
        for (const properties of [values, inTile(values)]) {
          expect(filterSays(rule.holds, properties)).toBe(answer === true);
          expect(mapSays(['case', rule.holds, true, false], properties)).toBe(answer === true);
          expect(mapSays(rule.fails, properties)).toBe(answer === false);
        }
      }),
      { seed, numRuns },
    );
    for (const answer of [true, false, null]) expect(seen.get(answer)).toBeGreaterThan(100);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('agree on feature state', () => {
    fc.assert(
      fc.property(anyRule, anyVillage(true), (json, values) => {
        const { holds } = ruleOnFeatureState(json, sampleCatalogue)!;
        const parsed = createExpression(holds, 'test', booleanProperty);
        if (parsed.result === 'error') throw new Error(JSON.stringify(parsed.value));
        const feature = { type: 'Polygon' as const, properties: {} };
        expect(parsed.value.evaluateWithoutErrorHandling({ zoom: 9 }, feature, { ...values })).toBe(
          evaluate(json, values) === true,
        );
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('lets nothing become known by forgetting a value', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyVillage(false),
        fc.constantFrom(...sampleCatalogue.byKey.keys()),
        (json, values, key) => {
          // Of rules that do not ask whether a value is known.
          fc.pre(!/"has"|"coalesce"/.test(JSON.stringify(json)));
          const less = evaluate(json, { ...values, [key]: null });
          expect([null, evaluate(json, values)]).toContain(less);
        },
      ),
      { seed, numRuns },
    );
  });
});

describe('unknown values', () => {
  const isPoor = ['<', ['get', 'income_yuan'], 10000];
  const isFar = ['>', ['get', 'distance_clinic'], 2500];

  it('make a comparison unknown, of inequality too', () => {
    expect(evaluate(isPoor, {})).toBe(null);
    expect(evaluate(['!=', ['get', 'kind'], 'village'], { kind: null })).toBe(null);
    expect(evaluate(['!', ['in', ['get', 'kind'], ['literal', ['village']]]], {})).toBe(null);
  });
  it('do not hide what decides', () => {
    expect(evaluate(['any', isPoor, isFar], { distance_clinic: 3000 })).toBe(true);
    expect(evaluate(['any', isPoor, isFar], { distance_clinic: 300 })).toBe(null);
    expect(evaluate(['all', isPoor, isFar], { distance_clinic: 300 })).toBe(false);
    expect(evaluate(['all', isPoor, isFar], { distance_clinic: 3000 })).toBe(null);
  });
  it('are asked for by has and replaced by coalesce', () => {
    expect(evaluate(['has', 'income_yuan'], { income_yuan: null })).toBe(false);
    expect(evaluate(['<', ['coalesce', ['get', 'income_yuan'], 0], 10000], {})).toBe(true);
  });
  it('include values of another type and quotients by 0', () => {
    expect(evaluate(isPoor, { income_yuan: '9,000' })).toBe(null);
    expect(compiled(isPoor).missing({ income_yuan: '9,000' })).toEqual(['income_yuan']);
    const share = ['>', ['/', ['get', 'income_yuan'], ['get', 'population']], 1];
    expect(evaluate(share, { income_yuan: 5, population: 0 })).toBe(null);
  });
});

describe('a faulty rule', () => {
  it('says what is wrong and where', () => {
    expect(faultsOf(['all', ['<', ['get', 'incom'], 5], ['>', ['get', 'kind'], 'a']])).toEqual([
      ['unknownAttribute', '1.1.1'],
      ['textHasNoOrder', '2'],
    ]);
    expect(faultsOf(['<', ['get', 'income_yuan'], '5'])).toEqual([['wrongType', '2']]);
    expect(faultsOf(['+', ['get', 'income_yuan'], 1])).toEqual([['notBoolean', '']]);
    expect(faultsOf(['==', ['get', 'kind'], 'town'])).toEqual([['unknownValue', '2']]);
    expect(faultsOf(['==', 'a', 'b'])).toEqual([['readsNothing', '']]);
    expect(faultsOf(['in', ['get', 'kind'], ['literal', ['village', 3]]])).toEqual([['wrongType', '2.1.1']]);
    expect(faultsOf(['in', 'vil', ['get', 'kind']])).toEqual([['listExpected', '2']]);
    expect(faultsOf(['case', true, 1])).toEqual([['argumentCount', '']]);
    expect(faultsOf(['case', 1, true, 2])).toEqual([
      ['wrongType', '1'],
      ['wrongType', '3'],
    ]);
    expect(faultsOf(['==', ['get', 'kind'], null])).toEqual([['notAnExpression', '2']]);
    expect(faultsOf({ a: 1 })).toEqual([['notAnExpression', '']]);
    expect(faultsOf([])).toEqual([['operatorNotAllowed', '0']]);
    expect(faultsOf(['get', 'constructor'])).toEqual([['unknownAttribute', '1']]);
  });
  it('may not use operators outside the list', () => {
    for (const json of [
      ['zoom'],
      ['within', {}],
      ['feature-state', 'a'],
      ['constructor'],
      ['let', 'a', 1, true],
    ]) {
      expect(faultsOf(json)).toEqual([['operatorNotAllowed', '0']]);
    }
    expect([...allowedOperators].sort()).toEqual(
      'all any ! == != < <= > >= in case coalesce get has literal + - * / min max'.split(' ').sort(),
    );
  });
  it('is refused when it would be too large for a map', () => {
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ['!', inner], true);
    expect(faultsOf(deep)).toEqual([['tooLarge', '1.'.repeat(24) + '1']]);
    expect(faultsOf(['all', ...Array.from({ length: 500 }, () => true)])[0]?.[0]).toBe('tooLarge');
    // Each level doubles twice in the translation, though the rule itself is short.
    const doubling = Array.from({ length: 9 }).reduce<unknown>(
      (inner) => ['==', ['case', inner, ['get', 'population'], 1], ['case', inner, 1, 2]],
      ['get', 'is_scenic'],
    );
    expect(faultsOf(doubling)[0]?.[0]).toBe('tooLarge');
  });
  it('of any kind of JSON is a fault or an expression, never an exception', () => {
    const word = fc.constantFrom(...allowedOperators, 'literal', 'income_yuan', 'kind', 'zoom', 'village');
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(word, fc.integer({ min: -1, max: 2 }), fc.boolean(), fc.constant(null)),
        fc.tuple(word, fc.array(tie('node'), { maxLength: 3 })).map(([name, args]) => [name, ...args]),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.oneof(node, fc.jsonValue()), (json) => {
        const compilation = compileRule(json, sampleCatalogue);
        if (compilation.ok) expect([true, false, null]).toContain(compilation.rule.evaluate({}));
        else {
          expect(compilation.faults.length).toBeGreaterThan(0);
          expect(compilation.faults.map(({ code }) => code)).not.toContain('refusedByMapLibre');
          for (const { sentence } of compilation.faults) expect(sentence.zh && sentence.en).toBeTruthy();
        }
      }),
      { seed, numRuns },
    );
  });
});
