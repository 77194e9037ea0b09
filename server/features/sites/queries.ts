import type { Site } from '#contract/places';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { withinRegion } from '../regions/withinRegion.ts';
import { positionColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

const columns = { county: sql`site.county_code`, township: sql`site.township_code` };

const within = (region: string | undefined): Fragment =>
  region === undefined ? sql`true` : withinRegion(region, columns);

const siteRows = (where: Fragment, limit: number): Fragment => sql`
  select
    site.id, site.name, site.county_code as "countyCode", county.name as "countyName",
    site.township_code as "townshipCode", township.name as "townshipName", site.village_id as "villageId",
    site.households, site.people, site.capacity_households as "capacityHouseholds",
    site.size_class as "sizeClass", site.opened_year as "openedYear", site.checks,
    ${positionColumn(sql`site.geom`)} as position, site.location_quality as "locationQuality",
    site.is_demonstration as "isDemonstration", site.revision, ${sourceObject(sql`site.source_place`)} as source
  from site
  join source on source.id = site.source_id
  join region as county on county.code = site.county_code
  left join region as township on township.code = site.township_code
  where ${where}
  order by site.id
  limit ${limit}`;

/** Sites after a key in the order of their ids, one more than `limit` when there are more. */
export function listSites(
  transaction: Transaction,
  { region, afterId, limit }: { region?: string; afterId: number; limit: number },
): Promise<Site[]> {
  return transaction.all<Site>(siteRows(sql`site.id > ${afterId} and ${within(region)}`, limit + 1));
}

export async function countSites(transaction: Transaction, region: string | undefined): Promise<number> {
  const { total } = await transaction.one<{ total: number }>(sql`
    select count(*)::integer as total
    from site
    where ${within(region)}`);
  return total;
}

/** Sites by id, in the order of their ids. */
export const findSites = (transaction: Transaction, ids: readonly number[]): Promise<Site[]> =>
  transaction.all<Site>(siteRows(sql`site.id = any(${ids}::integer[])`, ids.length));

export const findSite = (transaction: Transaction, id: number): Promise<Site | null> =>
  transaction.first<Site>(siteRows(sql`site.id = ${id}`, 1));
