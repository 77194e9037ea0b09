import type { FacilityKind } from '#contract/places';
import type { Region } from '#contract/regions';
import type { VillageFacts } from '#contract/villageFacts';

const region = '433124';

/** Facts of villages 1, 2, 3 … with these incomes, 500 m further from the township each; the rest is even. */
export function factsOf(incomesYuan: (number | null)[], changes: Partial<VillageFacts> = {}): VillageFacts {
  const each = <Value>(value: (index: number) => Value) => incomesYuan.map((_, index) => value(index));
  return {
    region,
    ids: each((index) => index + 1),
    names: each((index) => `${index + 1}号村`),
    countyCodes: each(() => region),
    townshipCodes: each(() => `${region}101`),
    kinds: each(() => 'village'),
    isCounted: each(() => true),
    isListed: each(() => true),
    areas: each(() => 1e6),
    people: each((index) => (index === 0 ? null : 100 * index)),
    households: each((index) => 10 * index),
    incomesYuan,
    collectiveIncomesYuan: each(() => 50_000),
    isDemonstration: false,
    distances: {
      townshipSeat: each((index) => index * 500),
      countySeat: each(() => 20_000),
      facilities: { clinic: each((index) => 1000 * (index + 1)) },
    },
    demonstrationKinds: [],
    ...changes,
  };
}

const named = { nameEn: 'Name', aliases: [] };

export const sampleNames = {
  regions: [
    { ...named, code: region, name: '花垣县', level: 'county' },
    { ...named, code: `${region}101`, name: '双龙镇', level: 'township' },
  ] as unknown as Region[],
  facilityKinds: [
    { key: 'clinic', name: '卫生室', nameEn: 'Clinic', standardMetres: 2500 },
  ] as unknown as FacilityKind[],
};
