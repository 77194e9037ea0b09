import { z } from 'zod';
import {
  bboxSchema,
  divisionCodeSchema,
  locationQualitySchema,
  positionSchema,
  sourceSchema,
} from './place.ts';

export const regionLevelSchema = z.enum(['prefecture', 'county', 'township']);
export type RegionLevel = z.infer<typeof regionLevelSchema>;

/** A region's name in a breadcrumb. */
export const regionRefSchema = z.object({
  code: divisionCodeSchema,
  level: regionLevelSchema,
  name: z.string(),
  nameEn: z.string(),
});
export type RegionRef = z.infer<typeof regionRefSchema>;

/** villages = base villages in the region; members = villages in the list of the current plan version. */
export const regionSchema = regionRefSchema.extend({
  parentCode: divisionCodeSchema.nullable(),
  aliases: z.array(z.string()),
  villages: z.number().int(),
  members: z.number().int(),
  bbox: bboxSchema.nullable(),
  seat: positionSchema.nullable(),
  seatQuality: locationQualitySchema,
  territoryQuality: locationQualitySchema,
  source: sourceSchema,
});
export type Region = z.infer<typeof regionSchema>;

export const regionListQuery = z.object({
  level: regionLevelSchema.optional(),
  parent: divisionCodeSchema.optional(),
});
export const regionListSchema = z.object({ items: z.array(regionSchema) });

export const regionDetailSchema = regionSchema.extend({
  /** From the prefecture down to the region itself. */
  path: z.array(regionRefSchema),
  children: z.array(regionSchema),
});
export type RegionDetail = z.infer<typeof regionDetailSchema>;
