import type { Disclosure } from '#contract/releases';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { addDays } from './calendarDays.ts';

/** Days for which what is shipped is on view from the first start on. */
const shippedWindowDays = 30;

const demonstrationContact = '示例联系方式（演示站）';
const demonstrationObjection = '示例：请向县乡村振兴部门书面提出';

/** A version whose release is to be made without anybody asking for it. */
export interface DueRelease {
  versionId: string;
  /** The version is public already and only its release is made anew. */
  isRenewal: boolean;
  /** Of the release it takes the place of. */
  disclosure: Disclosure | null;
  isDemonstration: boolean;
  publisher: string | null;
}

interface DueRow extends Omit<DueRelease, 'disclosure'> {
  windowStart: string | null;
  windowEnd: string | null;
  contact: string | null;
  objection: string | null;
  mapApprovalNumber: string | null;
}

/**
 * The document that the loader has approved, or a public version whose release is missing or still holds the
 * demonstration data that was removed; null: nothing is due. Runs under the publisher.
 */
export async function findDueRelease(transaction: Transaction): Promise<DueRelease | null> {
  const row = await transaction.first<DueRow>(sql`
    with station as (
      select exists (
        select from meta.data_load where key = 'demonstration' and checksum <> 'removed'
      ) as is_demonstration
    )
    select
      version.id as "versionId", version.state = 'published' as "isRenewal",
      station.is_demonstration as "isDemonstration", source.publisher,
      release.window_start::text as "windowStart", release.window_end::text as "windowEnd", release.contact,
      release.objection, release.map_approval_number as "mapApprovalNumber"
    from xiangtu.plan_version as version
    cross join station
    join xiangtu.source on source.id = version.source_id
    left join archive.release on release.plan_id = version.plan_id and release.state = 'published'
    where
      (version.state = 'approved' and version.kind = 'document' and version.submitted_by is null)
      or (version.state = 'published' and (
        release.id is null
        or (release.is_demonstration and not station.is_demonstration and not version.is_demonstration)
      ))
    order by version.plan_id, version.state = 'approved' desc
    limit 1`);
  if (row === null) return null;
  const { versionId, isRenewal, isDemonstration, publisher, contact, objection, ...rest } = row;
  const isKept = contact !== null && contact !== demonstrationContact;
  const disclosure = isKept
    ? {
        windowStart: rest.windowStart,
        windowEnd: rest.windowEnd,
        contact,
        objection: objection ?? '',
        mapApprovalNumber: rest.mapApprovalNumber ?? '',
        acceptsSchematicMap: true,
      }
    : null;
  return { versionId, isRenewal, isDemonstration, publisher, disclosure };
}

/** What the disclosure of a shipped release says. */
export function shippedDisclosure(due: DueRelease, today: string): Disclosure {
  if (due.disclosure !== null && !due.isDemonstration) return due.disclosure;
  const issuer = due.publisher ?? '规划文件发布单位';
  return {
    windowStart: today,
    windowEnd: addDays(today, shippedWindowDays),
    contact: due.isDemonstration ? demonstrationContact : `${issuer}（规划文件发布单位）`,
    objection: due.isDemonstration ? demonstrationObjection : `请向${issuer}书面提出`,
    mapApprovalNumber: '',
    acceptsSchematicMap: true,
  };
}
