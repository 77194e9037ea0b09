import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import type { DataFiles } from './dataFiles.ts';
import { sourcePlace } from './sourcePlace.ts';
import { sourceIds } from './sources.ts';

const lines = z.array(z.number().int());
const source = z.object({ place: z.string(), lines });
const target = z.object({
  indicator: z.enum(['income', 'collectiveIncome']),
  operator: z.enum(['>=', '<=', '=']),
  value: z.number(),
  unit: z.string(),
  year: z.number().int(),
});
const schemeSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  revision: z.number().int(),
  source,
  categories: z.array(
    z.object({
      key: z.string(),
      order: z.number().int(),
      letter: z.string(),
      slot: z.number().int(),
      name: z.string(),
      nameEn: z.string(),
      shortName: z.string(),
      shortNameEn: z.string(),
      description: z.string(),
      descriptionEn: z.string(),
      parentName: z.string().nullish(),
      targets: z.array(target),
      source,
    }),
  ),
});
export type Scheme = z.infer<typeof schemeSchema>;

const figureSchema = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  value: z.number(),
  unit: z.string(),
  unitEn: z.string(),
  basis: z.enum(['stated', 'target', 'counted']),
  place: z.string(),
  lines,
  note: z.string().nullish(),
  noteEn: z.string().nullish(),
});
const planSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shortName: z.string(),
  shortNameEn: z.string(),
  regionCode: z.string(),
  periodStart: z.number().int(),
  periodEnd: z.number().int(),
  schemeId: z.string(),
  document: z.object({ date: z.string().nullish() }),
  figures: z.array(figureSchema),
  outOfScope: z.array(z.object({ zh: z.string(), en: z.string(), lines })),
});
export type Plan = z.infer<typeof planSchema>;

const routesSchema = z.array(
  z.object({
    id: z.string(),
    number: z.number().int(),
    name: z.string(),
    nameEn: z.string(),
    theme: z.string().nullish(),
    themeEn: z.string().nullish(),
    counties: z.array(z.string()),
    declaredCountyCount: z.number().int().nullish(),
    anchors: z.array(
      z.object({ name: z.string(), kind: z.string(), county: z.string().nullish(), line: z.number().int() }),
    ),
    place: z.string(),
    line: z.number().int(),
    note: z.string().nullish(),
    noteEn: z.string().nullish(),
  }),
);

export const readPlan = (files: DataFiles): Plan => files.json('xiangxi/plan.json', planSchema);
export const readScheme = (files: DataFiles): Scheme => files.json('xiangxi/scheme.json', schemeSchema);

/** Writes the scheme with its categories; it comes from the plan, unless another source is named. */
export async function loadScheme(
  transaction: Transaction,
  scheme: Scheme,
  sourceId: string = sourceIds.plan,
): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.scheme (id, revision, name, name_en, source_id, source_place)
    values (
      ${scheme.id}, ${scheme.revision}, ${scheme.name}, ${scheme.nameEn}, ${sourceId},
      ${sourcePlace(scheme.source.place, scheme.source.lines)}
    )`);
  const rows = scheme.categories.map((category) => ({
    ...category,
    source_place: sourcePlace(category.source.place, category.source.lines),
  }));
  await transaction.run(sql`
    insert into xiangtu.category (
      scheme_id, key, "order", slot, letter, name, name_en, short_name, short_name_en,
      description, description_en, parent_name, targets, source_id, source_place
    )
    select
      ${scheme.id}, key, "order", slot, letter, name, "nameEn", "shortName", "shortNameEn",
      description, "descriptionEn", "parentName", targets, ${sourceId}, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      key text, "order" integer, slot integer, letter text, name text, "nameEn" text, "shortName" text,
      "shortNameEn" text, description text, "descriptionEn" text, "parentName" text, targets jsonb,
      source_place text
    )`);
}

/** Writes the plan with its figures and those about resettlement sites. */
export async function loadPlan(
  transaction: Transaction,
  { files, plan }: { files: DataFiles; plan: Plan },
): Promise<void> {
  const siteFacts = files.json('xiangxi/site-facts.json', z.object({ figures: z.array(figureSchema) }));
  const figuresOf = (figures: Plan['figures'], subject: 'plan' | 'site') =>
    figures.map(({ place, lines: at, ...figure }) => ({
      ...figure,
      note: figure.note ?? null,
      noteEn: figure.noteEn ?? null,
      subject,
      sourcePlace: sourcePlace(place, at),
    }));
  const figures = [...figuresOf(plan.figures, 'plan'), ...figuresOf(siteFacts.figures, 'site')];
  const outOfScope = plan.outOfScope.map(({ zh, en, lines: at }) => ({
    text: zh,
    textEn: en,
    sourcePlace: sourcePlace(null, at),
  }));
  await transaction.run(sql`
    insert into xiangtu.plan (
      id, name, name_en, short_name, short_name_en, region_code, period_start, period_end,
      figures, out_of_scope, source_id
    )
    values (
      ${plan.id}, ${plan.name}, ${plan.nameEn}, ${plan.shortName}, ${plan.shortNameEn}, ${plan.regionCode},
      ${plan.periodStart}, ${plan.periodEnd}, ${JSON.stringify(figures)}, ${JSON.stringify(outOfScope)},
      ${sourceIds.plan}
    )`);
}

/** Writes the tourism routes as the plan names them: no line, no stops. */
export async function loadTourismRoutes(
  transaction: Transaction,
  { files, plan }: { files: DataFiles; plan: Plan },
): Promise<void> {
  const rows = files.json('xiangxi/routes.json', routesSchema).map((route) => ({
    ...route,
    anchors: route.anchors.map(({ name, kind, county, line }) => ({
      name,
      kind,
      county: county ?? null,
      sourcePlace: sourcePlace(route.place, [line]),
    })),
    source_place: sourcePlace(route.place, [route.line]),
  }));
  await transaction.run(sql`
    insert into xiangtu.tourism_route (
      plan_id, id, number, name, name_en, theme, theme_en, county_names, declared_county_count, anchors,
      note, note_en, source_id, source_place
    )
    select
      ${plan.id}, id, number, name, "nameEn", theme, "themeEn", array(select json_array_elements_text(counties)),
      "declaredCountyCount", anchors, note, "noteEn", ${sourceIds.plan}, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      id text, number integer, name text, "nameEn" text, theme text, "themeEn" text, counties json,
      "declaredCountyCount" integer, anchors jsonb, note text, "noteEn" text, source_place text
    )`);
}

/** Data files of the plan, in the order they enter its checksum. */
export const planFiles = [
  'xiangxi/plan.json',
  'xiangxi/scheme.json',
  'xiangxi/rules.json',
  'xiangxi/villages.csv',
  'xiangxi/match-report.csv',
  'xiangxi/declared-counts.csv',
  'xiangxi/indicators.csv',
  'xiangxi/projects.csv',
  'xiangxi/routes.json',
  'xiangxi/site-facts.json',
  'xiangxi/contradictions.json',
] as const;
