import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** Keys of a scheme's categories in its order. */
export async function readCategoryKeys(transaction: Transaction, schemeId: string): Promise<string[]> {
  const rows = await transaction.all<{ key: string }>(sql`
    select key
    from category
    where scheme_id = ${schemeId}
    order by "order"`);
  return rows.map(({ key }) => key);
}
