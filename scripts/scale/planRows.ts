import { demonstrationPersonId } from '../../server/database/load/demonstrationPeople.ts';
import { loadScheme } from '../../server/database/load/planFacts.ts';
import { sourceIds } from '../../server/database/load/sources.ts';
import { approveDocument } from '../../server/database/load/version.ts';
import { sql } from '../../server/database/sql.ts';
import type { Transaction } from '../../server/database/transaction.ts';
import { scaleSourceId, type ScaleAssignment } from './countyRows.ts';
import { scaleRules, scaleScheme } from './schemeOfScale.ts';

const planId = 'scale';
/** The version that stands for the plan's document, and a draft to paint on. */
export const documentVersionId = `${planId}-v1`;
export const draftVersionId = `${planId}-v2`;
const draftYear = 2023;

/** Writes scheme, plan and the document's version, still a draft and without its list. */
export async function insertPlan(
  transaction: Transaction,
  { regionCode, baseVersion }: { regionCode: string; baseVersion: string },
): Promise<void> {
  await loadScheme(transaction, scaleScheme, scaleSourceId);
  await transaction.run(sql`
    insert into xiangtu.plan (
      id, name, name_en, short_name, short_name_en, region_code, period_start, period_end, source_id
    )
    values (
      ${planId}, '示例：合成的乡村规划', 'Demonstration: a synthetic plan', '示例规划', 'Demonstration plan',
      ${regionCode}, 2021, 2025, ${scaleSourceId}
    )`);
  await transaction.run(sql`
    insert into xiangtu.plan_version (
      id, plan_id, number, state, scheme_id, scheme_revision, base_version, source_id, region_code, label,
      is_demonstration
    )
    values (
      ${documentVersionId}, ${planId}, 1, 'draft', ${scaleScheme.id}, ${scaleScheme.revision}, ${baseVersion},
      ${scaleSourceId}, ${regionCode}, '示例：合成的名单', true
    )`);
  const rules = scaleRules.map((rule, index) => ({ ...rule, position: index + 1 }));
  await transaction.run(sql`
    insert into xiangtu.version_rule (version_id, id, position, category_key, expression, note)
    select ${documentVersionId}, id, position, category, expression, note
    from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as row(
      id text, position integer, category text, expression jsonb, note text
    )`);
}

/** Adds to the list of the document's version. */
export async function insertAssignments(
  transaction: Transaction,
  rows: readonly ScaleAssignment[],
): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.assignment (version_id, county_code, village_id, status, category_key, source_id)
    select
      ${documentVersionId}, county_code, village_id,
      case when category_key is null then 'unassigned' else 'assigned' end, category_key, ${scaleSourceId}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, village_id integer, category_key text
    )`);
}

/**
 * Takes the document's version to the state before publication: without a name it is released by the next start of
 * the server, as what ships is; with one it waits for somebody to publish it.
 */
export async function decideDocument(
  transaction: Transaction,
  { isReleased }: { isReleased: boolean },
): Promise<void> {
  await approveDocument(transaction, documentVersionId);
  if (isReleased) return;
  const planner = await demonstrationPersonId(transaction, 'planner');
  const reviewer = await demonstrationPersonId(transaction, 'reviewer');
  await transaction.run(sql`
    update xiangtu.plan_version
    set submitted_by = ${planner}, submitted_at = now(), decided_by = ${reviewer}, decided_at = now()
    where id = ${documentVersionId}`);
}

/** Copies the document's list into a draft of the demonstration planner. */
export async function insertDraft(transaction: Transaction): Promise<void> {
  const planner = await demonstrationPersonId(transaction, 'planner');
  await transaction.run(sql`
    insert into xiangtu.plan_version (
      id, plan_id, number, state, scheme_id, scheme_revision, base_version, source_id, region_code, label, kind,
      year, based_on, author_id, is_demonstration
    )
    select
      ${draftVersionId}, plan_id, 2, 'draft', scheme_id, scheme_revision, base_version,
      ${sourceIds.demonstration}, region_code, ${`示例：${draftYear} 年度动态调整（草案）`}, 'adjustment',
      ${draftYear}, id, ${planner}, true
    from xiangtu.plan_version
    where id = ${documentVersionId}`);
  await transaction.run(sql`
    insert into xiangtu.assignment (version_id, county_code, village_id, status, category_key, source_id)
    select ${draftVersionId}, county_code, village_id, status, category_key, source_id
    from xiangtu.assignment
    where version_id = ${documentVersionId}`);
  await transaction.run(sql`
    insert into xiangtu.version_rule (version_id, id, position, category_key, expression, note)
    select ${draftVersionId}, id, position, category_key, expression, note
    from xiangtu.version_rule
    where version_id = ${documentVersionId}`);
}
