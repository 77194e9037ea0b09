import type { Indicator } from '#contract/places';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { sourceObject } from '../sources/sourceObject.ts';

/** Indicators of a plan in the order of the document, without contradictions. */
export function listIndicators(
  transaction: Transaction,
  planId: string,
): Promise<Omit<Indicator, 'contradictions'>[]> {
  return transaction.all(sql`
    select
      indicator.number, indicator.row, indicator.group_name as "group", indicator.name, indicator.unit,
      indicator.kind, indicator.baseline_year as "baselineYear", indicator.baseline,
      indicator.baseline_text as "baselineText", indicator.target_year as "targetYear", indicator.target,
      indicator.target_operator as "targetOperator", indicator.target_text as "targetText",
      indicator.annual_growth_percent as "annualGrowthPercent", indicator.note,
      ${sourceObject(sql`indicator.source_place`)} as source
    from indicator
    join source on source.id = indicator.source_id
    where indicator.plan_id = ${planId}
    order by indicator.number, indicator.row`);
}
