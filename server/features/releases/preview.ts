import type { Disclosure, ReleasePreview } from '#contract/releases';
import { isAllowed } from '#domain/access/permissions';
import type { Database } from '../../database/database.ts';
import { sql } from '../../database/sql.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import { databaseFor } from '../../http/requestDatabase.ts';
import { checklistOf } from './checklist.ts';
import { countRows, readTexts } from './copyRows.ts';
import { scanDisclosure, scanRows } from './personalDataScan.ts';
import { readCopyContext } from './redaction.ts';
import { tableCopies } from './tableCopies.ts';
import type { CopyContext } from './tableCopy.ts';
import { countOpenComments, findVersionFacts, type VersionFacts } from './versionFacts.ts';

export interface PreviewInput {
  versionId: string;
  disclosure: Disclosure;
  principal: Principal;
  /** YYYY-MM-DD in China. */
  today: string;
  at: string;
}

/** Most findings that are listed; one is enough to stop a publication. */
const mostFindings = 200;

/** The version with what a reviewer sees of it. @throws AppError not-found, forbidden */
async function readAsReviewer(
  database: Database,
  { versionId, principal }: PreviewInput,
): Promise<VersionFacts & { openComments: number }> {
  const own = databaseFor(database, { principal, permission: 'publish-version' });
  const found = await own.read(async (transaction) => {
    const version = await findVersionFacts(transaction, versionId);
    return version && { ...version, openComments: await countOpenComments(transaction, versionId) };
  });
  if (!found) throw notFound('version', versionId);
  if (!isAllowed(principal.grants, 'publish-version', found.regionCode)) {
    throw new AppError('forbidden', `${principal.login} may not publish in ${found.regionCode}`);
  }
  return found;
}

/** Counts and findings of what would be copied, a table at a time so that no transaction is long. */
async function readContent(database: Database, context: CopyContext) {
  const counts: ReleasePreview['counts'] = [];
  const findings: ReleasePreview['findings'] = [];
  for (const copy of tableCopies) {
    const { rows, texts } = await database.read('publisher', { regions: [] }, async (transaction) => ({
      rows: await countRows(transaction, copy, context),
      texts: await readTexts(transaction, copy, context),
    }));
    counts.push({ subject: copy.table, rows });
    findings.push(...(await scanRows(copy.table, texts)));
  }
  return { counts, findings };
}

/** See `Releases.preview`. */
export async function previewRelease(database: Database, input: PreviewInput): Promise<ReleasePreview> {
  const { versionId, disclosure, principal, today, at } = input;
  const version = await readAsReviewer(database, input);
  const { context, withheld, supersedes } = await database.read(
    'publisher',
    { regions: [] },
    async (transaction) => ({
      ...(await readCopyContext(transaction, version, at)),
      supersedes: await transaction.first<{ id: string }>(sql`
        select id from archive.release where plan_id = ${version.planId} and state = 'published'`),
    }),
  );
  const { counts, findings } = await readContent(database, context);
  findings.push(...scanDisclosure(disclosure));
  const checklist = checklistOf({
    state: version.state,
    disclosure,
    today,
    findings: findings.length,
    unassigned: version.unassigned,
    openComments: version.openComments,
    isOwnSubmission: version.submittedBy === principal.personId,
  });
  return {
    versionId,
    counts,
    withheld,
    checklist,
    findings: findings.slice(0, mostFindings),
    isReady: checklist.every(({ status }) => status !== 'open'),
    isDemonstration: context.isDemonstrationStation || version.isDemonstration,
    supersedes: supersedes?.id ?? null,
  };
}

/** @throws AppError illegal-state, own-submission, checklist-incomplete, personal-data, with what is missing */
export function refuseIncomplete({ versionId, checklist, findings }: ReleasePreview): void {
  const open = checklist.filter(({ status }) => status === 'open').map(({ key }) => key);
  if (open.length === 0) return;
  const isOnlyFindings = open.length === 1 && open[0] === 'personal-data';
  const code = open.includes('state')
    ? 'illegal-state'
    : open.includes('own-version')
      ? 'own-submission'
      : isOnlyFindings
        ? 'personal-data'
        : 'checklist-incomplete';
  throw new AppError(code, `version ${versionId} cannot be published: ${open.join(', ')}`, {
    members: { checklist, ...(findings.length > 0 ? { findings } : {}) },
  });
}
