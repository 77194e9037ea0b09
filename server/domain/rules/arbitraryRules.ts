/** Material of this folder's tests: a small catalogue, villages, and random rules over it. */
import * as fc from 'fast-check';
import { catalogueOf, type VillageAttribute, type VillageValues } from './villageAttributes.ts';

const attribute = (
  key: string,
  type: VillageAttribute['type'],
  rest: Partial<VillageAttribute> = {},
): VillageAttribute => ({
  key,
  label: { zh: key, en: key },
  unit: null,
  type,
  origin: 'register',
  isDemonstration: false,
  ...rest,
});

const listed = (...values: string[]) => values.map((value) => ({ value, label: { zh: value, en: value } }));

export const sampleCatalogue = catalogueOf([
  attribute('income_yuan', 'number', {
    label: { zh: '人均可支配收入', en: 'Disposable income per person' },
    unit: { zh: '元', en: 'yuan' },
    isDemonstration: true,
  }),
  attribute('collective_income_yuan', 'number', {
    label: { zh: '村集体经济收入', en: 'Collective income' },
    unit: { zh: '元', en: 'yuan' },
    isDemonstration: true,
  }),
  attribute('distance_clinic', 'number', {
    label: { zh: '到最近卫生室的距离', en: 'Distance to the nearest clinic' },
    unit: { zh: '米', en: 'm' },
  }),
  attribute('population', 'number', {
    label: { zh: '人口', en: 'Population' },
    unit: { zh: '人', en: 'people' },
  }),
  attribute('is_traditional', 'boolean', { label: { zh: '传统村落', en: 'Traditional village' } }),
  attribute('is_scenic', 'boolean', { label: { zh: '特色村寨', en: 'Village of note' } }),
  attribute('kind', 'text', {
    label: { zh: '村或社区', en: 'Village or community' },
    values: listed('village', 'community'),
  }),
  attribute('county_code', 'text', {
    label: { zh: '所在县市', en: 'County' },
    values: listed('433101', '433122', '433124'),
  }),
]);

const keysOf = (type: VillageAttribute['type']) =>
  sampleCatalogue.attributes.filter((each) => each.type === type).map(({ key }) => key);

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, 1000, 1e6));
const valueOf = ({ type, values }: VillageAttribute): fc.Arbitrary<number | boolean | string> => {
  if (type === 'number') return number;
  if (type === 'boolean') return fc.boolean();
  return fc.constantFrom(...(values ?? []).map(({ value }) => value));
};

/** Values of a village; `hasUnknown` lets any of them be null or absent. */
export const anyVillage = (hasUnknown: boolean): fc.Arbitrary<VillageValues> =>
  fc.record(
    Object.fromEntries(
      sampleCatalogue.attributes.map((each) => [
        each.key,
        hasUnknown ? fc.option(valueOf(each), { freq: 2 }) : valueOf(each),
      ]),
    ),
    hasUnknown ? { requiredKeys: [] } : {},
  );

const get = (keys: readonly string[]) => fc.constantFrom(...keys).map((key) => ['get', key]);

/** A fixed value, also wrapped in a coalesce of its own: comparing two of them is a fault. */
const isFixed = (json: unknown): boolean =>
  !Array.isArray(json) || (json[0] === 'coalesce' && json.length === 2 && isFixed(json[1]));

/** Well-formed rules with every allowed operator; sizes stay under the limits of a rule. */
export const { rule: anyRule } = fc.letrec<{
  rule: unknown;
  number: unknown;
  text: unknown;
  boolean: unknown;
}>((tie) => {
  const cases = (value: fc.Arbitrary<unknown>) =>
    fc.tuple(tie('rule'), value, value).map(([test, result, otherwise]) => ['case', test, result, otherwise]);
  const coalesced = (value: fc.Arbitrary<unknown>) =>
    fc.array(value, { minLength: 1, maxLength: 3 }).map((parts) => ['coalesce', ...parts]);
  return {
    number: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'rule' },
      get(keysOf('number')),
      number,
      fc
        .tuple(
          fc.constantFrom('+', '*', 'min', 'max'),
          fc.array(tie('number'), { minLength: 1, maxLength: 3 }),
        )
        .map(([operator, parts]) => [operator, ...parts]),
      fc.tuple(fc.constantFrom('-', '/'), tie('number'), tie('number')),
      tie('number').map((part) => ['-', part]),
      cases(tie('number')),
      coalesced(tie('number')),
    ),
    text: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'rule' },
      get(keysOf('text')),
      get(keysOf('text')),
      cases(tie('text')),
      coalesced(get(keysOf('text'))),
    ),
    boolean: fc.oneof(get(keysOf('boolean')), coalesced(get(keysOf('boolean')))),
    rule: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'rule' },
      fc
        .tuple(
          fc.constantFrom('<', '<=', '==', '!=', '>=', '>'),
          tie('number'),
          fc.oneof(get(keysOf('number')), number),
        )
        .map(([operator, left, right]) =>
          isFixed(left) && isFixed(right)
            ? [operator, ['get', 'population'], right]
            : [operator, left, right],
        ),
      fc.tuple(fc.constantFrom('==', '!='), tie('text'), get(keysOf('text'))),
      fc.tuple(
        fc.constantFrom('==', '!='),
        fc.constant(['get', 'kind']),
        fc.constantFrom('village', 'community'),
      ),
      fc.tuple(fc.constantFrom('==', '!='), tie('boolean'), fc.boolean()),
      fc
        .array(fc.constantFrom('433101', '433122', '433124'), { maxLength: 3 })
        .map((codes) => ['in', ['get', 'county_code'], ['literal', codes]]),
      fc
        .tuple(tie('number'), fc.array(number, { maxLength: 3 }))
        .map(([needle, values]) => [
          'in',
          isFixed(needle) ? ['get', 'population'] : needle,
          ['literal', values],
        ]),
      tie('boolean'),
      fc.constantFrom(...sampleCatalogue.byKey.keys()).map((key) => ['has', key]),
      fc.boolean(),
      fc
        .tuple(fc.constantFrom('all', 'any'), fc.array(tie('rule'), { maxLength: 4 }))
        .map(([join, parts]) => [join, ...parts]),
      tie('rule').map((part) => ['!', part]),
      cases(tie('rule')),
      coalesced(tie('rule')),
      fc
        .tuple(fc.constantFrom('==', '!='), tie('rule'), fc.boolean())
        .map(([operator, part, fixed]) =>
          isFixed(part) ? [operator, ['get', 'is_scenic'], fixed] : [operator, part, fixed],
        ),
    ),
  };
});
