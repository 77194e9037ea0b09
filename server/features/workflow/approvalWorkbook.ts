import type { VersionDiff } from '#contract/workflow';
import { keysWithoutCategory } from '#domain/versions/versionDiff';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { writeWorkbook, type WorkbookPart } from '../export/workbook.ts';
import type { Download } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { actorOf } from './access.ts';
import { readVersionDiff } from './diff.ts';
import { readVersionFacts } from './queries.ts';
import type { StepRequest } from './steps.ts';

/** What of a changed village stands beside its categories. */
interface ChangeBasis {
  villageId: number;
  county: string;
  township: string;
  village: string;
  code: string | null;
  criterion: string | null;
  clause: string | null;
  reason: string | null;
  evidence: string | null;
  changedBy: string | null;
  changedAt: string | null;
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
      village.code, assignment.criterion, assignment.clause, assignment.reason,
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

const changeColumns = [
  '县市',
  '乡镇街道',
  '村（社区）',
  '区划代码',
  '原归类',
  '新归类',
  '人口（人）',
  '符合条件',
  '依据条款',
  '理由',
  '佐证文件',
  '经手人',
  '时间（北京时间）',
];

/**
 * What an approval meeting needs of a version against another: where villages went, and each changed village with what its
 * place rests on. Villages of counties the asker does not see are not in it.
 * @returns an XLSX file, the same for the same data, and how many villages changed
 * @throws AppError as readVersionDiff
 */
export async function writeApprovalWorkbook(
  transaction: Transaction,
  { id, againstId }: { id: string; againstId: string },
): Promise<{ body: Buffer; changed: number; regionCode: string }> {
  const diff = await readVersionDiff(transaction, { id, againstId });
  const [version, against] = [
    await readVersionFacts(transaction, id),
    await readVersionFacts(transaction, againstId),
  ];
  const nameOf = await readPlaceNames(transaction, [version.schemeId, against.schemeId]);
  const basis = await listBasis(transaction, {
    versionId: id,
    villageIds: diff.changes.map(({ villageId }) => villageId),
  });
  const changeOf = new Map(diff.changes.map((change) => [change.villageId, change]));
  const rows = basis.map((row) => {
    const { from, to, people } = changeOf.get(row.villageId)!;
    const { county, township, village, code, criterion, clause, reason, evidence, changedBy, changedAt } =
      row;
    const values = [
      county,
      township,
      village,
      code,
      nameOf(from),
      nameOf(to),
      people,
      criterion,
      clause,
      reason,
    ];
    return Object.fromEntries(
      [...values, evidence, changedBy, changedAt].map((value, index) => [changeColumns[index]!, value]),
    );
  });
  const parts = [
    { title: '变化名单', columns: changeColumns, rows },
    matrixPart(diff, { title: '归类转移（村）', nameOf, count: ({ villages }) => villages }),
    matrixPart(diff, { title: '归类转移（已知人口）', nameOf, count: ({ people }) => people ?? 0 }),
  ];
  const notes = [
    '村庄归类变化，供审批会议使用；内部资料，未公开。',
    `版本 ${id}（第 ${version.revision} 次修订）对比版本 ${againstId}（第 ${against.revision} 次修订）。`,
    `变化 ${diff.changed} 村，其中新归类 ${diff.newlyAssigned} 村，移出名单 ${diff.removed} 村；未变 ${diff.unchanged} 村。`,
    '人口为空表示未知，不是零。',
    ...(diff.isDemonstration ? ['演示站：人口为示例数据，不是真实情况。'] : []),
  ];
  return { body: await writeWorkbook(parts, notes), changed: diff.changed, regionCode: version.regionCode };
}

/** The workbook as a download; who took it out is recorded. @throws AppError as readVersionDiff */
export async function getApprovalWorkbook(
  { audit }: Pick<Services, 'audit'>,
  {
    database,
    principal,
    origin,
    params: { id },
    query: { against },
  }: StepRequest & { query: { against: string } },
): Promise<Download> {
  const { body, changed, regionCode } = await database.read((transaction) =>
    writeApprovalWorkbook(transaction, { id, againstId: against }),
  );
  await database.write((transaction) =>
    audit.record(transaction, {
      principal: actorOf(principal),
      role: 'leader',
      action: 'export',
      subjectType: 'export',
      subjectId: `approval-${id}.xlsx`,
      regionCode,
      after: { rows: changed, against },
      origin,
    }),
  );
  return {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `xiangtu-approval-${id}.xlsx`,
    body,
  };
}
