import { createHash } from 'node:crypto';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { demonstrationPersonId } from './demonstrationPeople.ts';
import { sourceIds } from './sources.ts';

interface ListedVillage {
  villageId: number;
  countyCode: string;
  categoryKey: string;
  name: string;
}

interface Change extends ListedVillage {
  /** null: 未分类. */
  to: string | null;
  reason: string;
}

interface DemonstrationVersion {
  id: string;
  number: number;
  label: string;
  year: number;
  /** When it was begun and, one that is submitted, sent for review. */
  createdAt: string;
  submittedAt: string | null;
  /** Changes its random choice of villages. */
  seed: string;
  recategorized: number;
  unassigned: number;
}

const reasons = [
  '示例：旅游接待能力提升，拟调整类别',
  '示例：产业基础较上年改善，拟调整类别',
  '示例：人口外流明显，拟调整类别',
  '示例：完成年度巩固任务，拟调整类别',
];
const unassignedReason = '示例：年度调整中重新研究，暂不定类';

/** The same choice on every machine: villages in the order of a hash. */
function shuffled(villages: readonly ListedVillage[], seed: string): ListedVillage[] {
  const rank = ({ villageId }: ListedVillage) =>
    createHash('sha256').update(`${seed} ${villageId}`).digest('hex');
  return villages
    .map((village) => ({ village, rank: rank(village) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ village }) => village);
}

function chooseChanges(
  villages: readonly ListedVillage[],
  categories: readonly string[],
  { seed, recategorized, unassigned }: DemonstrationVersion,
): Change[] {
  const chosen = shuffled(villages, seed).slice(0, recategorized + unassigned);
  return chosen.map((village, index) => {
    if (index >= recategorized) return { ...village, to: null, reason: unassignedReason };
    const next = (categories.indexOf(village.categoryKey) + 1) % categories.length;
    return { ...village, to: categories[next]!, reason: reasons[index % reasons.length]! };
  });
}

/** Copies the document's list into a draft of the year and changes some of it, as planners would. */
async function insertDraft(
  transaction: Transaction,
  {
    from,
    authorId,
    version,
    changes,
  }: {
    from: string;
    authorId: number;
    version: DemonstrationVersion;
    changes: readonly Change[];
  },
): Promise<void> {
  const { id, number, label, year, createdAt } = version;
  await transaction.run(sql`
    insert into xiangtu.plan_version (
      id, plan_id, number, state, scheme_id, scheme_revision, base_version, revision, data_date, source_id,
      region_code, label, kind, year, based_on, author_id, created_at, is_demonstration
    )
    select
      ${id}, plan_id, ${number}, 'draft', scheme_id, scheme_revision, base_version, 2, data_date,
      ${sourceIds.demonstration}, region_code, ${label}, 'adjustment', ${year}, id, ${authorId}, ${createdAt}, true
    from xiangtu.plan_version
    where id = ${from}`);
  const rows = JSON.stringify(changes);
  await transaction.run(sql`
    insert into xiangtu.assignment (
      version_id, county_code, village_id, status, category_key, review_date, printed_name, printed_township,
      reason, flags, source_id, source_place, revision, changed_by, changed_at
    )
    select
      ${id}, assignment.county_code, assignment.village_id,
      case when change."villageId" is null then assignment.status
        when change."to" is null then 'unassigned' else 'assigned' end,
      case when change."villageId" is null then assignment.category_key else change."to" end,
      assignment.review_date, assignment.printed_name, assignment.printed_township,
      coalesce(change.reason, assignment.reason), assignment.flags,
      case when change."villageId" is null then assignment.source_id else ${sourceIds.demonstration} end,
      case when change."villageId" is null then assignment.source_place end,
      case when change."villageId" is null then 1 else 2 end,
      case when change."villageId" is not null then ${authorId}::integer end,
      case when change."villageId" is not null then ${createdAt}::timestamptz end
    from xiangtu.assignment
    left join json_to_recordset(${rows}::json) as change("villageId" integer, "to" text, reason text)
      on change."villageId" = assignment.village_id
    where assignment.version_id = ${from}`);
  await transaction.run(sql`
    insert into xiangtu.version_rule (version_id, id, position, category_key, expression, clause, note)
    select ${id}, id, position, category_key, expression, clause, note
    from xiangtu.version_rule
    where version_id = ${from}`);
  await transaction.run(sql`
    insert into xiangtu.assignment_change (
      version_id, county_code, revision, village_id, before, after, person_id, changed_at
    )
    select
      ${id}, assignment.county_code, 2, assignment.village_id,
      jsonb_build_object('status', original.status, 'categoryKey', original.category_key,
        'reviewDate', original.review_date, 'reason', original.reason),
      jsonb_build_object('status', assignment.status, 'categoryKey', assignment.category_key,
        'reviewDate', assignment.review_date, 'reason', assignment.reason),
      ${authorId}, ${createdAt}
    from xiangtu.assignment
    join xiangtu.assignment as original
      on original.version_id = ${from} and original.county_code = assignment.county_code
      and original.village_id = assignment.village_id
    where assignment.version_id = ${id} and assignment.revision = 2`);
}

