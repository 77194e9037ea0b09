import type { RuleList, VersionRule } from '#contract/rules';
import { makeCatalogue, type AttributeCatalogue, type CatalogueInput } from '#domain/rules/villageAttributes';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** Of a list that was never replaced: the shipped one, a copy, or none. */
const firstRevision = 1;

/** The rules of a version with the revision of their list. */
export async function readRules(transaction: Transaction, versionId: string): Promise<RuleList> {
  const list = await transaction.first<{ revision: number }>(sql`
    select revision
    from version_rule_list
    where version_id = ${versionId}`);
  const items = await transaction.all<VersionRule>(sql`
    select id, category_key as "categoryKey", expression, clause, note
    from version_rule
    where version_id = ${versionId}
    order by position`);
  return { revision: list?.revision ?? firstRevision, items };
}

/** Puts another list in the place of a version's rules. */
export async function writeRules(
  transaction: Transaction,
  {
    versionId,
    rules,
    revision,
    personId,
  }: { versionId: string; rules: readonly VersionRule[]; revision: number; personId: number },
): Promise<void> {
  await transaction.run(sql`delete from version_rule where version_id = ${versionId}`);
  await transaction.run(sql`
    insert into version_rule (version_id, id, position, category_key, expression, clause, note)
    select ${versionId}, rule ->> 'id', position, rule ->> 'categoryKey', rule -> 'expression', rule ->> 'clause',
      rule ->> 'note'
    from jsonb_array_elements(${JSON.stringify(rules)}::jsonb) with ordinality as listed(rule, position)`);
  await transaction.run(sql`
    insert into version_rule_list (version_id, revision, changed_by)
    values (${versionId}, ${revision}, ${personId})
    on conflict (version_id) do update set
      revision = excluded.revision, changed_by = excluded.changed_by, changed_at = now()`);
}

type Named = CatalogueInput['counties'][number];

/** The attributes rules of this instance may read. */
export async function readCatalogue(transaction: Transaction): Promise<AttributeCatalogue> {
  const regions = await transaction.all<Named & { level: string }>(sql`
    select code, name, name_en as "nameEn", level
    from region
    order by code`);
  const facilityKinds = await transaction.all<CatalogueInput['facilityKinds'][number]>(sql`
    select key, name, name_en as "nameEn", exists (
        select from facility where kind = facility_kind.key and is_demonstration
      ) as "isDemonstration"
    from facility_kind
    order by "order"`);
  const { isInvented } = await transaction.one<{ isInvented: boolean }>(sql`
    select exists (select from demonstration_attribute) as "isInvented"`);
  const ofLevel = (level: string) => regions.filter((region) => region.level === level);
  return makeCatalogue({
    counties: ofLevel('county'),
    townships: ofLevel('township'),
    facilityKinds,
    // No list of designated villages is loaded.
    designations: [],
    areIndicatorsDemonstration: isInvented,
  });
}
