import type { VersionState } from '#domain/versions/versionState';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { PublishedVersion } from './redaction.ts';

/** What the publication of a version depends on. */
export interface VersionFacts extends PublishedVersion {
  state: VersionState;
  dataDate: string | null;
  isDemonstration: boolean;
  submittedBy: number | null;
  unassigned: number;
}

/** A version as the role may see it; null when there is none. Names are qualified: the publisher asks too. */
export const findVersionFacts = (transaction: Transaction, id: string): Promise<VersionFacts | null> =>
  transaction.first<VersionFacts>(sql`
    select
      id, plan_id as "planId", scheme_id as "schemeId", region_code as "regionCode", state,
      data_date::text as "dataDate", is_demonstration as "isDemonstration", submitted_by as "submittedBy",
      (
        select count(*) from xiangtu.assignment where version_id = plan_version.id and status = 'unassigned'
      )::integer as unassigned
    from xiangtu.plan_version
    where id = ${id}`);

/** Comments nobody has dealt with; the publisher cannot read them, a reviewer can. */
export async function countOpenComments(transaction: Transaction, versionId: string): Promise<number> {
  const { open } = await transaction.one<{ open: number }>(sql`
    select count(*)::integer as open
    from xiangtu.version_comment
    where version_id = ${versionId} and resolved_at is null`);
  return open;
}
