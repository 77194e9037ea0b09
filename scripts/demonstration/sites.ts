import { planeDistance } from '../geography/plane.ts';
import { integerBetween, seededRandom, shuffled, type Random } from '../geography/random.ts';
import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';
import type { Spots } from './spots.ts';

/** The plan counts 36 sites of 100 households or more; it does not say where. */
const LARGER_SITES = 36;
const SMALLER_SITES = 40;
const PEOPLE_PER_HOUSEHOLD = 4.1;
const SEAT_REACH_KILOMETRES = 6;

/**
 * 五通五有 as the plan of 城口 defines it: road, power, water, gas and communication; shop, school, clinic,
 * reading room and square. With each the share of sites that have it.
 */
export const siteChecks: Readonly<Record<string, number>> = {
  road: 0.99,
  power: 1,
  water: 0.95,
  gas: 0.45,
  communication: 0.96,
  shop: 0.9,
  school: 0.7,
  clinic: 0.82,
  library: 0.72,
  square: 0.78,
};
const UNKNOWN_SHARE = 0.07;

export const siteColumns = [
  'id',
  'name',
  'county_code',
  'township_code',
  'village_id',
  'lng',
  'lat',
  'households',
  'people',
  'size_class',
  'capacity_households',
  'opened_year',
  ...Object.keys(siteChecks),
];

/** Rows of sites.csv: the larger ones first, most of them in or near township seats. */
export function makeSites(inputs: DemonstrationInputs, spots: Spots): object[] {
  const random = seededRandom('resettlement sites');
  const villages = [
    ...pick(shuffled([...inputs.seatVillages.values()], random), LARGER_SITES, 7),
    ...pick(
      shuffled(
        inputs.villages.filter((village) => isNearSeat(village, inputs)),
        random,
      ),
      SMALLER_SITES,
      4,
    ),
  ];
  return villages.map((village, index) => {
    const households = index < LARGER_SITES ? largerSize(random) : integerBetween(random, 18, 96);
    const [lng, lat] = spots.take(village);
    return {
      id: index + 1,
      name: `示例安置点 ${String(index + 1).padStart(2, '0')}`,
      county_code: village.countyCode,
      township_code: village.townshipCode,
      village_id: village.id,
      lng: lng.toFixed(6),
      lat: lat.toFixed(6),
      households,
      people: Math.round(households * (PEOPLE_PER_HOUSEHOLD + (random() - 0.5) * 0.5)),
      size_class: households >= 300 ? 'large' : households >= 100 ? 'medium' : 'small',
      capacity_households: households + (random() < 0.3 ? integerBetween(random, 2, 40) : 0),
      opened_year: integerBetween(random, 2017, 2020),
      ...drawChecks(random),
    };
  });
}

/** The first villages of a list that keep apart from one another. */
function pick(villages: readonly PlacedVillage[], count: number, apartKilometres: number): PlacedVillage[] {
  const picked: PlacedVillage[] = [];
  for (const village of villages) {
    if (picked.length === count) break;
    if (picked.every((other) => planeDistance(other.point, village.point) > apartKilometres))
      picked.push(village);
  }
  if (picked.length < count) throw new Error(`only ${picked.length} of ${count} sites found room`);
  return picked;
}

function isNearSeat(village: PlacedVillage, { seatVillages }: DemonstrationInputs): boolean {
  const seat = seatVillages.get(village.townshipCode)!;
  return seat !== village && planeDistance(seat.point, village.point) < SEAT_REACH_KILOMETRES;
}

/** From 100 households up; a few sites are much larger than the rest. */
function largerSize(random: Random): number {
  return Math.round(100 + 90 * random() + 560 * random() ** 4);
}

function drawChecks(random: Random): Record<string, string> {
  return Object.fromEntries(
    Object.entries(siteChecks).map(([check, share]) => {
      const has = random() < share;
      return [check, random() < UNKNOWN_SHARE ? '' : has ? 'yes' : 'no'];
    }),
  );
}
