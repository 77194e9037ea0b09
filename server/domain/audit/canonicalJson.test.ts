import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';

const seed = 20260105;

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
const json = fc.jsonValue({ stringUnit: 'binary', depthSize: 'medium' });

describe('canonical JSON', () => {
  it('sorts keys at every level and writes no white space', () => {
    expect(canonicalJson({ b: [1, { z: null, a: true }], a: '十八洞村' })).toBe(
      '{"a":"十八洞村","b":[1,{"a":true,"z":null}]}',
    );
  });

  it('sorts keys by UTF-16 code units, as the example of RFC 8785 §3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(`{${text.slice(1, -1)}}`) as object)).toHaveLength(7);
    expect([...text.matchAll(/"([^"]+)":0/g)].map(([, key]) => key)).toEqual([
      '\\r',
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
  });

  it('writes numbers and strings as the example of RFC 8785 §3.2.2', () => {
    expect(
      canonicalJson({
        // eslint-disable-next-line no-loss-of-precision
        numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000f\nA\'B"\\\\"/',
        literals: [null, true, false],
      }),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(canonicalJson([-0, 1e21, 123456789012])).toBe('[0,1e+21,123456789012]');
  });

  it('refuses what JSON cannot say, and names the place', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const refused: [unknown, string][] = [
      [undefined, '$: undefined'],
      [{ before: { items: [1, 2, undefined] } }, '$.before.items[2]: undefined'],
      [{ a: undefined }, '$.a: undefined'],
      // oxlint-disable-next-line no-sparse-arrays
      [[1, , 2], '$[1]: undefined'],
      [[Number.NaN], '$[0]: NaN'],
      [{ a: -Infinity }, '$.a: -Infinity'],
      [{ a: 1n }, '$.a: bigint'],
      [{ a: () => 1 }, '$.a: function'],
      [Symbol('a'), '$: symbol'],
      [{ name: 'a\ud83d' }, '$.name: a lone surrogate'],
      [{ 'a\udc00': 1 }, 'a lone surrogate'],
      [{ at: new Date(0) }, '$.at: only plain objects'],
      [new Map([[1, 2]]), '$: only plain objects'],
      [circle, '$.self: the value contains itself'],
    ];
    for (const [value, message] of refused) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson(value)).toThrow(message);
    }
  });

  it('takes the same object twice, a pair of surrogates and an object without prototype', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared, '\u{20bb7}', Object.assign(Object.create(null), shared)])).toBe(
      '[{"a":1},{"a":1},"𠮷",{"a":1}]',
    );
  });

  it('keeps a key named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}');
  });

  it('is parsed to the same value, is the same for any order of keys, and for its own parse', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        // Through JSON once, so that −0 is 0 and objects have the ordinary prototype on both sides.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        fc.pre(!isSame);
        if (canonicalJson(one) === canonicalJson(other)) {
          expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
        }
      }),
      { seed, numRuns: 500 },
    );
  });
});
