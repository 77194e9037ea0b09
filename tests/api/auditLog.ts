import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import type { Administration, Transaction } from '../../server/database/transaction.ts';
import { createAudit, type Audit } from '../../server/features/audit/audit.ts';
import { verifyChains, type AuditVerification } from '../../server/features/audit/verifyAudit.ts';
import { testAuditKey } from './testApp.ts';

/** The audit log of the tests with anchors of its own. */
export const ownAudit = (key: string | null = testAuditKey): Promise<Audit> =>
  createAudit({ key, dataDirectory: mkdtempSync(path.join(tmpdir(), 'xiangtu-audit-')) });

/** Writes events about nothing into the chain of a county. */
export async function writeEvents(
  audit: Audit,
  transaction: Transaction,
  { county, count, first = 1 }: { county: string; count: number; first?: number },
): Promise<void> {
  for (let index = first; index < first + count; index += 1) {
    await audit.record(transaction, {
      principal: index % 3 === 0 ? null : { personId: index % 7, name: `测试${index % 7}` },
      role: 'planner',
      action: index % 2 === 0 ? 'change-assignments' : 'comment',
      subjectType: 'release',
      subjectId: String(index),
      regionCode: county,
      before: index % 5 === 0 ? undefined : { status: 'unassigned', order: index, names: ['十八洞', null] },
      after: { status: 'assigned', share: index / 3, text: `第${index}次 "引号" \\ 😀` },
      origin: index % 4 === 0 ? null : { requestId: `request-${index}`, address: '192.0.2.7' },
    });
  }
}

/** Deletes the chains of a test, as only a superuser can who switches the triggers off. */
export async function removeChains(database: Database, chains: readonly string[]): Promise<void> {
  await database.administer(async (administration) => {
    await withoutGuards(administration);
    await administration.run(sql`delete from xiangtu.audit_event where chain = any(${chains})`);
    await administration.run(sql`delete from xiangtu.audit_chain where chain = any(${chains})`);
    await administration.script(`
      alter table xiangtu.audit_event enable trigger user;
      alter table xiangtu.audit_chain enable trigger user`);
  });
}

/** What somebody with every right in the database would do first. */
export const withoutGuards = (administration: Administration): Promise<void> =>
  administration.script(`
    alter table xiangtu.audit_event disable trigger user;
    alter table xiangtu.audit_chain disable trigger user`);

/** As `npm run audit:verify` does it. */
export const verifyAudit = (database: Database, audit: Audit): Promise<AuditVerification> =>
  database.administer((administration) => verifyChains(administration, audit));
