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

/** yes, no, or null = unknown. */
const checkSchema = z.boolean().nullable();

export const siteSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  countyCode: divisionCodeSchema,
  countyName: z.string(),
  townshipCode: divisionCodeSchema.nullable(),
  townshipName: z.string().nullable(),
  villageId: z.number().int().nullable(),
  households: z.number().int().nullable(),
  people: z.number().int().nullable(),
  capacityHouseholds: z.number().int().nullable(),
  sizeClass: z.enum(['small', 'medium', 'large']),
  openedYear: z.number().int().nullable(),
  /** 五通五有: check name → has, has not, unknown. */
  checks: z.record(z.string(), checkSchema),
  position: positionSchema,
  locationQuality: locationQualitySchema,
  isDemonstration: z.boolean(),
  /** Goes up with every change by a person: If-Match of the next one. In a release always 1. */
  revision: z.number().int(),
  source: sourceSchema,
});
export type Site = z.infer<typeof siteSchema>;
export const siteListQuery = z.object({ ...pageQuery, region: divisionCodeSchema.optional() });
export const siteListSchema = pageOf(siteSchema);

export const facilityKindSchema = z.object({
  key: z.string(),
  order: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  glyph: z.string(),
  group: z.string(),
  /** Straight-line standard used where none is chosen, metres. */
  standardMetres: z.number().int(),
  count: z.number().int(),
});
export type FacilityKind = z.infer<typeof facilityKindSchema>;
export const facilityKindListSchema = z.object({ items: z.array(facilityKindSchema) });

export const facilityStatusSchema = z.enum(['working', 'planned', 'closed']);
export const facilitySchema = z.object({
  id: z.number().int(),
  kind: z.string(),
  name: z.string(),
  countyCode: divisionCodeSchema,
  countyName: z.string(),
  townshipCode: divisionCodeSchema.nullable(),
  townshipName: z.string().nullable(),
  villageId: z.number().int().nullable(),
  capacity: z.number().int().nullable(),
  status: facilityStatusSchema,
  openedYear: z.number().int().nullable(),
  position: positionSchema,
  locationQuality: locationQualitySchema,
  isDemonstration: z.boolean(),
  /** Goes up with every change by a person: If-Match of the next one. In a release always 1. */
  revision: z.number().int(),
  source: sourceSchema,
});
export type Facility = z.infer<typeof facilitySchema>;
export const facilityListQuery = z.object({
  ...pageQuery,
  region: divisionCodeSchema.optional(),
  kind: z.string().max(40).optional(),
});
export const facilityListSchema = pageOf(facilitySchema);

export const tourismRouteSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  /** As the plan names them, in its order. */
  countyNames: z.array(z.string()),
  /** How many the plan says it names; null where it does not say. */
  declaredCountyCount: z.number().int().nullable(),
  theme: z.string().nullable(),
  themeEn: z.string().nullable(),
  anchors: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      county: z.string().nullable(),
      sourcePlace: z.string().nullable(),
    }),
  ),
  note: z.string().nullable(),
  noteEn: z.string().nullable(),
  bbox: bboxSchema.nullable(),
  /** null without demonstration data: the plan gives no line. */
  lengthMetres: z.number().nullable(),
  lineQuality: locationQualitySchema.nullable(),
  isDemonstration: z.boolean(),
  stops: z.array(
    z.object({
      order: z.number().int(),
      name: z.string(),
      villageId: z.number().int().nullable(),
      isAnchor: z.boolean(),
      position: positionSchema,
      locationQuality: locationQualitySchema,
      isDemonstration: z.boolean(),
    }),
  ),
  contradictions: z.array(contradictionSchema),
  /** Goes up with every change of the route, its line or its stops: If-Match of the next one. In a release always 1. */
  revision: z.number().int(),
  source: sourceSchema,
});
export type TourismRoute = z.infer<typeof tourismRouteSchema>;
export const tourismRouteListSchema = z.object({ items: z.array(tourismRouteSchema) });

export const projectSchema = z.object({
  number: z.number().int(),
  category: z.string(),
  subcategory: z.string().nullable(),
  name: z.string(),
  content: z.string().nullable(),
  note: z.string().nullable(),
  places: z.array(z.string()),
  yearStart: z.number().int().nullable(),
  yearEnd: z.number().int().nullable(),
  yearsText: z.string().nullable(),
  /** The group's amount where investmentGroup is set; null where the row prints none of its own. */
  investmentYuan: z.number().int().nullable(),
  investmentGroup: z.string().nullable(),
  mapped: z.array(
    z.object({
      order: z.number().int(),
      place: z.string(),
      position: positionSchema,
      /** GeoJSON of a line or an area, degrees; null: it is a point. */
      shape: z.record(z.string(), z.unknown()).nullable(),
      locationQuality: locationQualitySchema,
      isDemonstration: z.boolean(),
      revision: z.number().int(),
    }),
  ),
  contradictions: z.array(contradictionSchema),
  source: sourceSchema,
});
export type Project = z.infer<typeof projectSchema>;
export const projectListQuery = z.object({
  region: divisionCodeSchema.optional(),
  category: z.string().max(60).optional(),
});
export const projectListSchema = z.object({ items: z.array(projectSchema) });

export const indicatorSchema = z.object({
  number: z.number().int(),
  row: z.number().int(),
  group: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  kind: z.enum(['binding', 'anticipated']),
  baselineYear: z.number().int().nullable(),
  baseline: z.number().nullable(),
  baselineText: z.string().nullable(),
  targetYear: z.number().int().nullable(),
  target: z.number().nullable(),
  targetOperator: z.string().nullable(),
  targetText: z.string().nullable(),
  annualGrowthPercent: z.number().nullable(),
  note: z.string().nullable(),
  contradictions: z.array(contradictionSchema),
  source: sourceSchema,
});
export type Indicator = z.infer<typeof indicatorSchema>;
export const indicatorListSchema = z.object({ items: z.array(indicatorSchema) });
