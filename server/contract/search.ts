import { z } from 'zod';
import { bboxSchema, locationQualitySchema, positionSchema } from './place.ts';

export const searchQuery = z.object({
  q: z.string().trim().min(1).max(60),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export const searchResultSchema = z.object({
  type: z.enum(['village', 'region', 'site', 'facility', 'project', 'route']),
  /** Village id, region code, site id … as text. */
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** For example 「花垣县双龙镇」. */
  context: z.string(),
  categoryKey: z.string().nullable(),
  position: positionSchema.nullable(),
  bbox: bboxSchema.nullable(),
  locationQuality: locationQualitySchema.nullable(),
  isDemonstration: z.boolean(),
  match: z.enum(['name', 'alias', 'pinyin', 'initials', 'code', 'approximate']),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
export const searchResultListSchema = z.object({ query: z.string(), items: z.array(searchResultSchema) });
