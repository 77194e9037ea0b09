import type { Wording } from './wording.ts';

/** text: one of `values` where the attribute lists them. */
export type AttributeType = 'number' | 'boolean' | 'text';

/**
 * Where a value comes from.
 * register: the official list of villages; indicator: figures about a village; designation: a list of names
 * somebody decided (传统村落名录 …); computed: measured here, from positions; derived: averages of indicators
 * and what a village is against them, computed before a rule runs.
 */
export type AttributeOrigin = 'register' | 'indicator' | 'designation' | 'computed' | 'derived';

export interface VillageAttribute {
  /** Name of the property a rule reads: `["get", key]`. */
  key: string;
  label: Wording;
  unit: Wording | null;
  type: AttributeType;
  /** Closed list of a text attribute; absent = any text. */
  values?: readonly { value: string; label: Wording }[];
  origin: AttributeOrigin;
  /** Its values are invented, or follow from invented ones. */
  isDemonstration: boolean;
}

export interface AttributeCatalogue {
  /** In the order of the rule builder's list. */
  attributes: readonly VillageAttribute[];
  byKey: ReadonlyMap<string, VillageAttribute>;
}

/** Values of one village by attribute key; null or absent = unknown, which is not zero. */
export type VillageValues = Readonly<Record<string, number | boolean | string | null | undefined>>;

/** A village as rules see it. */
export interface RuleVillage {
  villageId: number;
  attributes: VillageValues;
}

interface Named {
  key: string;
  name: string;
  nameEn: string;
}

export interface CatalogueInput {
  counties: readonly { code: string; name: string; nameEn: string }[];
  townships: readonly { code: string; name: string; nameEn: string }[];
  /** Kinds the distance to the nearest facility is known for: `clinic` gives `distance_clinic`. */
  facilityKinds: readonly (Named & { isDemonstration: boolean })[];
  /** Lists a village can be on: `traditional` gives `is_traditional`. Empty where no list names villages. */
  designations: readonly (Named & { isDemonstration: boolean })[];
  /** Whether population, households and incomes of this instance are invented. */
  areIndicatorsDemonstration: boolean;
  /** What 「全州」 is called in this plan's region. */
  prefectureName?: Wording;
}

const yuan: Wording = { zh: '元', en: 'yuan' };
const metres: Wording = { zh: '米', en: 'm' };
const times: Wording = { zh: '倍', en: 'times' };

/** Indicators that have averages; the others (population …) say nothing by being above a mean. */
export const averagedIndicators: readonly { key: string; label: Wording }[] = [
  { key: 'income_yuan', label: { zh: '人均可支配收入', en: 'disposable income per person' } },
  { key: 'collective_income_yuan', label: { zh: '村集体经济收入', en: 'collective income' } },
];

/** Keys of what is derived from an indicator in a scope (see derivedAttributes.ts). */
export const derivedKeys = (indicator: string, scope: 'county' | 'prefecture') => ({
  mean: `${indicator}_${scope}_mean`,
  median: `${indicator}_${scope}_median`,
  ratio: `${indicator}_vs_${scope}`,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function derivedAttributes(isDemonstration: boolean, prefecture: Wording): VillageAttribute[] {
  const scopes = [
    { scope: 'county' as const, name: { zh: '本县市', en: 'the same county' } },
    { scope: 'prefecture' as const, name: prefecture },
  ];
  return averagedIndicators.flatMap(({ key, label }) =>
    scopes.flatMap(({ scope, name }): VillageAttribute[] => {
      const keys = derivedKeys(key, scope);
      const shared = { type: 'number', origin: 'derived', isDemonstration } as const;
      const of = (zh: string, en: string): Wording => ({
        zh: `${name.zh}脱贫村${zh}${label.zh}`,
        en: `${en} ${label.en} of the listed villages of ${name.en}`,
      });
      return [
        { ...shared, key: keys.mean, label: of('平均', 'Mean'), unit: yuan },
        { ...shared, key: keys.median, label: of('中位', 'Median'), unit: yuan },
        {
          ...shared,
          key: keys.ratio,
          label: {
            zh: `${label.zh}与${name.zh}脱贫村平均之比`,
            en: `${capital(label.en)} against the mean of the listed villages of ${name.en}`,
          },
          unit: times,
        },
      ];
    }),
  );
}

const regionValues = (regions: CatalogueInput['counties']) =>
  regions.map(({ code, name, nameEn }) => ({ value: code, label: { zh: name, en: nameEn } }));

/** The attributes a rule of this instance may read. @throws RangeError when two get the same key */
export function makeCatalogue(input: CatalogueInput): AttributeCatalogue {
  const isInvented = input.areIndicatorsDemonstration;
  const indicator = (key: string, zh: string, en: string, unit: Wording): VillageAttribute => ({
    key,
    label: { zh, en },
    unit,
    type: 'number',
    origin: 'indicator',
    isDemonstration: isInvented,
  });
  const distance = (key: string, to: Wording, isDemonstration: boolean): VillageAttribute => ({
    key: `distance_${key}`,
    label: { zh: `到${to.zh}的距离`, en: `Distance to ${to.en}` },
    unit: metres,
    type: 'number',
    origin: 'computed',
    isDemonstration,
  });
  const register = { unit: null, type: 'text', origin: 'register', isDemonstration: false } as const;
  return catalogueOf([
    ...averagedIndicators.map(({ key, label }) => indicator(key, label.zh, capital(label.en), yuan)),
    indicator('population', '人口', 'Population', { zh: '人', en: 'people' }),
    indicator('households', '户数', 'Households', { zh: '户', en: 'households' }),
    ...derivedAttributes(isInvented, input.prefectureName ?? { zh: '全州', en: 'the prefecture' }),
    distance('county_seat', { zh: '县城', en: 'the county seat' }, false),
    distance('township_seat', { zh: '乡镇驻地', en: 'the township seat' }, false),
    ...input.facilityKinds.map(({ key, name, nameEn, isDemonstration }) =>
      distance(key, { zh: `最近${name}`, en: `the nearest ${nameEn.toLowerCase()}` }, isDemonstration),
    ),
    ...input.designations.map(({ key, name, nameEn, isDemonstration }): VillageAttribute => ({
      key: `is_${key}`,
      label: { zh: name, en: nameEn },
      unit: null,
      type: 'boolean',
      origin: 'designation',
      isDemonstration,
    })),
    {
      ...register,
      key: 'county_code',
      label: { zh: '所在县市', en: 'County' },
      values: regionValues(input.counties),
    },
    {
      ...register,
      key: 'township_code',
      label: { zh: '所在乡镇', en: 'Township' },
      values: regionValues(input.townships),
    },
    {
      ...register,
      key: 'kind',
      label: { zh: '村或社区', en: 'Village or community' },
      values: [
        { value: 'village', label: { zh: '村', en: 'village' } },
        { value: 'community', label: { zh: '社区', en: 'community' } },
      ],
    },
  ]);
}

/** A catalogue of given attributes. @throws RangeError when two have the same key */
export function catalogueOf(attributes: readonly VillageAttribute[]): AttributeCatalogue {
  const byKey = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  if (byKey.size !== attributes.length) {
    throw new RangeError(`attribute keys repeat: ${attributes.map(({ key }) => key).join(', ')}`);
  }
  return { attributes, byKey };
}
