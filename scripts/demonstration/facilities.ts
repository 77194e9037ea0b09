import { integerBetween, seededRandom, type Random } from '../geography/random.ts';
import { facilityKinds, type FacilityKind } from './facilityKinds.ts';
import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';
import type { Spots } from './spots.ts';

const CLOSED_SHARE = 0.04;
const PLANNED_SHARE = 0.09;
/** Villages the plan calls 示范区 are better equipped, those it calls 重点帮扶区 worse. */
const CATEGORY_FACTORS: Readonly<Record<string, number>> = { demonstration: 1.7, keyAssistance: 0.6 };

export const facilityColumns = [
  'id',
  'kind',
  'name',
  'county_code',
  'township_code',
  'village_id',
  'lng',
  'lat',
  'capacity',
  'status',
  'opened_year',
];

/** Rows of facilities.csv: dense where townships are lucky, thin elsewhere, so that no coverage is 0 or 100 %. */
export function makeFacilities(inputs: DemonstrationInputs, spots: Spots): object[] {
  const seats = new Set([...inputs.seatVillages.values()].map(({ id }) => id));
  const rows: object[] = [];
  for (const kind of facilityKinds) {
    const random = seededRandom(`facilities ${kind.key}`);
    const luck = new Map(inputs.townships.map(({ code }) => [code, 0.25 + 1.5 * random()]));
    let number = 0;
    for (const village of inputs.villages) {
      // Drawn for every village, so that one more village does not move the luck of all others.
      const draw = random();
      if (draw >= shareOf(kind, village, seats.has(village.id), luck.get(village.townshipCode)!)) continue;
      number++;
      const [lng, lat] = spots.take(village);
      rows.push({
        id: rows.length + 1,
        kind: kind.key,
        name: `示例${kind.name} ${String(number).padStart(3, '0')}`,
        county_code: village.countyCode,
        township_code: village.townshipCode,
        village_id: village.id,
        lng: lng.toFixed(6),
        lat: lat.toFixed(6),
        capacity: capacityOf(kind, seats.has(village.id), random),
        ...statusOf(random),
      });
    }
  }
  return rows;
}

function shareOf(kind: FacilityKind, village: PlacedVillage, isSeat: boolean, luck: number): number {
  if (isSeat) return kind.seatShare;
  return kind.villageShare * luck * (CATEGORY_FACTORS[village.category ?? ''] ?? 1);
}

function capacityOf({ capacity }: FacilityKind, isSeat: boolean, random: Random): number | '' {
  const share = random() ** 2;
  if (!capacity) return '';
  const [low, high] = capacity;
  return Math.round(low + (high - low) * (isSeat ? 0.35 + 0.65 * share : 0.35 * share));
}

function statusOf(random: Random): { status: string; opened_year: number } {
  const draw = random();
  const isPlanned = draw > 1 - PLANNED_SHARE;
  const year = isPlanned ? integerBetween(random, 2022, 2025) : integerBetween(random, 1996, 2021);
  return { status: isPlanned ? 'planned' : draw < CLOSED_SHARE ? 'closed' : 'working', opened_year: year };
}
