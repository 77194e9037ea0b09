import type { Reach } from '#contract/coverage';
import { distanceHistogram, histogramBounds } from '#domain/coverage/distanceHistogram';
import { pointSetOf } from '#domain/coverage/pointSet';
import { reach, reachStatusNames, type Reach as ReachColumns } from '#domain/coverage/reach';
import { emptyTallies, tallyReach } from '#domain/coverage/reachTally';
import type { DemandVillage, ReachRegion, SupplyFacility } from './queries.ts';

export interface RegionReachInput {
  kind: string;
  standardMetres: number;
  regionCode: string | null;
  demand: DemandVillage[];
  facilities: SupplyFacility[];
  /** In the order of the answer. */
  regions: ReachRegion[];
  /** In the order of the scheme; villages outside the list come last, as null. */
  categoryKeys: string[];
  dataVersion: string;
}

/** Metres to a tenth: what is estimated is not known to the micrometre. */
const tenth = (metres: number) => Math.round(metres * 10) / 10;

/** Share of the points used whose place was not surveyed or looked up. */
function estimatedShareOf({ demand, facilities }: RegionReachInput): number {
  const working = facilities.filter((facility) => facility.status === 'working');
  const estimated =
    demand.filter((village) => village.locationQuality === 'estimated').length +
    working.filter((facility) => facility.isDemonstration || facility.locationQuality === 'estimated').length;
  const points = demand.length + working.length;
  return points === 0 ? 0 : estimated / points;
}

function villagesOf(demand: DemandVillage[], result: ReachColumns): Reach['villages'] {
  return demand.map(({ id, isCounted }, row) => {
    const distance = result.distanceMetres[row]!;
    return {
      id,
      status: reachStatusNames[result.status[row]!]!,
      isCounted,
      distanceMetres: Number.isFinite(distance) ? tenth(distance) : null,
      facilityId: result.facilityIndex[row]! >= 0 ? result.facilityId[row]! : null,
    };
  });
}

/** The reach of a kind of facility in a region with its breakdowns: the answer of GET /api/coverage/reach. */
export function regionReach(input: RegionReachInput): Reach {
  const { kind, standardMetres, regionCode, facilities, regions, categoryKeys, dataVersion } = input;
  const supply = { ...pointSetOf(facilities), statuses: facilities.map((facility) => facility.status) };
  const reachOf = (villages: DemandVillage[]) =>
    reach({ demand: pointSetOf(villages), facilities: supply, standardMetres });
  const demand = input.demand.filter((village) => village.isCounted);
  const twins = input.demand.filter((village) => !village.isCounted);
  const result = reachOf(demand);
  const people = demand.map((village) => village.people);
  const known = new Set(regions.map((region) => region.code));
  const regionOf = ({ countyCode, townshipCode }: DemandVillage) =>
    known.has(townshipCode) ? townshipCode : countyCode;
  const byRegion = tallyReach(result, people, (row) => regionOf(demand[row]!));
  const byCategory = tallyReach(result, people, (row) => demand[row]!.categoryKey);
  return {
    kind,
    standardMetres,
    regionCode,
    method: 'geodesic',
    facilities: result.servingCount,
    totals: tallyReach(result, people, () => null).get(null) ?? emptyTallies(),
    byRegion: regions.map(({ code, name, nameEn }) => ({
      regionCode: code,
      regionName: name,
      regionNameEn: nameEn,
      ...(byRegion.get(code) ?? emptyTallies()),
    })),
    byCategory: [...categoryKeys, null].map((categoryKey) => ({
      categoryKey,
      ...(byCategory.get(categoryKey) ?? emptyTallies()),
    })),
    histogram: distanceHistogram(result.distanceMetres, histogramBounds(standardMetres)),
    villages: [...villagesOf(demand, result), ...villagesOf(twins, reachOf(twins))],
    estimatedShare: estimatedShareOf({ ...input, demand }),
    isDemonstration:
      facilities.some((facility) => facility.isDemonstration) || people.some((count) => count !== null),
    dataVersion,
  };
}
