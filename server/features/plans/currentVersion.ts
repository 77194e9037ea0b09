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
 * The version of the first plan that holds: the published one, else the latest approved, else the latest.
 * @throws AppError no-plan when none is loaded, or none lies in the regions of whoever asks
 */
export async function readCurrentVersion(transaction: Transaction): Promise<CurrentVersion> {
  const version = await transaction.first<CurrentVersion>(sql`
    select
      version.id, version.plan_id as "planId", version.scheme_id as "schemeId",
      version.base_version as "baseVersion", plan.region_code as "regionCode"
    from plan_version as version
    join plan on plan.id = version.plan_id
    order by
      version.plan_id, version.state = 'published' desc, version.state = 'approved' desc, version.number desc
    limit 1`);
  if (!version) throw new AppError('no-plan', 'no plan version is visible');
  return version;
}
