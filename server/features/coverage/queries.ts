import type { LocationQuality } from '#contract/place';
import type { FacilityStatus } from '#domain/coverage/reach';
import type { LocatedRow } from '#domain/coverage/pointSet';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { withinRegion } from '../regions/withinRegion.ts';
import { positionColumn } from '../sources/geometryColumns.ts';
import { countedOnce } from '../villages/countedOnce.ts';

/** A village as demand of coverage. */
export interface DemandVillage extends LocatedRow {
  countyCode: string;
  townshipCode: string;
  categoryKey: string | null;
  /** null where no population is known. */
  people: number | null;
  locationQuality: LocationQuality;
  /** false: the official twin of a village of the plan; it is drawn, and figures leave it out. */
  isCounted: boolean;
}

/** Every village of a region with its category in a version. */
export function listDemandVillages(
  transaction: Transaction,
  { versionId, region }: { versionId: string; region: string | undefined },
): Promise<DemandVillage[]> {
  const columns = { county: sql`village.county_code`, township: sql`village.township_code` };
  return transaction.all<DemandVillage>(sql`
    select
      village.id, village.county_code as "countyCode", village.township_code as "townshipCode",
      assignment.category_key as "categoryKey", attribute.population as people,
      ${positionColumn(sql`village.geom`)} as position, village.location_quality as "locationQuality",
      ${countedOnce} as "isCounted"
    from village
    left join assignment
      on assignment.county_code = village.county_code and assignment.village_id = village.id
      and assignment.version_id = ${versionId}
    left join demonstration_attribute as attribute
      on attribute.county_code = village.county_code and attribute.village_id = village.id
    where ${region === undefined ? sql`true` : withinRegion(region, columns)}
    order by village.id`);
}

/** A facility as supply of coverage. */
export interface SupplyFacility extends LocatedRow {
  kind: string;
  name: string;
  status: FacilityStatus;
  locationQuality: LocationQuality;
  isDemonstration: boolean;
}

/**
 * Facilities of one kind, or of all. Not only those of a region: the nearest one may lie beyond its border.
 */
export function listSupplyFacilities(
  transaction: Transaction,
  kind: string | null,
): Promise<SupplyFacility[]> {
  return transaction.all<SupplyFacility>(sql`
    select
      id, kind, name, status, ${positionColumn(sql`geom`)} as position,
      location_quality as "locationQuality", is_demonstration as "isDemonstration"
    from facility
    where ${kind === null ? sql`true` : sql`kind = ${kind}`}
    order by id`);
}

export interface StandardKind {
  key: string;
  standardMetres: number;
}

export function listStandardKinds(transaction: Transaction): Promise<StandardKind[]> {
  return transaction.all<StandardKind>(sql`
    select key, standard_metres as "standardMetres"
    from facility_kind
    order by "order"`);
}

export interface ReachRegion {
  code: string;
  name: string;
  nameEn: string;
}

/** The regions figures are broken down by: the children of a region; a township has none but itself. */
export function listReachRegions(transaction: Transaction, parent: string): Promise<ReachRegion[]> {
  return transaction.all<ReachRegion>(sql`
    select code, name, name_en as "nameEn"
    from region
    where parent_code = ${parent} or (level = 'township' and code = ${parent})
    order by code`);
}
