import type { Contradiction } from '#contract/place';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** Contradictions in a plan's document about subjects of some types. */
export function listContradictions(
  transaction: Transaction,
  { planId, types }: { planId: string; types: readonly Contradiction['subjectType'][] },
): Promise<Contradiction[]> {
  return transaction.all<Contradiction>(sql`
    select
      id, subject_type as "subjectType", subject_id as "subjectId", subject_row as "subjectRow", nature,
      summary, summary_en as "summaryEn", source_place as "sourcePlace"
    from contradiction
    where plan_id = ${planId} and subject_type = any(${types})
    order by subject_type, id`);
}

/** Those about one subject; `row` chooses the ones about that sub-row or about all rows. */
export function contradictionsOf(
  contradictions: readonly Contradiction[],
  subjectId: string,
  row?: number,
): Contradiction[] {
  return contradictions.filter(
    (contradiction) =>
      contradiction.subjectId === subjectId &&
      (row === undefined || contradiction.subjectRow === null || contradiction.subjectRow === row),
  );
}
