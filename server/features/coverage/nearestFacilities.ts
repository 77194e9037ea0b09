import { LRUCache } from 'lru-cache';
import type { VillageDetail } from '#contract/villages';
import { NearestFacilityIndex } from '#domain/coverage/nearestFacility';
import { pointSetOf } from '#domain/coverage/pointSet';
import type { Transaction } from '../../database/transaction.ts';
import { readDataVersion } from '../instance/dataVersion.ts';
import {
  listStandardKinds,
  listSupplyFacilities,
  type StandardKind,
  type SupplyFacility,
} from './queries.ts';

interface KindSupply extends StandardKind {
  facilities: SupplyFacility[];
  index: NearestFacilityIndex;
}

/** Metres to a tenth, as in every answer about coverage. */
const tenth = (metres: number) => Math.round(metres * 10) / 10;

async function readSupply(transaction: Transaction): Promise<KindSupply[]> {
  const kinds = await listStandardKinds(transaction);
  const all = await listSupplyFacilities(transaction, null);
  return kinds.map((kind) => {
    const facilities = all.filter((facility) => facility.kind === kind.key);
    const isWorking = (row: number) => facilities[row]!.status === 'working';
    return { ...kind, facilities, index: new NearestFacilityIndex(pointSetOf(facilities), isWorking) };
  });
}

/** Distances to the working facilities of one kind. */
export interface KindDistance {
  kind: string;
  /** Whether any facility of the kind is demonstration data. */
  isDemonstration: boolean;
  /** Metres on the ellipsoid to the nearest one; null where none works. */
  metresFrom(position: readonly [number, number]): number | null;
}

/**
 * The nearest working facility of each kind to a place, straight line on the ellipsoid, by the same index as
 * coverage. The indexes are kept by data version: a village panel then reads no facilities.
 */
export class NearestFacilities {
  /** By data version: staff and the public look at different facilities. */
  readonly #supplies = new LRUCache<string, KindSupply[]>({ max: 3 });

  /** Distances for many places, to be asked after the transaction; kinds in their order. */
  async distances(transaction: Transaction): Promise<KindDistance[]> {
    const supply = await this.#supply(transaction);
    return supply.map(({ key, facilities, index }) => ({
      kind: key,
      isDemonstration: facilities.some(({ isDemonstration }) => isDemonstration),
      metresFrom: (position) => index.nearest(...position)?.distanceMetres ?? null,
    }));
  }

  /** Kinds in their order, without those that have no working facility; empty for an unknown place. */
  async of(
    transaction: Transaction,
    place: { position: [number, number] | null; isEstimated: boolean },
  ): Promise<VillageDetail['nearest']> {
    const supply = await this.#supply(transaction);
    const { position, isEstimated } = place;
    if (!position) return [];
    return supply.flatMap(({ key, standardMetres, facilities, index }) => {
      const nearest = index.nearest(...position);
      if (!nearest) return [];
      const facility = facilities[nearest.index]!;
      const [lng, lat] = facility.position!;
      return {
        kind: key,
        facilityId: facility.id,
        name: facility.name,
        distanceMetres: tenth(nearest.distanceMetres),
        standardMetres,
        isWithinStandard: nearest.distanceMetres <= standardMetres,
        isEstimated: isEstimated || facility.locationQuality === 'estimated',
        isDemonstration: facility.isDemonstration,
        position: [lng, lat] satisfies [number, number],
      };
    });
  }

  async #supply(transaction: Transaction): Promise<KindSupply[]> {
    const version = await readDataVersion(transaction);
    const supply = this.#supplies.get(version) ?? (await readSupply(transaction));
    this.#supplies.set(version, supply);
    return supply;
  }
}
