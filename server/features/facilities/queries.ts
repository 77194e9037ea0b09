import type { Facility, FacilityKind } from '#contract/places';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { withinRegion } from '../regions/withinRegion.ts';
import { positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

export interface FacilityFilter {
  region?: string;
  kind?: string;
}

const columns = { county: sql`facility.county_code`, township: sql`facility.township_code` };

function matching({ region, kind }: FacilityFilter): Fragment {
  const conditions = [
    sql`true`,
    ...(region === undefined ? [] : [withinRegion(region, columns)]),
    ...(kind === undefined ? [] : [sql`facility.kind = ${kind}`]),
  ];
  return sql.join(conditions, ' and ');
}

const facilityRows = (where: Fragment, limit: number): Fragment => sql`
  select
    facility.id, facility.kind, facility.name, facility.county_code as "countyCode",
    county.name as "countyName", facility.township_code as "townshipCode", township.name as "townshipName",
    facility.village_id as "villageId", facility.capacity, facility.status,
    facility.opened_year as "openedYear", ${positionColumn(sql`facility.geom`)} as position,
    facility.location_quality as "locationQuality", facility.is_demonstration as "isDemonstration",
    facility.revision,
    ${sourceObject(sql`facility.source_place`)} as source
  from facility
  join source on source.id = facility.source_id
  join region as county on county.code = facility.county_code
  left join region as township on township.code = facility.township_code
  where ${where}
  order by facility.id
  limit ${limit}`;

/** Facilities after a key in the order of their ids, one more than `limit` when there are more. */
export function listFacilities(
  transaction: Transaction,
  { filter, afterId, limit }: { filter: FacilityFilter; afterId: number; limit: number },
): Promise<Facility[]> {
  const where = sql`facility.id > ${afterId} and ${matching(filter)}`;
  return transaction.all<Facility>(facilityRows(where, limit + 1));
}

export async function countFacilities(transaction: Transaction, filter: FacilityFilter): Promise<number> {
  const { total } = await transaction.one<{ total: number }>(sql`
    select count(*)::integer as total
    from facility
    where ${matching(filter)}`);
  return total;
}

/** Facilities by id, in the order of their ids. */
export const findFacilities = (transaction: Transaction, ids: readonly number[]): Promise<Facility[]> =>
  transaction.all<Facility>(facilityRows(sql`facility.id = any(${ids}::integer[])`, ids.length));

export const findFacility = (transaction: Transaction, id: number): Promise<Facility | null> =>
  transaction.first<Facility>(facilityRows(sql`facility.id = ${id}`, 1));

/** Kinds in their order with the number of facilities, whatever their status. */
export function listFacilityKinds(transaction: Transaction): Promise<FacilityKind[]> {
  return transaction.all<FacilityKind>(sql`
    select
      kind.key, kind."order", kind.name, kind.name_en as "nameEn", kind.glyph, kind.group_name as "group",
      kind.standard_metres as "standardMetres",
      (select count(*)::integer from facility where facility.kind = kind.key) as count
    from facility_kind as kind
    order by kind."order"`);
}

export async function isFacilityKind(transaction: Transaction, key: string): Promise<boolean> {
  const { isThere } = await transaction.one<{ isThere: boolean }>(sql`
    select exists (select from facility_kind where key = ${key}) as "isThere"`);
  return isThere;
}
