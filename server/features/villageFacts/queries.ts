import type { LocatedRow } from '#domain/coverage/pointSet';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { villagesWithin } from '../regions/regionSize.ts';
import { positionColumn } from '../sources/geometryColumns.ts';
import { countedOnce } from '../villages/countedOnce.ts';

/** A village with what the register, the territories and the figures say of it. */
export interface FactVillage extends LocatedRow {
  name: string;
  countyCode: string;
  townshipCode: string;
  kind: 'village' | 'community';
  isCounted: boolean;
  isListed: boolean;
  /** Square metres. */
  area: number | null;
  people: number | null;
  households: number | null;
  incomeYuan: number | null;
  collectiveIncomeYuan: number | null;
}

/** Villages of a region by id; listed: in a version's list. */
export function listFactVillages(
  transaction: Transaction,
  { versionId, region }: { versionId: string; region: string },
): Promise<FactVillage[]> {
  return transaction.all<FactVillage>(sql`
    select
      village.id, village.name, village.county_code as "countyCode", village.township_code as "townshipCode",
      village.kind, ${countedOnce} as "isCounted", assignment.village_id is not null as "isListed",
      ST_Area(village.territory::geography)::double precision as area, attribute.population as people,
      attribute.households, attribute.income_yuan as "incomeYuan",
      attribute.collective_income_yuan as "collectiveIncomeYuan", ${positionColumn(sql`village.geom`)} as position
    from village
    left join assignment
      on assignment.county_code = village.county_code and assignment.village_id = village.id
      and assignment.version_id = ${versionId}
    left join demonstration_attribute as attribute
      on attribute.county_code = village.county_code and attribute.village_id = village.id
    where ${villagesWithin(region)}
    order by village.id`);
}

/** Seats of counties and townships, of those whose place is known. */
export async function readSeats(transaction: Transaction): Promise<Map<string, [number, number]>> {
  const rows = await transaction.all<{ code: string; seat: [number, number] }>(sql`
    select code, ${positionColumn(sql`seat`)} as seat
    from region
    where seat is not null`);
  return new Map(rows.map(({ code, seat }) => [code, seat]));
}
