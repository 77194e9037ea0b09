import { z } from 'zod';
import { StartError } from '../../startError.ts';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import type { Plan, Scheme } from './planFacts.ts';
import { sourcePlace } from './sourcePlace.ts';
import { sourceIds } from './sources.ts';
import { loadVersionRules } from './versionRules.ts';
import type { VillageRow } from './villages.ts';

const listedRow = z.object({
  county: field.text,
  township: field.text,
  village: field.text,
  category: field.text,
  village_id: field.integer,
  line: field.integer,
  column: field.integer,
  flags: field.list,
});
const matchRow = z.object({ village_id: field.optionalInteger, reason: field.optional });
const declaredRow = z.object({
  category: field.text,
  county: field.text,
  declared: field.integer,
  line: field.integer,
});

interface VersionInput {
  files: DataFiles;
  plan: Plan;
  scheme: Scheme;
  villages: VillageRow[];
  /** Names the base villages and territories this version was drawn on. */
  baseVersion: string;
}

/** The version of the plan document itself; later versions are drafts made here. */
export const documentVersionId = (plan: Plan): string => `${plan.id}-v1`;

async function insertVersion(transaction: Transaction, { plan, scheme, baseVersion }: VersionInput) {
  await transaction.run(sql`
    insert into xiangtu.plan_version (
      id, plan_id, number, state, scheme_id, scheme_revision, base_version, revision, data_date, source_id,
      region_code
    )
    values (
      ${documentVersionId(plan)}, ${plan.id}, 1, 'draft', ${scheme.id}, ${scheme.revision}, ${baseVersion}, 1,
      ${plan.document.date ?? null}, ${sourceIds.plan},
      (select region_code from xiangtu.plan where id = ${plan.id})
    )`);
}

/** Rows of the plan's list with the county of the village they were matched to. */
function assignmentRows({ files, scheme, villages }: VersionInput) {
  const reasons = new Map(
    files.table('xiangxi/match-report.csv', matchRow).map((row) => [row.village_id, row.reason]),
  );
  const categories = new Set(scheme.categories.map((category) => category.key));
  return files.table('xiangxi/villages.csv', listedRow).map((row) => {
    const village = villages[row.village_id - 1];
    if (!village || !categories.has(row.category)) {
      const wrong = village ? `category ${row.category}` : `village ${row.village_id}`;
      throw new StartError(
        'configuration',
        `data/xiangxi/villages.csv: ${wrong} of ${row.village} is unknown`,
      );
    }
    return {
      county_code: village.county_code,
      village_id: row.village_id,
      category_key: row.category,
      printed_name: row.village,
      printed_township: row.township,
      reason: reasons.get(row.village_id) ?? null,
      flags: row.flags,
      source_place: `专栏2，第 ${row.line} 行第 ${row.column} 字`,
    };
  });
}

async function insertDeclaredCounts(transaction: Transaction, { files, plan }: VersionInput) {
  const rows = files.table('xiangxi/declared-counts.csv', declaredRow).map((row) => ({
    ...row,
    source_place: sourcePlace('专栏2', [row.line]),
  }));
  const inserted = await transaction.run(sql`
    insert into xiangtu.declared_count (version_id, county_code, category_key, declared, source_place)
    select ${documentVersionId(plan)}, region.code, row.category, row.declared, row.source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      category text, county text, declared integer, source_place text
    )
    join xiangtu.region on region.level = 'county' and region.name = row.county`);
  if (inserted !== rows.length) {
    throw new StartError(
      'configuration',
      'data/xiangxi/declared-counts.csv names a county that is no region',
    );
  }
}

/** Writes the version the document is, its assignments, what it declares, and its rules. */
export async function loadVersion(transaction: Transaction, input: VersionInput): Promise<void> {
  await insertVersion(transaction, input);
  await transaction.run(sql`
    insert into xiangtu.assignment (
      version_id, county_code, village_id, category_key, printed_name, printed_township, reason, flags,
      source_id, source_place
    )
    select
      ${documentVersionId(input.plan)}, county_code, village_id, category_key, printed_name, printed_township,
      reason, array(select json_array_elements_text(flags)), ${sourceIds.plan}, source_place
    from json_to_recordset(${JSON.stringify(assignmentRows(input))}::json) as row(
      county_code text, village_id integer, category_key text, printed_name text, printed_township text,
      reason text, flags json, source_place text
    )`);
  await insertDeclaredCounts(transaction, input);
  await countListedVillages(transaction);
  const versionId = documentVersionId(input.plan);
  await loadVersionRules(transaction, { ...input, versionId });
  await approveDocument(transaction, versionId);
}

/** Notes at every county and township how many of its villages are listed; nothing was noted before. */
export async function countListedVillages(transaction: Transaction): Promise<void> {
  await transaction.run(sql`
    update xiangtu.region
    set listed_villages = listed.villages
    from (
      select codes.code, count(*) as villages
      from xiangtu.assignment
      join xiangtu.village
        on village.county_code = assignment.county_code and village.id = assignment.village_id
      cross join lateral (values (village.county_code), (village.township_code)) as codes(code)
      group by codes.code
    ) as listed
    where listed.code = region.code`);
}

/**
 * A document was decided where it was issued: here it goes through the states without anybody's name, up to the
 * one before publication. It becomes public together with its release (features/releases).
 */
export async function approveDocument(transaction: Transaction, versionId: string): Promise<void> {
  for (const state of ['submitted', 'approved']) {
    await transaction.run(sql`update xiangtu.plan_version set state = ${state} where id = ${versionId}`);
  }
}
