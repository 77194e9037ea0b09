import type { Manifest, Release } from '#contract/releases';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

interface ReleaseRow extends Omit<Release, 'files'> {
  manifest: Manifest | null;
}

/** A release as the public knows it, with its manifest while it has one to show. */
export interface KnownRelease {
  release: Release;
  manifest: Manifest | null;
}

const instant = (column: 'published_at' | 'superseded_at' | 'retracted_at') =>
  sql`to_char(${sql.identifier(column, [column])} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** All releases, newest first, with tombstones. Runs under the public role: staged ones are not there. */
export async function listReleaseRows(transaction: Transaction): Promise<KnownRelease[]> {
  const rows = await transaction.all<ReleaseRow>(sql`
    select
      id, plan_id as "planId", version_id as "versionId", number, region_code as "regionCode", state,
      ${instant('published_at')} as "publishedAt", superseded_by as "supersededBy",
      ${instant('superseded_at')} as "supersededAt", ${instant('retracted_at')} as "retractedAt",
      retraction_reason as "retractionReason", is_demonstration as "isDemonstration",
      map_approval_number as "mapApprovalNumber", window_start::text as "windowStart",
      window_end::text as "windowEnd", contact, objection, data_date::text as "dataDate", manifest
    from release
    order by plan_id, number desc`);
  return rows.map(({ manifest, ...row }) => ({
    release: { ...row, files: manifest?.files ?? [] },
    manifest,
  }));
}
