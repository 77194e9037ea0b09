import { z } from 'zod';
import { StartError } from '../../startError.ts';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import type { Plan } from './planFacts.ts';
import { sourcePlace } from './sourcePlace.ts';
import { sourceIds } from './sources.ts';

interface PlanInput {
  files: DataFiles;
  plan: Plan;
}

const indicatorRow = z.object({
  number: field.integer,
  row: field.integer,
  group: field.text,
  name: field.text,
  unit: field.optional,
  baseline_2020: field.optionalNumber,
  target: field.text,
  target_operator: z.enum(['>=', '<=', '=', '>', '<', 'text']),
  annual_growth_percent: field.optionalNumber,
  kind: z.enum(['约束性', '预期性']),
  text: field.optional,
  line: field.integer,
});

/** A target that is not a number (B级以上) is kept as printed. */
function targetOf(row: z.infer<typeof indicatorRow>, file: string) {
  if (row.target_operator === 'text') {
    return { target: null, target_operator: null, target_text: row.target };
  }
  const target = Number(row.target);
  if (!Number.isFinite(target)) {
    throw new StartError('configuration', `data/${file}: target of ${row.number}.${row.row} is not a number`);
  }
  return { target, target_operator: row.target_operator, target_text: null };
}

/** Writes the indicators of 专栏1, one row a figure. */
export async function loadIndicators(transaction: Transaction, { files, plan }: PlanInput): Promise<void> {
  const file = 'xiangxi/indicators.csv';
  const rows = files.table(file, indicatorRow).map((row) => ({
    number: row.number,
    row: row.row,
    group_name: row.group,
    name: row.name,
    unit: row.unit,
    kind: row.kind === '约束性' ? 'binding' : 'anticipated',
    baseline_year: row.baseline_2020 === null ? null : 2020,
    baseline: row.baseline_2020,
    target_year: plan.periodEnd,
    ...targetOf(row, file),
    annual_growth_percent: row.annual_growth_percent,
    note: row.text,
    source_place: sourcePlace('专栏1', [row.line]),
  }));
  await transaction.run(sql`
    insert into xiangtu.indicator (
      plan_id, number, row, group_name, name, unit, kind, baseline_year, baseline, target_year, target,
      target_operator, target_text, annual_growth_percent, note, source_id, source_place
    )
    select
      ${plan.id}, number, "row", group_name, name, unit, kind, baseline_year, baseline, target_year, target,
      target_operator, target_text, annual_growth_percent, note, ${sourceIds.plan}, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as input(
      number integer, "row" integer, group_name text, name text, unit text, kind text, baseline_year integer,
      baseline numeric, target_year integer, target numeric, target_operator text, target_text text,
      annual_growth_percent numeric, note text, source_place text
    )`);
}

const projectRow = z.object({
  number: field.integer,
  category: field.text,
  name: field.text,
  places: field.list,
  years: field.text,
  investment_yi_yuan: field.optionalNumber,
  investment_group: field.optional,
  content: field.optional,
  line: field.integer,
  subcategory: field.optional,
  note: field.optional,
});

/** Writes the projects of the annex. An amount printed once for a group stays on the row that prints it. */
export async function loadProjects(transaction: Transaction, { files, plan }: PlanInput): Promise<void> {
  const rows = files.table('xiangxi/projects.csv', projectRow).map((row) => {
    const [start, end] = /^(\d{4})-(\d{4})$/.exec(row.years)?.slice(1).map(Number) ?? [null, null];
    return {
      ...row,
      year_start: start,
      year_end: end,
      // 亿元 with one decimal: rounding removes what binary fractions add.
      investment_yuan: row.investment_yi_yuan === null ? null : Math.round(row.investment_yi_yuan * 1e8),
      source_place: sourcePlace('附表', [row.line]),
    };
  });
  await transaction.run(sql`
    insert into xiangtu.project (
      plan_id, number, category, subcategory, name, content, note, places, year_start, year_end, years_text,
      investment_yuan, investment_group, source_id, source_place
    )
    select
      ${plan.id}, number, category, subcategory, name, content, note, array(select json_array_elements_text(places)),
      year_start, year_end, years, investment_yuan, investment_group, ${sourceIds.plan}, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      number integer, category text, subcategory text, name text, content text, note text, places json,
      year_start integer, year_end integer, years text, investment_yuan bigint, investment_group text,
      source_place text
    )`);
}

const contradictionsSchema = z.array(
  z.object({
    id: z.string(),
    subject: z.object({
      type: z.enum(['indicator', 'project', 'route', 'plan', 'site', 'category', 'version']),
      id: z.string(),
      row: z.number().int().nullish(),
    }),
    nature: z.string(),
    summary: z.string(),
    summaryEn: z.string(),
    lines: z.array(z.number().int()),
  }),
);

/** Writes what contradicts itself in the document. */
export async function loadContradictions(
  transaction: Transaction,
  { files, plan }: PlanInput,
): Promise<void> {
  const rows = files.json('xiangxi/contradictions.json', contradictionsSchema).map((row) => ({
    id: row.id,
    subject_type: row.subject.type,
    subject_id: row.subject.id,
    subject_row: row.subject.row ?? null,
    nature: row.nature,
    summary: row.summary,
    summary_en: row.summaryEn,
    source_place: sourcePlace(null, row.lines),
  }));
  await transaction.run(sql`
    insert into xiangtu.contradiction (
      plan_id, id, subject_type, subject_id, subject_row, nature, summary, summary_en, source_id, source_place
    )
    select
      ${plan.id}, id, subject_type, subject_id, subject_row, nature, summary, summary_en, ${sourceIds.plan},
      source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      id text, subject_type text, subject_id text, subject_row integer, nature text, summary text,
      summary_en text, source_place text
    )`);
}
