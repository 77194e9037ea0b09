import type { Database } from '../../database/database.ts';
import { sql } from '../../database/sql.ts';

/** Days events are kept for those who come back. */
export const keptDays = 7;

/**
 * Deletes what is older than `keptDays`, from the beginning of the order: whoever was at a later position misses
 * nothing.
 */
export function deleteOldEvents(database: Database): Promise<number> {
  return database.administer((administration) =>
    administration.run(sql`
      delete from xiangtu.outbox
      where transaction_id <= (
        select transaction_id
        from xiangtu.outbox
        where at < now() - make_interval(days => ${keptDays}::integer)
        order by transaction_id desc
        limit 1
      )`),
  );
}
