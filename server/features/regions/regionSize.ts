import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import { withinRegion } from './withinRegion.ts';

/** Most villages of a region that is answered in one piece. */
export const mostVillagesAtOnce = 25_000;

export const villageColumns = { county: sql`village.county_code`, township: sql`village.township_code` };

/** The villages of a region, as a condition on `village`. */
export const villagesWithin = (region: string): Fragment => withinRegion(region, villageColumns);

/** @throws AppError not-found for no region, invalid-request for one with more than 25,000 villages */
export async function requireSize(transaction: Transaction, region: string): Promise<void> {
  const { isThere, villages } = await transaction.one<{ isThere: boolean; villages: number }>(sql`
    select
      exists (select from region where code = ${region}) as "isThere",
      (select count(*)::integer from village where ${villagesWithin(region)}) as villages`);
  if (!isThere) throw notFound('region', region);
  if (villages > mostVillagesAtOnce) {
    throw new AppError('invalid-request', `${region} has ${villages} villages`, {
      errors: [
        {
          path: 'query.region',
          message: `这个地区有 ${villages} 个村，一次最多 ${mostVillagesAtOnce} 个，请按县分别取 ${villages} villages, at most ${mostVillagesAtOnce} at once: ask county by county`,
        },
      ],
    });
  }
}
