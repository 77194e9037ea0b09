import { writeWorkbook } from '../export/workbook.ts';
import type { Download } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { readApprovalContent, type ApprovalChange, type ApprovalContent } from './approvalContent.ts';
import { recordApprovalExport, type ApprovalRequest } from './approvalExport.ts';

/** Columns of the list of changes, in order. */
const columns: readonly { title: string; valueOf: (change: ApprovalChange) => string | number | null }[] = [
  { title: '县市', valueOf: ({ county }) => county },
  { title: '乡镇街道', valueOf: ({ township }) => township },
  { title: '村（社区）', valueOf: ({ village }) => village },
  { title: '区划代码', valueOf: ({ code }) => code },
  { title: '原归类', valueOf: ({ from }) => from },
  { title: '新归类', valueOf: ({ to }) => to },
  { title: '人口（人）', valueOf: ({ people }) => people },
  { title: '符合条件', valueOf: ({ criterion }) => criterion },
  { title: '依据条款', valueOf: ({ clause }) => clause },
  { title: '理由', valueOf: ({ reason }) => reason },
  { title: '佐证文件', valueOf: ({ evidence }) => evidence },
  { title: '经手人', valueOf: ({ changedBy }) => changedBy },
  { title: '时间（北京时间）', valueOf: ({ changedAt }) => changedAt },
];

/** An XLSX file, the same for the same content. */
const writeApprovalWorkbook = ({ changes, matrices, notes }: ApprovalContent): Promise<Buffer> =>
  writeWorkbook(
    [
      {
        title: '变化名单',
        columns: columns.map(({ title }) => title),
        rows: changes.map((change) =>
          Object.fromEntries(columns.map(({ title, valueOf }) => [title, valueOf(change)])),
        ),
      },
      ...matrices,
    ],
    notes,
  );

/** The workbook as a download; who took it out is recorded. @throws AppError as readVersionDiff */
export async function getApprovalWorkbook(
  services: Pick<Services, 'audit'>,
  request: ApprovalRequest,
): Promise<Download> {
  const { id } = request.params;
  const content = await request.database.read((transaction) =>
    readApprovalContent(transaction, { id, againstId: request.query.against }),
  );
  const body = await writeApprovalWorkbook(content);
  await recordApprovalExport(services, request, { content, extension: 'xlsx' });
  return {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `xiangtu-approval-${id}.xlsx`,
    body,
  };
}
