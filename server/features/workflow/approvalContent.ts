import type { VersionDiff, VersionRow } from '#contract/workflow';
import { keysWithoutCategory } from '#domain/versions/versionDiff';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { WorkbookPart } from '../export/workbook.ts';
import { readVersionDiff } from './diff.ts';
import { readVersionRow } from './queries.ts';

/** What of a changed village stands beside its change. */
interface ChangeBasis {
  villageId: number;
  county: string;
  township: string;
  village: string;
  code: string | null;
  /** Names of the files. */
  evidence: string | null;
  changedBy: string | null;
  /** By China's clock, to the minute. */
  changedAt: string | null;
}

/** A changed village, with the names of its categories. */
export interface ApprovalChange extends ChangeBasis {
  from: string;
  to: string;
  people: number | null;
  reason: string | null;
  criterion: string | null;
  clause: string | null;
}

/** What an approval meeting needs of a version against another; workbook and paper are made of it. */
export interface ApprovalContent {
  version: VersionRow;
  against: VersionRow;
  /** Sentences that say what it is and what to mind. */
  notes: string[];
  /** Villages by county, township and id. */
  changes: ApprovalChange[];
  /** Old category × new category, villages and known population. */
  matrices: WorkbookPart[];
  changed: number;
  isDemonstration: boolean;
}

const placeNames: Readonly<Record<(typeof keysWithoutCategory)[number], string>> = {
  unassigned: '未分类',
  deferred: '暂不分类',
  outside: '不在名单',
};

/** Names of categories and of the places beside them, by key. */
async function readPlaceNames(transaction: Transaction, schemeIds: readonly string[]) {
  const categories = await transaction.all<{ key: string; name: string }>(sql`
    select key, name
    from category
    where scheme_id = any(${schemeIds}::text[])`);
  const names = new Map<string, string>(Object.entries(placeNames));
  for (const { key, name } of categories) names.set(key, name);
  return (key: string): string => names.get(key) ?? key;
}

function listBasis(
  transaction: Transaction,
  { versionId, villageIds }: { versionId: string; villageIds: readonly number[] },
): Promise<ChangeBasis[]> {
  return transaction.all<ChangeBasis>(sql`
    select
      village.id as "villageId", county.name as county, township.name as township, village.name as village,
      village.code,
      (
        select string_agg(link.file_name, '；' order by link.added_at, link.hash)
        from assignment_evidence as link
        where link.version_id = ${versionId} and link.county_code = village.county_code
          and link.village_id = village.id
      ) as evidence,
      person.name as "changedBy",
      to_char(assignment.changed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as "changedAt"
    from village
    join region as county on county.code = village.county_code
    join region as township on township.code = village.township_code
    left join assignment
      on assignment.version_id = ${versionId} and assignment.county_code = village.county_code
      and assignment.village_id = village.id
    left join person on person.id = assignment.changed_by
    where village.id = any(${villageIds}::integer[])
    order by village.county_code, village.township_code, village.id`);
}

/** Old category × new category, with totals; rows and columns that hold nothing are left out. */
function matrixPart(
  { keys, cells }: VersionDiff,
  {
    title,
    nameOf,
    count,
  }: {
    title: string;
    nameOf: (key: string) => string;
    count: (cell: VersionDiff['cells'][number]) => number;
  },
): WorkbookPart {
  const used = (side: 'from' | 'to') =>
    keys.filter((key) => cells.some((cell) => cell[side] === key && cell.villages > 0));
  const [fromKeys, toKeys] = [used('from'), used('to')];
  const sum = (isCounted: (cell: VersionDiff['cells'][number]) => boolean) =>
    cells.filter(isCounted).reduce((total, cell) => total + count(cell), 0);
  const [corner, total] = ['原归类 \\ 新归类', '合计'];
  const rowOf = (label: string, isOfRow: (from: string) => boolean) => ({
    [corner]: label,
    ...Object.fromEntries(
      toKeys.map((to) => [nameOf(to), sum((cell) => isOfRow(cell.from) && cell.to === to)]),
    ),
    [total]: sum((cell) => isOfRow(cell.from)),
  });
  return {
    title,
    columns: [corner, ...toKeys.map(nameOf), total],
    rows: [...fromKeys.map((from) => rowOf(nameOf(from), (key) => key === from)), rowOf(total, () => true)],
  };
}

/**
 * Where villages went between two versions, and each changed village with what its place rests on. Villages of counties
 * the asker does not see are not in it.
 * @throws AppError as readVersionDiff
 */
export async function readApprovalContent(
  transaction: Transaction,
  { id, againstId }: { id: string; againstId: string },
): Promise<ApprovalContent> {
  const diff = await readVersionDiff(transaction, { id, againstId });
  const version = await readVersionRow(transaction, id);
  const against = await readVersionRow(transaction, againstId);
  const nameOf = await readPlaceNames(transaction, [version.schemeId, against.schemeId]);
  const basis = await listBasis(transaction, {
    versionId: id,
    villageIds: diff.changes.map(({ villageId }) => villageId),
  });
  const changeOf = new Map(diff.changes.map((change) => [change.villageId, change]));
  const isDemonstration = diff.isDemonstration || version.isDemonstration || against.isDemonstration;
  return {
    version,
    against,
    notes: [
      '村庄归类变化，供审批会议使用；内部资料，未公开。',
      `版本 ${id}（第 ${version.revision} 次修订）对比版本 ${againstId}（第 ${against.revision} 次修订）。`,
      `变化 ${diff.changed} 村，其中新归类 ${diff.newlyAssigned} 村，移出名单 ${diff.removed} 村；未变 ${diff.unchanged} 村。`,
      '人口为空表示未知，不是零。',
      ...(isDemonstration ? ['演示站：人口为示例数据，不是真实情况。'] : []),
    ],
    changes: basis.map((row) => {
      const { from, to, people, reason, criterion, clause } = changeOf.get(row.villageId)!;
      return { ...row, from: nameOf(from), to: nameOf(to), people, reason, criterion, clause };
    }),
    matrices: [
      matrixPart(diff, { title: '归类转移（村）', nameOf, count: ({ villages }) => villages }),
      matrixPart(diff, { title: '归类转移（已知人口）', nameOf, count: ({ people }) => people ?? 0 }),
    ],
    changed: diff.changed,
    isDemonstration,
  };
}
