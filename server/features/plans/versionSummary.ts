import type { Version, VersionSummary } from '#contract/plans';
import { regionCovers } from '#domain/regions/regionCodes';
import type { Transaction } from '../../database/transaction.ts';
import { readCategoryKeys } from './categoryKeys.ts';
import { listSummaryCounts, listSummaryRegions, type SummaryCount } from './queries.ts';

type Count = VersionSummary['totals'][number];

/** Declared is null where the document declares nothing about a part: a sum of some would be no declaration. */
function totalOf(categoryKey: string, counts: readonly Count[]): Count {
  const own = counts.filter((count) => count.categoryKey === categoryKey);
  const isDeclared = own.length > 0 && own.every((count) => count.declared !== null);
  return {
    categoryKey,
    listed: own.reduce((sum, count) => sum + count.listed, 0),
    declared: isDeclared ? own.reduce((sum, count) => sum + count.declared!, 0) : null,
  };
}

/** Every category in the order of the scheme, also those a region has none of. */
function countsOf(regionCode: string, keys: readonly string[], counts: readonly SummaryCount[]): Count[] {
  return keys.map((categoryKey) => {
    const found = counts.find(
      (count) => count.regionCode === regionCode && count.categoryKey === categoryKey,
    );
    return { categoryKey, listed: found?.listed ?? 0, declared: found?.declared ?? null };
  });
}

/**
 * Region × category below `parent`, like the plan's own table: what is declared beside what is listed.
 * @param input.regions where the asker sees the list; null: everywhere. Other regions are left out of rows and sums:
 * their counts would look like a list without villages.
 */
export async function summarizeVersion(
  transaction: Transaction,
  { version, parent, regions: seen }: { version: Version; parent: string; regions: readonly string[] | null },
): Promise<VersionSummary> {
  const input = { versionId: version.id, parent };
  const keys = await readCategoryKeys(transaction, version.schemeId);
  const regions = (await listSummaryRegions(transaction, input)).filter(
    ({ regionCode }) => seen === null || seen.some((region) => regionCovers(region, regionCode.slice(0, 6))),
  );
  const counts = await listSummaryCounts(transaction, input);
  const rows = regions.map(
    ({ regionCode, regionName, regionNameEn, members, villages, unassigned, deferred }) => ({
      regionCode,
      regionName,
      regionNameEn,
      counts: countsOf(regionCode, keys, counts),
      members,
      villages,
      unassigned,
      deferred,
    }),
  );
  const sum = (of: (region: (typeof regions)[number]) => number) =>
    regions.reduce((total, region) => total + of(region), 0);
  return {
    versionId: version.id,
    rows,
    totals: keys.map((key) =>
      totalOf(
        key,
        rows.flatMap((row) => row.counts),
      ),
    ),
    members: sum((region) => region.members),
    villages: sum((region) => region.villages),
    withoutCode: sum((region) => region.withoutCode),
    source: version.source,
  };
}
