import type { Response } from 'express';
import type { VersionRow } from '#contract/workflow';
import { StreamAnswer } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { writePdf, type Paper } from '../export/pdf.ts';
import type { PdfBlock, PdfColumn } from '../export/pdfPages.ts';
import type { WorkbookPart } from '../export/workbook.ts';
import { readApprovalContent, type ApprovalChange, type ApprovalContent } from './approvalContent.ts';
import { recordApprovalExport, type ApprovalRequest } from './approvalExport.ts';

const stateNames: Readonly<Record<VersionRow['state'], string>> = {
  draft: '草案',
  submitted: '送审',
  returned: '退回',
  approved: '已批准',
  published: '已发布',
  superseded: '已被替代',
  retracted: '已撤回',
};

const figures = new Intl.NumberFormat('zh-CN');
const figure = (value: unknown): string =>
  typeof value === 'number' ? figures.format(value) : String(value ?? '无数据');

const titleOf = ({ number, label }: VersionRow) => `第 ${number} 版${label === null ? '' : `（${label}）`}`;

/** A version in a line: its number, where it stands, and the source it comes from. */
function versionLines(name: string, version: VersionRow): PdfBlock[] {
  const { author, submittedBy, submittedAt, source } = version;
  const parts = [
    `${name}：${titleOf(version)}，${stateNames[version.state]}，第 ${version.revision} 次修订，数据截至 ${version.dataDate}`,
    ...(author === null ? [] : [`编制 ${author.name}`]),
    ...(submittedBy === null ? [] : [`送审 ${submittedBy.name} ${(submittedAt ?? '').slice(0, 10)}`.trim()]),
  ];
  const where = source.place === null ? '' : `，${source.place}`;
  return [
    { kind: 'paragraph', text: `${parts.join('；')}。` },
    { kind: 'paragraph', text: `来源：${source.title}${where}（${source.licence}）。` },
  ];
}

function matrixBlocks({ title, columns, rows }: WorkbookPart, unit: string): PdfBlock[] {
  return [
    { kind: 'heading', text: `${title}，单位：${unit}` },
    {
      kind: 'table',
      columns: columns.map((name, index) => ({
        title: name,
        share: index === 0 ? 1.6 : 1,
        isNumeric: index > 0,
      })),
      rows: () => rows.map((row) => columns.map((name) => figure(row[name]))),
    },
  ];
}

const changeColumns: readonly PdfColumn[] = [
  { title: '序号', share: 0.8, isNumeric: true },
  { title: '县市、乡镇、村', share: 3.4 },
  { title: '原归类', share: 1.9 },
  { title: '新归类', share: 1.9 },
  { title: '人口（人）', share: 1.3, isNumeric: true },
  { title: '理由与依据', share: 6 },
];

/** What a change rests on, a line each. */
function basisOf({ reason, criterion, clause, evidence, changedBy, changedAt }: ApprovalChange): string {
  return [
    reason ?? '没有写理由',
    ...(criterion === null ? [] : [`符合：${criterion}`]),
    ...(clause === null ? [] : [`条款：${clause}`]),
    ...(evidence === null ? [] : [`佐证：${evidence}`]),
    ...(changedBy === null ? [] : [`经手：${changedBy} ${changedAt ?? ''}`.trimEnd()]),
  ].join('\n');
}

function* changeRows(changes: readonly ApprovalChange[]): Generator<readonly string[]> {
  let number = 0;
  for (const change of changes) {
    number += 1;
    const { county, township, village, code, from, to, people } = change;
    const place = [`${county}${township}`, village, ...(code === null ? [] : [code])].join('\n');
    yield [String(number), place, from, to, figure(people), basisOf(change)];
  }
}

/** The paper for the meeting: what is compared, where villages went, each changed village, where it all comes from. */
function paperOf(content: ApprovalContent): Paper {
  const { version, against, notes, changes, matrices, isDemonstration } = content;
  const title = `${version.planShortName}村庄归类变化`;
  const [villages, people] = matrices;
  return {
    title: `${title}：${titleOf(version)}对比${titleOf(against)}`,
    runningHead: `${isDemonstration ? '演示数据，不是真实情况 · ' : ''}${title} · 第 ${version.number} 版对比第 ${against.number} 版`,
    foot: '内部资料，供审批会议使用，未公开',
    date: new Date(version.submittedAt ?? version.createdAt),
    blocks: [
      { kind: 'title', text: title },
      ...(isDemonstration ? [{ kind: 'paragraph', text: '【演示数据】' } as const] : []),
      ...versionLines('新版', version),
      ...versionLines('原版', against),
      ...notes.map((text) => ({ kind: 'paragraph', text }) as const),
      ...matrixBlocks(villages!, '村'),
      ...matrixBlocks(people!, '人'),
      { kind: 'heading', text: `变化名单，${changes.length} 村` },
      { kind: 'table', columns: changeColumns, rows: () => changeRows(changes) },
      { kind: 'heading', text: '数据从哪来' },
      {
        kind: 'paragraph',
        text: '归类、理由、依据和佐证取自新版名单，经手人和时间取自同一名单的改动记录；原归类取自原版名单。',
      },
      {
        kind: 'paragraph',
        text: isDemonstration
          ? '人口取自示例属性表，是示例数据；无数据的村不计入人口合计。'
          : '人口取自村属性表；无数据的村不计入人口合计。',
      },
      {
        kind: 'paragraph',
        text: '区划名称和代码取自本系统的行政区划表；没有匹配到官方代码的村不列代码。方括号内的 U+ 编号是字库没有的字。',
      },
    ],
  };
}

/** @param hasBody false for HEAD */
async function sendPaper(
  paper: Paper,
  { fileName, response, hasBody }: { fileName: string; response: Response; hasBody: boolean },
): Promise<void> {
  response.attachment(fileName);
  response.setHeader('content-type', 'application/pdf');
  response.setHeader('cache-control', 'no-store');
  if (hasBody) await writePdf(paper, response);
  else response.end();
}

/** The paper as a download, written page by page; who took it out is recorded. @throws AppError as readVersionDiff */
export async function getApprovalPaper(
  services: Pick<Services, 'audit'>,
  request: ApprovalRequest,
): Promise<StreamAnswer> {
  const { id } = request.params;
  const content = await request.database.read((transaction) =>
    readApprovalContent(transaction, { id, againstId: request.query.against }),
  );
  await recordApprovalExport(services, request, { content, extension: 'pdf' });
  return new StreamAnswer((asked, response) =>
    sendPaper(paperOf(content), {
      fileName: `xiangtu-approval-${id}.pdf`,
      response,
      hasBody: asked.method !== 'HEAD',
    }),
  );
}
