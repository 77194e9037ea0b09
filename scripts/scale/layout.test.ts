import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScaleLayout } from './layout.ts';

const options = { seed: 4, numRuns: 60 };

it('finds every village where it put it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 690_000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 20 }),
      (villages, shares) => {
        const layout = new ScaleLayout(villages);
        for (const share of [0, 1, ...shares]) {
          const village = 1 + Math.floor(share * (villages - 1));
          expect(layout.villageAt(layout.placeOf(village))).toBe(village);
        }
      },
    ),
    options,
  );
});

it('gives each village one township, county and prefecture, by codes that hold each other', () => {
  const layout = new ScaleLayout(12_000);
  const villages = Array.from({ length: layout.counties }, (_, county) => layout.villagesOf(county)).flat();
  expect(villages).toEqual(Array.from({ length: 12_000 }, (_, index) => index + 1));
  for (const village of [1, 140, 141, 5_040, 5_041, 12_000]) {
    const code = layout.countyCode(layout.countyOf(village));
    expect(layout.townshipCode(village)).toMatch(new RegExp(`^${code}1\\d\\d$`));
    expect(layout.prefectureCode(layout.prefectureOf(village)).slice(0, 4)).toBe(code.slice(0, 4));
  }
});

it('has one prefecture of 36 counties for 5,000 villages and a country of 89 for 690,000', () => {
  const small = new ScaleLayout(5_000);
  expect([small.prefectures, small.counties, small.wholeCode]).toEqual([1, 36, '900100']);
  const large = new ScaleLayout(690_000);
  expect([large.prefectures, large.counties, large.wholeCode]).toEqual([89, 4_929, '900000']);
  expect(large.prefectureCode(88)).toBe('908900');
});

it('refuses more villages than there are codes, and less than one', () => {
  expect(() => new ScaleLayout(2_000_000)).toThrow(RangeError);
  expect(() => new ScaleLayout(0)).toThrow(RangeError);
  expect(() => new ScaleLayout(1.5)).toThrow(RangeError);
});
