import type { VillageItem } from '#contract/villages';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { withinRegion } from '../regions/withinRegion.ts';
import { positionColumn } from '../sources/geometryColumns.ts';

export interface VillageFilter {
  versionId: string;
  region?: string;
  category?: string;
  membership?: VillageItem['membership'] | 'member';
  q?: string;
}

/** A village without an assignment in the version is outside its list. */
const membership: Fragment = sql`coalesce(assignment.status, 'outside')`;

const itemColumns: Fragment = sql`
  village.id, village.code, village.name, village.name_en as "nameEn", village.initials, village.kind,
  village.county_code as "countyCode", county.name as "countyName",
  village.township_code as "townshipCode", township.name as "townshipName",
  ${membership} as membership, assignment.category_key as "categoryKey",
  ${positionColumn(sql`village.geom`)} as position, village.location_quality as "locationQuality"`;

const itemTables = (versionId: string): Fragment => sql`
  village
  join region as county on county.code = village.county_code
  join region as township on township.code = village.township_code
  left join assignment
    on assignment.county_code = village.county_code and assignment.village_id = village.id
    and assignment.version_id = ${versionId}`;

/** % and _ are letters here, not wildcards. */
const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;

function conditions({ region, category, membership: wanted, q }: VillageFilter): Fragment {
  const parts = [sql`true`];
  if (region !== undefined) {
    const columns = { county: sql`village.county_code`, township: sql`village.township_code` };
    parts.push(region.length === 12 ? sql`village.code = ${region}` : withinRegion(region, columns));
  }
  if (category !== undefined) parts.push(sql`assignment.category_key = ${category}`);
  if (wanted === 'member') parts.push(sql`assignment.village_id is not null`);
  else if (wanted !== undefined) parts.push(sql`${membership} = ${wanted}`);
  if (q !== undefined && q.trim() !== '') {
    const pattern = containing(q.trim().toLowerCase());
    const gapless = containing(q.replaceAll(/\s/g, '').toLowerCase());
    parts.push(sql`(
      village.name like ${pattern} or township.name like ${pattern} or assignment.printed_name like ${pattern}
      or replace(village.pinyin, ' ', '') like ${gapless} or village.initials like ${gapless}
    )`);
  }
  return sql.join(parts, ' and ');
}

/** Villages after a key in the order of their ids, one more than `limit` when there are more. */
export function listVillages(
  transaction: Transaction,
  { filter, afterId, limit }: { filter: VillageFilter; afterId: number; limit: number },
): Promise<VillageItem[]> {
  return transaction.all<VillageItem>(sql`
    select ${itemColumns}
    from ${itemTables(filter.versionId)}
    where village.id > ${afterId} and ${conditions(filter)}
    order by village.id
    limit ${limit + 1}`);
}

export async function countVillages(transaction: Transaction, filter: VillageFilter): Promise<number> {
  const { total } = await transaction.one<{ total: number }>(sql`
    select count(*)::integer as total
    from ${itemTables(filter.versionId)}
    where ${conditions(filter)}`);
  return total;
}

export function findVillageItem(
  transaction: Transaction,
  { versionId, id }: { versionId: string; id: number },
): Promise<VillageItem | null> {
  return transaction.first<VillageItem>(sql`
    select ${itemColumns}
    from ${itemTables(versionId)}
    where village.id = ${id}`);
}
