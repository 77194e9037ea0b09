import { z } from 'zod';
import { divisionCodeSchema, locationQualitySchema, positionSchema } from './place.ts';
import { facilitySchema, facilityStatusSchema, siteSchema, tourismRouteSchema } from './places.ts';

/** Most rows of a pasted table that are changed at once. */
export const mostRowsAtOnce = 500;
/** Most positions of a drawn line or area. */
export const mostPositions = 20_000;

const name = z.string().trim().min(1).max(80);
const count = z.number().int().min(0).max(1_000_000).nullable();
/** Bounds a year can have at all; what is plausible today the server knows. */
const year = z.number().int().min(1900).max(2200).nullable();
/** How the person who draws knows the place. */
const statedQuality = locationQualitySchema.exclude(['unknown']);
const rowId = z.number().int().positive().max(2_147_483_647);
const revision = z.number().int().positive().max(2_147_483_647);

const siteFields = {
  name,
  households: count,
  people: count,
  capacityHouseholds: count,
  sizeClass: z.enum(['small', 'medium', 'large']),
  openedYear: year,
  /** 五通五有: check name → has, has not, unknown. Replaces all of them. */
  checks: z.record(z.string().regex(/^[a-z][A-Za-z]{0,30}$/), z.boolean().nullable()),
  position: positionSchema,
  /** Where a changed position comes without it: estimated. */
  locationQuality: statedQuality,
};
const facilityFields = {
  kind: z.string().min(1).max(40),
  name,
  capacity: count,
  status: facilityStatusSchema,
  openedYear: year,
  position: positionSchema,
  locationQuality: statedQuality,
};

/** County, township and village are found from the position. */
export const newSiteBody = z.strictObject({
  ...siteFields,
  households: count.default(null),
  people: count.default(null),
  capacityHouseholds: count.default(null),
  openedYear: year.default(null),
  checks: siteFields.checks.default({}),
});
export const newFacilityBody = z.strictObject({
  ...facilityFields,
  capacity: count.default(null),
  status: facilityStatusSchema.default('working'),
  openedYear: year.default(null),
});
export const siteChangesBody = z.strictObject(siteFields).partial();
export const facilityChangesBody = z.strictObject(facilityFields).partial();
export type NewSite = z.input<typeof newSiteBody>;
export type NewFacility = z.input<typeof newFacilityBody>;
export type SiteChanges = z.output<typeof siteChangesBody>;
export type FacilityChanges = z.output<typeof facilityChangesBody>;

const batchOf = <Changes extends z.ZodType>(changes: Changes) =>
  z.strictObject({
    rows: z
      .array(z.strictObject({ id: rowId, revision, changes }))
      .min(1)
      .max(mostRowsAtOnce),
  });
/** All or nothing; what is wrong is told as `rows.3.changes.capacity`. */
export const siteBatchBody = batchOf(siteChangesBody);
export const facilityBatchBody = batchOf(facilityChangesBody);

/** With what is written comes the data version after it: tiles asked for with it show the change. */
const written = { dataVersion: z.string() };
export const writtenSiteSchema = z.object({ item: siteSchema, ...written });
export const writtenFacilitySchema = z.object({ item: facilitySchema, ...written });
export const writtenSitesSchema = z.object({ items: z.array(siteSchema), ...written });
export const writtenFacilitiesSchema = z.object({ items: z.array(facilitySchema), ...written });
/**
 * What was deleted is kept. POST to the address with `/restore` behind it brings it back as it was: same id, same
 * revision, same source.
 */
export const deletedSchema = z.object({ deleted: z.literal(true), restorePath: z.string(), ...written });
export type Deleted = z.infer<typeof deletedSchema>;

/** GeoJSON (RFC 7946), degrees; what its coordinates must be the server checks and tells with the place. */
const geometryOf = <const Types extends readonly [string, ...string[]]>(types: Types) =>
  z.strictObject({ type: z.enum(types), coordinates: z.array(z.json()) });
const projectPlaceFields = {
  /** How the place is called. */
  place: name,
  geometry: geometryOf(['Point', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']),
  locationQuality: statedQuality,
};
export const newProjectPlaceBody = z.strictObject(projectPlaceFields);
export const projectPlaceChangesBody = z.strictObject(projectPlaceFields).partial();

export const projectPlaceSchema = z.object({
  projectNumber: z.number().int(),
  order: z.number().int(),
  place: z.string(),
  /** null: in several counties. */
  countyCode: divisionCodeSchema.nullable(),
  townshipCode: divisionCodeSchema.nullable(),
  villageId: z.number().int().nullable(),
  /** Where a line or an area is drawn as a point. */
  position: positionSchema,
  /** GeoJSON of a line or an area; null: it is a point. */
  shape: z.record(z.string(), z.unknown()).nullable(),
  locationQuality: locationQualitySchema,
  isDemonstration: z.boolean(),
  revision: z.number().int(),
});
export type ProjectPlace = z.infer<typeof projectPlaceSchema>;
export const writtenProjectPlaceSchema = z.object({ item: projectPlaceSchema, ...written });

export const routeStopBody = z.strictObject({
  /** The stop this one was before, by its order; what the plan says of it stays. null: a new one. */
  was: z.number().int().positive().nullable().default(null),
  name,
  position: positionSchema,
  locationQuality: statedQuality,
});
const routeFields = {
  name,
  nameEn: z.string().trim().min(1).max(120),
  theme: z.string().trim().max(200).nullable(),
  note: z.string().trim().max(2000).nullable(),
  stops: z.array(routeStopBody).max(200),
  /** A line a leg where the legs are known: MultiLineString; null: no line. */
  line: geometryOf(['LineString', 'MultiLineString']).nullable(),
  lineQuality: statedQuality,
};
/** Of a route the plan names only stops and line can be changed: the rest is what the document says. */
export const routeChangesBody = z.strictObject(routeFields).partial();
export const newRouteBody = z.strictObject({
  ...routeFields,
  nameEn: routeFields.nameEn.optional(),
  theme: routeFields.theme.default(null),
  note: routeFields.note.default(null),
  stops: routeFields.stops.min(2),
  lineQuality: statedQuality.default('estimated'),
});
/** A route with its line: GeoJSON MultiLineString, a line a leg where it was drawn so. */
export const routeDetailSchema = tourismRouteSchema.extend({
  line: z
    .object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(positionSchema)) })
    .nullable(),
});
export type RouteDetail = z.infer<typeof routeDetailSchema>;
export const writtenRouteSchema = z.object({ item: routeDetailSchema, ...written });

export const routePathBody = z.strictObject({
  stops: z.array(positionSchema).min(2).max(200),
  /** How the stops are called in what is told of them; by their number unless said. */
  names: z.array(z.string().max(80)).max(200).default([]),
});
const pathParts = {
  line: z.array(positionSchema),
  /** Along the roads, on the ellipsoid. */
  metres: z.number(),
  /** By the speeds of the roads' classes. */
  minutes: z.number(),
};
export const routePathSchema = z.object({
  ...pathParts,
  legs: z.array(z.object({ ...pathParts, roadIds: z.array(z.number().int()) })),
  /** How far each stop lies from the road it was put on, metres. */
  snaps: z.array(z.number()),
  /** Roads are demonstration data. */
  isDemonstration: z.boolean(),
});
export type RoutePath = z.infer<typeof routePathSchema>;
