import { z } from 'zod';
import { versionStates } from '#domain/versions/versionState';
import { contradictionSchema, divisionCodeSchema, sourceSchema } from './place.ts';

export const categoryTargetSchema = z.object({
  indicator: z.enum(['income', 'collectiveIncome']),
  operator: z.enum(['>=', '<=', '=']),
  /** In `unit`, as the plan prints it. */
  value: z.number(),
  unit: z.string(),
  year: z.number().int(),
});

export const categorySchema = z.object({
  key: z.string(),
  /** 1…9: key on the keyboard, code in the compact assignment array, order in every legend. */
  order: z.number().int(),
  /** Palette slot, see docs of the client theme. */
  slot: z.number().int(),
  letter: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shortName: z.string(),
  shortNameEn: z.string(),
  description: z.string().nullable(),
  descriptionEn: z.string().nullable(),
  parentName: z.string().nullable(),
  targets: z.array(categoryTargetSchema),
  source: sourceSchema,
});
export type Category = z.infer<typeof categorySchema>;

export const schemeSchema = z.object({
  id: z.string(),
  revision: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  categories: z.array(categorySchema),
  source: sourceSchema,
});
export type Scheme = z.infer<typeof schemeSchema>;
export const schemeListSchema = z.object({ items: z.array(schemeSchema) });

export const versionStateSchema = z.enum(versionStates);

export const versionSchema = z.object({
  id: z.string(),
  planId: z.string(),
  number: z.number().int(),
  state: versionStateSchema,
  schemeId: z.string(),
  schemeRevision: z.number().int(),
  baseVersion: z.string(),
  revision: z.number().int(),
  dataDate: z.string().nullable(),
  regionCode: divisionCodeSchema,
  /** document: as printed; copy and adjustment: made here. */
  kind: z.enum(['document', 'copy', 'adjustment']),
  label: z.string().nullable(),
  /** Of a yearly adjustment. */
  year: z.number().int().nullable(),
  isDemonstration: z.boolean(),
  source: sourceSchema,
});
export type Version = z.infer<typeof versionSchema>;

export const planFigureSchema = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  value: z.number(),
  unit: z.string(),
  unitEn: z.string(),
  /** What it is about: the plan as a whole or its resettlement sites. */
  subject: z.enum(['plan', 'site']),
  /** The document states it, sets it as a target, or its rows were counted. */
  basis: z.enum(['stated', 'target', 'counted']),
  note: z.string().nullable(),
  noteEn: z.string().nullable(),
  sourcePlace: z.string().nullable(),
});

export const planSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shortName: z.string(),
  shortNameEn: z.string(),
  regionCode: divisionCodeSchema,
  periodStart: z.number().int(),
  periodEnd: z.number().int(),
  versions: z.array(versionSchema),
  figures: z.array(planFigureSchema),
  /** What the document mentions without naming it. */
  outOfScope: z.array(z.object({ text: z.string(), textEn: z.string(), sourcePlace: z.string().nullable() })),
  contradictions: z.array(contradictionSchema),
  source: sourceSchema,
});
export type Plan = z.infer<typeof planSchema>;
export const planListSchema = z.object({ items: z.array(planSchema) });

/**
 * A version's assignments as one compact array: `values` is base64 of one byte a village, index = id − 1.
 * The byte is the category's `order`, or one of assignmentCodes in domain/classification.
 */
export const assignmentsSchema = z.object({
  versionId: z.string(),
  revision: z.number().int(),
  baseVersion: z.string(),
  villageCount: z.number().int(),
  values: z.string(),
});
export type Assignments = z.infer<typeof assignmentsSchema>;

const countSchema = z.object({
  categoryKey: z.string(),
  /** Villages listed. */
  listed: z.number().int(),
  /** Count the document declares; null where it declares none. */
  declared: z.number().int().nullable(),
});

/** Region × category, like the plan's own table: declared beside listed. */
export const versionSummarySchema = z.object({
  versionId: z.string(),
  rows: z.array(
    z.object({
      regionCode: divisionCodeSchema,
      regionName: z.string(),
      regionNameEn: z.string(),
      counts: z.array(countSchema),
      members: z.number().int(),
      villages: z.number().int(),
      unassigned: z.number().int(),
      deferred: z.number().int(),
    }),
  ),
  totals: z.array(countSchema),
  members: z.number().int(),
  villages: z.number().int(),
  /** Members that could not be matched to an official village and have no code. */
  withoutCode: z.number().int(),
  source: sourceSchema,
});
export type VersionSummary = z.infer<typeof versionSummarySchema>;
