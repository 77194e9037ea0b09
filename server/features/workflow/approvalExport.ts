import type { Services } from '../../services.ts';
import { actorOf } from './access.ts';
import type { ApprovalContent } from './approvalContent.ts';
import type { StepRequest } from './steps.ts';

/** A version, and the one it is compared with. */
export type ApprovalRequest = StepRequest & { query: { against: string } };

/** Who took the changes out, and how many, stands in the audit log. */
export async function recordApprovalExport(
  { audit }: Pick<Services, 'audit'>,
  { database, principal, origin, params: { id }, query: { against } }: ApprovalRequest,
  { content, extension }: { content: ApprovalContent; extension: 'xlsx' | 'pdf' },
): Promise<void> {
  await database.write((transaction) =>
    audit.record(transaction, {
      principal: actorOf(principal),
      role: 'leader',
      action: 'export',
      subjectType: 'export',
      subjectId: `approval-${id}.${extension}`,
      regionCode: content.version.regionCode,
      after: { rows: content.changed, against },
      origin,
    }),
  );
}
