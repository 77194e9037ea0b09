import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { VersionFacts } from './queries.ts';

/** Errors name this many villages; the workbench lists them all. */
const mostNamed = 20;

/**
 * A version is sent for review only when every village it lists at another place than the version it was made from
 * says why: a reason or a criterion. Villages it leaves out have no row to say it at, and a version whose origin was
 * deleted is compared with nothing.
 * @throws AppError reasons-missing naming the first villages, with how many there are
 */
export async function checkReasons(
  transaction: Transaction,
  { id, basedOn }: Pick<VersionFacts, 'id' | 'basedOn'>,
): Promise<void> {
  if (basedOn === null) return;
  const rows = await transaction.all<{ villageId: number; name: string; total: number }>(sql`
    select village.id as "villageId", village.name, count(*) over ()::integer as total
    from assignment
    left join assignment as former
      on former.version_id = ${basedOn} and former.county_code = assignment.county_code
      and former.village_id = assignment.village_id
    join village on village.county_code = assignment.county_code and village.id = assignment.village_id
    where assignment.version_id = ${id} and assignment.reason is null and assignment.criterion is null
      and (former.status, former.category_key) is distinct from (assignment.status, assignment.category_key)
      and exists (select from plan_version where id = ${basedOn})
    order by village.id
    limit ${mostNamed}`);
  const [first] = rows;
  if (!first) return;
  throw new AppError('reasons-missing', `version ${id}: ${first.total} changed villages say no reason`, {
    errors: rows.map(({ villageId, name }) => ({
      path: `villages.${villageId}`,
      message: `${name}的类别变了，没有写理由 the category of ${name} changed without a reason`,
    })),
    members: { total: first.total, villageIds: rows.map(({ villageId }) => villageId) },
  });
}
