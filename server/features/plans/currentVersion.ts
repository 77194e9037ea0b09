import { AppError } from '../../errors.ts';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** The plan version shown where none is asked for. */
export interface CurrentVersion {
  id: string;
  planId: string;
  schemeId: string;
  baseVersion: string;
  regionCode: string;
}

/**
 * The latest version of the first plan.
 * @throws AppError database-unavailable while no plan is loaded
 */
export async function readCurrentVersion(transaction: Transaction): Promise<CurrentVersion> {
  const version = await transaction.first<CurrentVersion>(sql`
    select
      version.id, version.plan_id as "planId", version.scheme_id as "schemeId",
      version.base_version as "baseVersion", plan.region_code as "regionCode"
    from xiangtu.plan_version as version
    join xiangtu.plan on plan.id = version.plan_id
    order by version.plan_id, version.number desc
    limit 1`);
  if (!version) throw new AppError('database-unavailable', 'no plan has been loaded yet');
  return version;
}
