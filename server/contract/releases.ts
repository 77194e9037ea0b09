import { z } from 'zod';
import { divisionCodeSchema } from './place.ts';

export const releaseStateSchema = z.enum(['published', 'superseded', 'retracted']);

export const releaseFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** What it holds, for people. */
  title: z.string(),
  titleEn: z.string(),
});
/** manifest.json of a release. */
export const manifestSchema = z.object({
  releaseId: z.string(),
  planId: z.string(),
  versionId: z.string(),
  publishedAt: z.string(),
  dataDate: z.string().nullable(),
  isDemonstration: z.boolean(),
  mapApprovalNumber: z.string().nullable(),
  window: z.object({ start: z.string(), end: z.string() }),
  contact: z.string(),
  objection: z.string(),
  sources: z.array(z.object({ title: z.string(), licence: z.string() })),
  files: z.array(releaseFileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A release as anybody may see it; of a retracted one only the tombstone is left. */
export const releaseSchema = z.object({
  id: z.string(),
  planId: z.string(),
  versionId: z.string(),
  number: z.number().int(),
  regionCode: divisionCodeSchema,
  state: releaseStateSchema,
  publishedAt: z.string(),
  supersededBy: z.string().nullable(),
  supersededAt: z.string().nullable(),
  retractedAt: z.string().nullable(),
  retractionReason: z.string().nullable(),
  isDemonstration: z.boolean(),
  mapApprovalNumber: z.string().nullable(),
  windowStart: z.string(),
  windowEnd: z.string(),
  contact: z.string(),
  objection: z.string(),
  dataDate: z.string().nullable(),
  files: z.array(releaseFileSchema),
});
export type Release = z.infer<typeof releaseSchema>;
export const releaseListSchema = z.object({ items: z.array(releaseSchema) });

/** What the disclosure must say; half-filled while previewing. */
export const disclosureSchema = z.strictObject({
  windowStart: z.iso.date().nullable().default(null),
  windowEnd: z.iso.date().nullable().default(null),
  /** Office and telephone for questions. */
  contact: z.string().trim().max(200).default(''),
  /** Where and how to object. */
  objection: z.string().trim().max(500).default(''),
  /** 审图号; empty: the map says 示意图. */
  mapApprovalNumber: z.string().trim().max(60).default(''),
  /** The publisher has read that the map is shown as 示意图 without 审图号. */
  acceptsSchematicMap: z.boolean().default(false),
});
export type Disclosure = z.infer<typeof disclosureSchema>;

export const checklistItemSchema = z.object({
  key: z.enum([
    'state',
    'map-approval',
    'window',
    'contact',
    'objection',
    'personal-data',
    'unassigned',
    'open-comments',
    'own-version',
  ]),
  status: z.enum(['done', 'open', 'warning']),
  /** How many, where the item counts something. */
  count: z.number().int().nullable(),
});
export const withheldSchema = z.object({
  /** Which things: table or field. */
  subject: z.string(),
  rule: z.enum([
    'site-at-village',
    'site-withheld',
    'facility-not-public',
    'small-group',
    'complementary',
    'demonstration-attribute',
    'working-note',
    'demonstration-row',
  ]),
  count: z.number().int(),
});
export const findingSchema = z.object({
  kind: z.string(),
  path: z.string(),
  excerpt: z.string(),
});
export const releasePreviewSchema = z.object({
  versionId: z.string(),
  /** What the public would see. */
  counts: z.array(z.object({ subject: z.string(), rows: z.number().int() })),
  withheld: z.array(withheldSchema),
  checklist: z.array(checklistItemSchema),
  findings: z.array(findingSchema),
  isReady: z.boolean(),
  isDemonstration: z.boolean(),
  /** The release it would supersede. */
  supersedes: z.string().nullable(),
});
export type ReleasePreview = z.infer<typeof releasePreviewSchema>;
