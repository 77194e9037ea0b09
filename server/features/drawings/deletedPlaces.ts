import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { notFound } from '../../errors.ts';

export type DrawnLayer = 'sites' | 'facilities' | 'projects' | 'routes';

/** What was deleted, as it was. */
export interface DeletedPlace<Content> {
  layer: DrawnLayer;
  /** The id of the row; of a project place: number of the project and order. */
  key: string;
  /** Decides who may bring it back. */
  regionCode: string;
  content: Content;
  isDemonstration: boolean;
}

/** Keeps what is about to be deleted; of what was deleted twice, the last state. */
export async function keepDeleted<Content>(
  transaction: Transaction,
  { layer, key, regionCode, content, isDemonstration }: DeletedPlace<Content>,
  personId: number,
): Promise<void> {
  await transaction.run(sql`
    insert into deleted_place (layer, key, region_code, content, is_demonstration, deleted_by)
    values (${layer}, ${key}, ${regionCode}, ${JSON.stringify(content)}::jsonb, ${isDemonstration}, ${personId})
    on conflict (layer, key) do update set
      region_code = excluded.region_code, content = excluded.content,
      is_demonstration = excluded.is_demonstration, deleted_by = excluded.deleted_by, deleted_at = now()`);
}

/** Takes out what was kept. @throws AppError not-found when nothing was, or it lies in other regions */
export async function takeDeleted<Content>(
  transaction: Transaction,
  { layer, key }: { layer: DrawnLayer; key: string },
): Promise<{ content: Content; regionCode: string }> {
  const taken = await transaction.first<{ content: Content; regionCode: string }>(sql`
    delete from deleted_place
    where layer = ${layer} and key = ${key}
    returning content, region_code as "regionCode"`);
  if (!taken) throw notFound(`deleted one of ${layer}`, key);
  return taken;
}
