import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionalAverages, withDerivedAttributes, type ListedVillage } from './derivedAttributes.ts';
import { averagedIndicators, derivedKeys, makeCatalogue } from './villageAttributes.ts';

const seed = 20260403;
const village = (
  villageId: number,
  county_code: string | null,
  income_yuan: number | null,
  isListed = true,
): ListedVillage => ({ villageId, isListed, attributes: { county_code, income_yuan } });

describe('regional averages', () => {
  const villages = [
    village(1, '433101', 8000),
    village(2, '433101', 12000),
    village(3, '433122', 16000),
    village(4, '433122', null),
    village(5, '433122', 90000, false),
    village(6, '440232', 20000),
    village(7, null, 5000),
  ];
  const attributesOf = (id: number) => withDerivedAttributes(villages)[id - 1]!.attributes;

  it('are over listed villages with a value, by county and prefecture', () => {
    expect(regionalAverages(villages).filter(({ indicator }) => indicator === 'income_yuan')).toEqual([
      {
        indicator: 'income_yuan',
        scope: 'county',
        regionCode: '433101',
        mean: 10000,
        median: 10000,
        known: 2,
        listed: 2,
      },
      {
        indicator: 'income_yuan',
        scope: 'county',
        regionCode: '433122',
        mean: 16000,
        median: 16000,
        known: 1,
        listed: 2,
      },
      {
        indicator: 'income_yuan',
        scope: 'county',
        regionCode: '440232',
        mean: 20000,
        median: 20000,
        known: 1,
        listed: 1,
      },
      {
        indicator: 'income_yuan',
        scope: 'prefecture',
        regionCode: '4331',
        mean: 12000,
        median: 12000,
        known: 3,
        listed: 4,
      },
      {
        indicator: 'income_yuan',
        scope: 'prefecture',
        regionCode: '4402',
        mean: 20000,
        median: 20000,
        known: 1,
        listed: 1,
      },
    ]);
  });

  it('become attributes of every village, listed or not', () => {
    expect(attributesOf(1)).toMatchObject({
      income_yuan: 8000,
      income_yuan_county_mean: 10000,
      income_yuan_vs_county: 0.8,
      income_yuan_prefecture_median: 12000,
      income_yuan_vs_prefecture: 8000 / 12000,
    });
    expect(attributesOf(5)).toMatchObject({ income_yuan_vs_prefecture: 7.5 });
  });

  it('leave unknown what rests on an unknown value or place', () => {
    expect(attributesOf(4)).toMatchObject({ income_yuan_county_mean: 16000, income_yuan_vs_county: null });
    expect(attributesOf(7)).toMatchObject({ income_yuan_county_mean: null, income_yuan_vs_prefecture: null });
    expect(attributesOf(1)).toMatchObject({
      collective_income_yuan_county_mean: null,
      collective_income_yuan_vs_county: null,
    });
    expect(withDerivedAttributes([village(1, '433101', 0)])[0]!.attributes.income_yuan_vs_county).toBe(null);
  });

  it('are what sorting and adding by hand give, whatever the order of the villages', () => {
    const anyVillages = fc.uniqueArray(
      fc.record({
        villageId: fc.integer({ min: 1, max: 99 }),
        county: fc.constantFrom('433101', '433122'),
        income: fc.option(fc.integer({ min: 0, max: 40000 })),
        isListed: fc.boolean(),
      }),
      { selector: ({ villageId }) => villageId, maxLength: 30 },
    );
    fc.assert(
      fc.property(anyVillages, (rows) => {
        const list = rows.map((row) => village(row.villageId, row.county, row.income, row.isListed));
        const derived = withDerivedAttributes(list);
        rows.forEach(({ county, income }, index) => {
          const peers = rows
            .filter((row) => row.isListed && row.county === county && row.income !== null)
            .map((row) => row.income!)
            .sort((a, b) => a - b);
          const mean = peers.length > 0 ? peers.reduce((a, b) => a + b, 0) / peers.length : null;
          const half = Math.floor(peers.length / 2);
          const median = peers.length > 0 ? (peers[half]! + peers[peers.length - 1 - half]!) / 2 : null;
          const { attributes } = derived[index]!;
          if (mean === null) expect(attributes.income_yuan_county_mean).toBe(null);
          else expect(attributes.income_yuan_county_mean).toBeCloseTo(mean, 6);
          expect(attributes.income_yuan_county_median).toBe(median);
          expect(attributes.income_yuan_vs_county === null).toBe(income === null || !mean);
        });
        const shuffled = withDerivedAttributes([...list].reverse()).reverse();
        expect(shuffled.map(({ attributes }) => attributes.income_yuan_prefecture_median)).toEqual(
          derived.map(({ attributes }) => attributes.income_yuan_prefecture_median),
        );
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('the catalogue', () => {
  const input = {
    counties: [{ code: '433101', name: '吉首市', nameEn: 'Jishou' }],
    townships: [],
    facilityKinds: [{ key: 'clinic', name: '卫生室', nameEn: 'Clinic', isDemonstration: true }],
    designations: [
      { key: 'traditional', name: '传统村落', nameEn: 'Traditional village', isDemonstration: false },
    ],
    areIndicatorsDemonstration: true,
  };
  it('names what a rule may read, with origin and mark', () => {
    const catalogue = makeCatalogue(input);
    expect(catalogue.byKey.get('distance_clinic')).toEqual({
      key: 'distance_clinic',
      label: { zh: '到最近卫生室的距离', en: 'Distance to the nearest clinic' },
      unit: { zh: '米', en: 'm' },
      type: 'number',
      origin: 'computed',
      isDemonstration: true,
    });
    expect(catalogue.byKey.get('is_traditional')?.type).toBe('boolean');
    expect(catalogue.byKey.get('income_yuan_prefecture_mean')?.label.zh).toBe('全州脱贫村平均人均可支配收入');
    const marked = catalogue.attributes.filter(({ isDemonstration }) => isDemonstration);
    expect(marked.length).toBe(4 + 2 * 2 * 3 + 1);
    expect(
      makeCatalogue({ ...input, areIndicatorsDemonstration: false }).byKey.get('income_yuan_vs_county'),
    ).toMatchObject({
      isDemonstration: false,
    });
  });
  it('has every derived attribute', () => {
    const { byKey } = makeCatalogue(input);
    for (const { key } of averagedIndicators) {
      for (const scope of ['county', 'prefecture'] as const) {
        for (const derived of Object.values(derivedKeys(key, scope)))
          expect(byKey.get(derived)?.origin).toBe('derived');
      }
    }
  });
  it('refuses two attributes of one name', () => {
    const twice = {
      ...input,
      facilityKinds: [{ key: 'county_seat', name: 'x', nameEn: 'x', isDemonstration: false }],
    };
    expect(() => makeCatalogue(twice)).toThrow(/keys repeat/);
  });
});
