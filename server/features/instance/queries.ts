import type { Source } from '#contract/place';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { bboxColumn } from '../sources/geometryColumns.ts';
import { sourceObject } from '../sources/sourceObject.ts';

/** Whether any demonstration row is there: what is looked at is the rows, not what a log says of them. */
export async function holdsDemonstration(transaction: Transaction): Promise<boolean> {
  const { holds } = await transaction.one<{ holds: boolean }>(sql`
    select
      exists (select 1 from demonstration_attribute)
      or exists (select 1 from site where is_demonstration)
      or exists (select 1 from facility where is_demonstration)
      or exists (select 1 from road where is_demonstration)
      or exists (select 1 from route_line where is_demonstration)
      or exists (select 1 from route_stop where is_demonstration)
      or exists (select 1 from project_place where is_demonstration) as holds`);
  return holds;
}

export async function listSources(transaction: Transaction): Promise<Source[]> {
  const rows = await transaction.all<{ source: Source }>(sql`
    select ${sourceObject(sql`source.note`)} as source
    from source
    order by source.is_demonstration, source.kind <> 'document', source.id`);
  return rows.map(({ source }) => source);
}

/** The extent of a region, degrees. */
export async function readExtent(
  transaction: Transaction,
  code: string,
): Promise<[number, number, number, number] | null> {
  const row = await transaction.first<{ bbox: [number, number, number, number] | null }>(sql`
    select ${bboxColumn(sql`region.geom`)} as bbox
    from region
    where code = ${code}`);
  return row?.bbox ?? null;
}
