import { z } from 'zod';
import {
  bboxSchema,
  contradictionSchema,
  divisionCodeSchema,
  locationQualitySchema,
  pageOf,
  pageQuery,
  positionSchema,
  sourceSchema,
} from './place.ts';
import { categoryTargetSchema } from './plans.ts';
import { regionRefSchema } from './regions.ts';

export const membershipSchema = z.enum(['assigned', 'unassigned', 'deferred', 'outside']);

export const villageItemSchema = z.object({
  id: z.number().int(),
  /** null where the plan's village could not be matched to an official one. */
  code: divisionCodeSchema.nullable(),
  name: z.string(),
  nameEn: z.string(),
  /** First letters of the pinyin, for finding: 十八洞村 is sbdc. */
  initials: z.string(),
  kind: z.enum(['village', 'community']),
  countyCode: divisionCodeSchema,
  countyName: z.string(),
  townshipCode: divisionCodeSchema,
  townshipName: z.string(),
  membership: membershipSchema,
  categoryKey: z.string().nullable(),
  position: positionSchema.nullable(),
  locationQuality: locationQualitySchema,
});
export type VillageItem = z.infer<typeof villageItemSchema>;

export const villageListQuery = z.object({
  ...pageQuery,
  region: divisionCodeSchema.optional(),
  version: z.string().max(100).optional(),
  category: z.string().max(60).optional(),
  membership: membershipSchema.or(z.literal('member')).optional(),
  /** Part of a village or township name, pinyin or initials. */
  q: z.string().max(60).optional(),
});
export const villageListSchema = pageOf(villageItemSchema);
export type VillageList = z.infer<typeof villageListSchema>;

/** The nearest working facility of one kind, straight line on the WGS 84 ellipsoid. */
export const nearestFacilitySchema = z.object({
  kind: z.string(),
  facilityId: z.number().int(),
  name: z.string(),
  distanceMetres: z.number(),
  standardMetres: z.number(),
  isWithinStandard: z.boolean(),
  isEstimated: z.boolean(),
  isDemonstration: z.boolean(),
  position: positionSchema,
});

export const villageDetailSchema = villageItemSchema.extend({
  aliases: z.array(z.string()),
  pinyin: z.string(),
  possibleDuplicateOf: z
    .object({ id: z.number().int(), name: z.string(), townshipName: z.string() })
    .nullable(),
  /** The village whose territory includes this one's since they were merged. */
  mergedInto: z.object({ id: z.number().int(), name: z.string(), townshipName: z.string() }).nullable(),
  path: z.array(regionRefSchema),
  bbox: bboxSchema.nullable(),
  territoryQuality: locationQualitySchema,
  /** Square metres on the ellipsoid; null without a territory. */
  areaSquareMetres: z.number().nullable(),
  assignment: z
    .object({
      versionId: z.string(),
      printedName: z.string().nullable(),
      printedTownship: z.string().nullable(),
      reason: z.string().nullable(),
      flags: z.array(z.string()),
      targets: z.array(categoryTargetSchema),
      source: sourceSchema,
    })
    .nullable(),
  nearest: z.array(nearestFacilitySchema),
  sites: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      households: z.number().int().nullable(),
      isDemonstration: z.boolean(),
    }),
  ),
  projects: z.array(
    z.object({
      number: z.number().int(),
      name: z.string(),
      category: z.string(),
      /** How the project reaches the village: named itself, or its township, county or the whole prefecture. */
      reach: z.enum(['village', 'township', 'county', 'prefecture']),
      sourcePlace: z.string().nullable(),
    }),
  ),
  tourismRoutes: z.array(
    z.object({
      id: z.string(),
      number: z.number().int(),
      name: z.string(),
      isAnchor: z.boolean(),
      sourcePlace: z.string().nullable(),
    }),
  ),
  /** Demonstration attributes; null on an instance without demonstration data. */
  demonstration: z
    .object({
      population: z.number().int().nullable(),
      households: z.number().int().nullable(),
      incomeYuan: z.number().int().nullable(),
      collectiveIncomeYuan: z.number().int().nullable(),
      source: sourceSchema,
    })
    .nullable(),
  contradictions: z.array(contradictionSchema),
  source: sourceSchema,
});
export type VillageDetail = z.infer<typeof villageDetailSchema>;
