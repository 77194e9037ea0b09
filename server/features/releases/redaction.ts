import { suppressSmallGroups } from '#domain/disclosure/suppression';
import type { ReleasePreview } from '#contract/releases';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { tableCopies } from './tableCopies.ts';
import type { CopyContext } from './tableCopy.ts';

export type Withheld = ReleasePreview['withheld'];

/** The version that is published, as the publisher sees it. */
export interface PublishedVersion {
  id: string;
  planId: string;
  schemeId: string;
  regionCode: string;
}

interface SiteFigures {
  id: number;
  countyCode: string;
  households: number | null;
  people: number | null;
}

/** Least number of households or people a site may be published with. */
const leastGroup = 5;

/**
 * Sites whose figures stay out: those below five households, and others so that no total of their county or of the
 * whole gives them away. Households, people and capacity of a site go together, as each tells of the others.
 */
export function hiddenSitesOf(sites: readonly SiteFigures[], planRegion: string) {
  const parentOf = (group: string) => (group === planRegion ? null : planRegion);
  const small = new Set<number>();
  const complementary = new Set<number>();
  for (const figure of ['households', 'people'] as const) {
    const rows = sites.map((site) => ({ key: String(site.id), group: site.countyCode, value: site[figure] }));
    for (const [index, reason] of suppressSmallGroups({ rows, threshold: leastGroup, parentOf }).rows) {
      (reason === 'small' ? small : complementary).add(sites[index]!.id);
    }
  }
  return { small: [...small], complementary: [...complementary].filter((id) => !small.has(id)) };
}

const demonstrationTables = tableCopies
  .filter(({ table, columns }) => columns.includes('is_demonstration') && table !== 'plan_version')
  .map(({ table }) => `xiangtu.${table}`);

/** Whether this is a 演示站: demonstration data was loaded and nobody has removed it. */
async function isDemonstrationStation(transaction: Transaction): Promise<boolean> {
  const { isLoaded } = await transaction.one<{ isLoaded: boolean }>(sql`
    select exists (
      select from meta.data_load where key = 'demonstration' and checksum <> 'removed'
    ) as "isLoaded"`);
  return isLoaded;
}

/** Everything the copy of a version depends on, and what it leaves out and why. Runs under the publisher. */
export async function readCopyContext(
  transaction: Transaction,
  version: PublishedVersion,
  at: string,
): Promise<{ context: CopyContext; withheld: Withheld }> {
  const isStation = await isDemonstrationStation(transaction);
  const sites = await transaction.all<SiteFigures>(sql`
    select id, county_code as "countyCode", households, people
    from xiangtu.site
    where disclosure <> 'withheld' and (${isStation} or not is_demonstration)
    order by id`);
  const { small, complementary } = hiddenSitesOf(sites, version.regionCode);
  const context: CopyContext = {
    versionId: version.id,
    planId: version.planId,
    schemeId: version.schemeId,
    hiddenSites: [...small, ...complementary].toSorted((a, b) => a - b),
    isDemonstrationStation: isStation,
    at,
  };
  const withheld: Withheld = [
    { subject: 'site.households', rule: 'small-group', count: small.length },
    { subject: 'site.households', rule: 'complementary', count: complementary.length },
    ...(await countWithheld(transaction, context)),
  ];
  return { context, withheld: withheld.filter(({ count }) => count > 0) };
}

/** What single rules leave out. */
async function countWithheld(transaction: Transaction, context: CopyContext): Promise<Withheld> {
  const counts = await transaction.one<Record<string, number>>(sql`
    select
      (
        select count(*) from xiangtu.site
        where disclosure = 'village' and (${context.isDemonstrationStation} or not is_demonstration)
      )::integer as drawn,
      (select count(*) from xiangtu.site where disclosure = 'withheld')::integer as sites,
      (select count(*) from xiangtu.facility where not is_public)::integer as facilities,
      (select count(*) from xiangtu.demonstration_attribute)::integer as attributes,
      (
        select count(*) from xiangtu.assignment
        where version_id = ${context.versionId} and reason is not null
      )::integer as notes,
      (
        select count(*) from xiangtu.plan_version
        where id = ${context.versionId} and decision_reason is not null
      )::integer as reasons`);
  const withheld: Withheld = [
    { subject: 'site.geom', rule: 'site-at-village', count: counts['drawn']! },
    { subject: 'site', rule: 'site-withheld', count: counts['sites']! },
    { subject: 'facility', rule: 'facility-not-public', count: counts['facilities']! },
    { subject: 'demonstration_attribute', rule: 'demonstration-attribute', count: counts['attributes']! },
    { subject: 'assignment.reason', rule: 'working-note', count: counts['notes']! },
    { subject: 'plan_version.decision_reason', rule: 'working-note', count: counts['reasons']! },
  ];
  if (context.isDemonstrationStation) return withheld;
  for (const name of demonstrationTables) {
    const { count } = await transaction.one<{ count: number }>(sql`
      select count(*)::integer as count
      from ${sql.identifier(name, demonstrationTables)}
      where is_demonstration`);
    withheld.push({ subject: name.replace('xiangtu.', ''), rule: 'demonstration-row', count });
  }
  return withheld;
}