async function insertComments(
  transaction: Transaction,
  {
    version,
    authorId,
    village,
    categoryKey,
  }: {
    version: DemonstrationVersion;
    authorId: number;
    village: Change;
    categoryKey: string;
  },
): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.version_comment (version_id, region_code, village_id, category_key, text, author_id, created_at)
    select id, ${village.countyCode}, ${village.villageId}::integer, null,
      ${`示例意见：${village.name}请补充说明重新研究的依据。`}, ${authorId}::integer, ${version.createdAt}::timestamptz
    from xiangtu.plan_version where id = ${version.id}
    union all
    select id, region_code, null, ${categoryKey},
      '示例意见：本类别拟新增的村，请核对上年目标完成情况。', ${authorId}, ${version.createdAt}::timestamptz
    from xiangtu.plan_version where id = ${version.id}`);
}

/**
 * Writes a submitted yearly adjustment of 2022 and a draft of 2023, both demonstration data, so that review and
 * editing can be tried at once. The same on every machine. Nothing where the accounts' names are taken.
 */
export async function loadDemonstrationVersions(transaction: Transaction, planId: string): Promise<void> {
  const planner = await demonstrationPersonId(transaction, 'planner');
  const reviewer = await demonstrationPersonId(transaction, 'reviewer');
  if (planner === null || reviewer === null) return;
  const document = `${planId}-v1`;
  const villages = await transaction.all<ListedVillage>(sql`
    select village_id as "villageId", assignment.county_code as "countyCode", category_key as "categoryKey", name
    from xiangtu.assignment
    join xiangtu.village on village.county_code = assignment.county_code and village.id = village_id
    where version_id = ${document} and status = 'assigned'
    order by village_id`);
  const categories = await transaction.all<{ key: string }>(sql`
    select category.key
    from xiangtu.category
    join xiangtu.plan_version as version on version.scheme_id = category.scheme_id and version.id = ${document}
    order by category."order"`);
  const keys = categories.map(({ key }) => key);
  const submitted: DemonstrationVersion = {
    id: `${planId}-v2`,
    number: 2,
    label: '示例：2022 年度动态调整',
    year: 2022,
    createdAt: '2022-11-07T01:30:00Z',
    submittedAt: '2022-11-14T08:00:00Z',
    seed: 'adjustment 2022',
    recategorized: 12,
    unassigned: 0,
  };
  const draft: DemonstrationVersion = {
    id: `${planId}-v3`,
    number: 3,
    label: '示例：2023 年度动态调整（草案）',
    year: 2023,
    createdAt: '2023-11-06T01:30:00Z',
    submittedAt: null,
    seed: 'adjustment 2023',
    recategorized: 8,
    unassigned: 25,
  };
  for (const version of [submitted, draft]) {
    const changes = chooseChanges(villages, keys, version);
    await insertDraft(transaction, { from: document, authorId: planner, version, changes });
    if (version.submittedAt !== null) {
      await transaction.run(sql`
        update xiangtu.plan_version
        set state = 'submitted', submitted_by = ${planner}, submitted_at = ${version.submittedAt}
        where id = ${version.id}`);
      continue;
    }
    const village = changes.find(({ to }) => to === null)!;
    await insertComments(transaction, { version, authorId: reviewer, village, categoryKey: keys[0]! });
  }
}
