import type { z } from 'zod';
import type { assignmentRowListSchema, assignmentRowSchema, assignmentRowsQuery } from '#contract/workflow';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import { withinRegion } from '../regions/withinRegion.ts';

type AssignmentRow = z.output<typeof assignmentRowSchema>;
type Filter = z.output<typeof assignmentRowsQuery>;

function conditions(versionId: string, { region, category, status }: Filter): Fragment {
  const parts = [sql`assignment.version_id = ${versionId}`];
  if (region !== undefined) {
    const columns = { county: sql`village.county_code`, township: sql`village.township_code` };
    parts.push(region.length === 12 ? sql`village.code = ${region}` : withinRegion(region, columns));
  }
  if (category !== undefined) parts.push(sql`assignment.category_key = ${category}`);
  if (status !== undefined) parts.push(sql`assignment.status = ${status}`);
  return sql.join(parts, ' and ');
}

const tables = sql`
  assignment
  join village on village.county_code = assignment.county_code and village.id = assignment.village_id`;

function listRows(
  transaction: Transaction,
  { where, afterId, limit }: { where: Fragment; afterId: number; limit: number },
): Promise<AssignmentRow[]> {
  return transaction.all<AssignmentRow>(sql`
    select
      village.id as "villageId", village.name, village.name_en as "nameEn",
      village.county_code as "countyCode", village.township_code as "townshipCode", assignment.status,
      assignment.category_key as "categoryKey", assignment.review_date as "reviewDate", assignment.reason,
      assignment.criterion, assignment.clause,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('hash', link.hash, 'fileName', link.file_name, 'mediaType', evidence.media_type)
          order by link.added_at, link.hash)
        from assignment_evidence as link
        join evidence on evidence.hash = link.hash and evidence.uploaded_by = link.added_by
        where link.version_id = assignment.version_id and link.county_code = assignment.county_code
          and link.village_id = assignment.village_id
      ), '[]') as evidence,
      case when person.id is not null then jsonb_build_object('id', person.id, 'name', person.name) end
        as "changedBy",
      assignment.changed_at as "changedAt", assignment.revision
    from ${tables}
    left join person on person.id = assignment.changed_by
    where ${where} and village.id > ${afterId}
    order by village.id
    limit ${limit + 1}`);
}

/** A page of a version's list, of the rows the asker sees. @throws AppError invalid-request for a foreign cursor */
export async function pageOfRows(
  transaction: Transaction,
  { versionId, filter }: { versionId: string; filter: Filter },
): Promise<z.output<typeof assignmentRowListSchema>> {
  const [afterId = 0] = decodeCursor(filter.cursor, idKey) ?? [];
  const where = conditions(versionId, filter);
  const rows = await listRows(transaction, { where, afterId, limit: filter.limit });
  const { total } = await transaction.one<{ total: number }>(sql`
    select count(*)::integer as total
    from ${tables}
    where ${where}`);
  const { items, nextKey } = keysetPage(rows, filter.limit, ({ villageId }) => [villageId]);
  return { items, total, nextCursor: nextKey === null ? null : encodeCursor(nextKey) };
}
