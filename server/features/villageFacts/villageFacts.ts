import type { VillageFacts } from '#contract/villageFacts';
import { distanceMetres } from '#domain/coverage/geodesic';
import type { KindDistance } from '../coverage/nearestFacilities.ts';
import type { FactVillage } from './queries.ts';

export interface VillageFactsInput {
  region: string;
  villages: readonly FactVillage[];
  seats: ReadonlyMap<string, readonly [number, number]>;
  /** In the order of the answer. */
  kinds: readonly KindDistance[];
}

const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));

function metresTo(village: FactVillage, place: readonly [number, number] | undefined): number | null {
  if (village.position === null || place === undefined) return null;
  return Math.round(distanceMetres(...village.position, ...place));
}

/** The columns of GET /api/village-facts. */
export function villageFacts({ region, villages, seats, kinds }: VillageFactsInput): VillageFacts {
  const column = <Value>(read: (village: FactVillage) => Value): Value[] => villages.map(read);
  return {
    region,
    ids: column(({ id }) => id),
    names: column(({ name }) => name),
    countyCodes: column(({ countyCode }) => countyCode),
    townshipCodes: column(({ townshipCode }) => townshipCode),
    kinds: column(({ kind }) => kind),
    isCounted: column(({ isCounted }) => isCounted),
    isListed: column(({ isListed }) => isListed),
    areas: column(({ area }) => whole(area)),
    people: column(({ people }) => people),
    households: column(({ households }) => households),
    incomesYuan: column(({ incomeYuan }) => incomeYuan),
    collectiveIncomesYuan: column(({ collectiveIncomeYuan }) => collectiveIncomeYuan),
    // Figures of villages are kept in one table, which holds nothing else.
    isDemonstration: villages.some(
      ({ people, households, incomeYuan, collectiveIncomeYuan }) =>
        (people ?? households ?? incomeYuan ?? collectiveIncomeYuan) !== null,
    ),
    distances: {
      townshipSeat: column((village) => metresTo(village, seats.get(village.townshipCode))),
      countySeat: column((village) => metresTo(village, seats.get(village.countyCode))),
      facilities: Object.fromEntries(
        kinds.map(({ kind, metresFrom }) => [
          kind,
          column(({ position }) => whole(position === null ? null : metresFrom(position))),
        ]),
      ),
    },
    demonstrationKinds: kinds.flatMap(({ kind, isDemonstration }) => (isDemonstration ? [kind] : [])),
  };
}
