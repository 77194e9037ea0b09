import { z } from 'zod';

/** [longitude, latitude] in degrees, CGCS2000 (EPSG:4490). */
export const positionSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** [west, south, east, north] in degrees, EPSG:4490. */
export const bboxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const locationQualitySchema = z.enum(['surveyed', 'gazetteer', 'estimated', 'unknown']);
export type LocationQuality = z.infer<typeof locationQualitySchema>;

/** Official division code as text: 6 (county, prefecture), 9 (township) or 12 (village) digits. */
export const divisionCodeSchema = z
  .string()
  .regex(/^(\d{6}|\d{9}|\d{12})$/, 'a division code has 6, 9 or 12 digits');

/** Where a fact came from: the source and the place in it, for example 「专栏2，第 474 行」. */
export const sourceSchema = z.object({
  id: z.string(),
  title: z.string(),
  titleEn: z.string(),
  kind: z.enum(['document', 'dataset', 'import', 'person', 'computation']),
  licence: z.string(),
  isDemonstration: z.boolean(),
  place: z.string().nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** A contradiction found in the source, shown beside the figure it concerns. */
export const contradictionSchema = z.object({
  id: z.string(),
  subjectType: z.enum(['indicator', 'project', 'route', 'plan', 'site', 'category', 'version']),
  subjectId: z.string(),
  /** Sub-row of an indicator; null: all of its rows. */
  subjectRow: z.number().int().nullable(),
  /** The sum is off, the count is off, two figures, a slip of the pen, unclear, or worded in two ways. */
  nature: z.enum(['arithmetic', 'counting', 'figures', 'slip', 'unclear', 'wording']),
  summary: z.string(),
  summaryEn: z.string(),
  sourcePlace: z.string().nullable(),
});
export type Contradiction = z.infer<typeof contradictionSchema>;

/** A page of a list. `nextCursor` is null on the last page; `total` counts all pages. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: z.number().int(), nextCursor: z.string().nullable() });
}

/** Query parameters of every paged list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional(),
};
