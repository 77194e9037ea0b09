import type { RegionRef } from '#contract/regions';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** From the prefecture down to the region itself; empty for an unknown code. */
export function readRegionPath(transaction: Transaction, code: string): Promise<RegionRef[]> {
  return transaction.all<RegionRef>(sql`
    with recursive path as (
      select code, level, name, name_en, parent_code, 0 as depth
      from region
      where code = ${code}
      union all
      select parent.code, parent.level, parent.name, parent.name_en, parent.parent_code, path.depth + 1
      from path
      join region as parent on parent.code = path.parent_code
    )
    select code, level, name, name_en as "nameEn"
    from path
    order by depth desc`);
}
