import { z } from 'zod';
import { reachQuery, reachSchema } from './coverage.ts';
import { endpoints, type EndpointName } from './endpoints.ts';
import {
  exportFormatSchema,
  exportLayerSchema,
  healthSchema,
  instanceSchema,
  readySchema,
} from './instance.ts';
import { divisionCodeSchema } from './place.ts';
import {
  facilityKindListSchema,
  facilityListQuery,
  facilityListSchema,
  facilitySchema,
  indicatorListSchema,
  projectListQuery,
  projectListSchema,
  siteListQuery,
  siteListSchema,
  siteSchema,
  tourismRouteListSchema,
} from './places.ts';
import {
  assignmentsSchema,
  planListSchema,
  schemeListSchema,
  versionSchema,
  versionSummarySchema,
} from './plans.ts';
import { regionDetailSchema, regionListQuery, regionListSchema } from './regions.ts';
import { searchQuery, searchResultListSchema } from './search.ts';
import { villageDetailSchema, villageListQuery, villageListSchema } from './villages.ts';

const none = z.object({});
const idParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const versionParams = z.object({ id: z.string().max(100) });

/**
 * What an endpoint takes and answers. `cache` = data: the answer depends on the data version only and is
 * revalidated by ETag; none: never stored.
 */
export interface RouteSchema {
  summary: string;
  tag: string;
  params: z.ZodObject;
  query: z.ZodObject;
  /** null: not JSON; the handler writes the body (see `produces`). */
  response: z.ZodType | null;
  produces?: readonly string[];
  cache: 'data' | 'none';
}

function route<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType | null>(schema: {
  summary: string;
  tag: string;
  params: P;
  query: Q;
  response: R;
  produces?: readonly string[];
  cache: 'data' | 'none';
}) {
  return schema;
}

/** The one source of validation, types, OpenAPI and the client's calls. Keys are those of `endpoints`. */
export const routes = {
  getHealth: route({
    summary: 'The process answers',
    tag: 'operations',
    params: none,
    query: none,
    response: healthSchema,
    cache: 'none',
  }),
  getReady: route({
    summary: 'The database has what the application needs',
    tag: 'operations',
    params: none,
    query: none,
    response: readySchema,
    cache: 'none',
  }),
  getInstance: route({
    summary: 'What this instance holds',
    tag: 'operations',
    params: none,
    query: none,
    response: instanceSchema,
    cache: 'data',
  }),
  listRegions: route({
    summary: 'Regions by level or parent',
    tag: 'regions',
    params: none,
    query: regionListQuery,
    response: regionListSchema,
    cache: 'data',
  }),
  getRegion: route({
    summary: 'A region with its path and children',
    tag: 'regions',
    params: z.object({ code: divisionCodeSchema }),
    query: none,
    response: regionDetailSchema,
    cache: 'data',
  }),
  listVillages: route({
    summary: 'Villages of a region, by category or name',
    tag: 'villages',
    params: none,
    query: villageListQuery,
    response: villageListSchema,
    cache: 'data',
  }),
  getVillage: route({
    summary: 'A village and what the plan says of it',
    tag: 'villages',
    params: idParams,
    query: none,
    response: villageDetailSchema,
    cache: 'data',
  }),
  listSchemes: route({
    summary: 'Classification schemes',
    tag: 'plans',
    params: none,
    query: none,
    response: schemeListSchema,
    cache: 'data',
  }),
  listPlans: route({
    summary: 'Plans and their versions',
    tag: 'plans',
    params: none,
    query: none,
    response: planListSchema,
    cache: 'data',
  }),
  getVersion: route({
    summary: 'A plan version',
    tag: 'plans',
    params: versionParams,
    query: none,
    response: versionSchema,
    cache: 'data',
  }),
  getAssignments: route({
    summary: 'Assignments of a version, compact',
    tag: 'plans',
    params: versionParams,
    query: none,
    response: assignmentsSchema,
    cache: 'data',
  }),
  getVersionSummary: route({
    summary: 'Region × category, declared beside listed',
    tag: 'plans',
    params: versionParams,
    query: z.object({ parent: divisionCodeSchema.optional() }),
    response: versionSummarySchema,
    cache: 'data',
  }),
  listSites: route({
    summary: 'Resettlement sites',
    tag: 'places',
    params: none,
    query: siteListQuery,
    response: siteListSchema,
    cache: 'data',
  }),
  getSite: route({
    summary: 'A resettlement site',
    tag: 'places',
    params: idParams,
    query: none,
    response: siteSchema,
    cache: 'data',
  }),
  listFacilityKinds: route({
    summary: 'Kinds of facility',
    tag: 'places',
    params: none,
    query: none,
    response: facilityKindListSchema,
    cache: 'data',
  }),
  listFacilities: route({
    summary: 'Facilities by kind and region',
    tag: 'places',
    params: none,
    query: facilityListQuery,
    response: facilityListSchema,
    cache: 'data',
  }),
  getFacility: route({
    summary: 'A facility',
    tag: 'places',
    params: idParams,
    query: none,
    response: facilitySchema,
    cache: 'data',
  }),
  listTourismRoutes: route({
    summary: 'Tourism routes with stops',
    tag: 'places',
    params: none,
    query: none,
    response: tourismRouteListSchema,
    cache: 'data',
  }),
  listProjects: route({
    summary: 'Funded projects',
    tag: 'plans',
    params: none,
    query: projectListQuery,
    response: projectListSchema,
    cache: 'data',
  }),
  listIndicators: route({
    summary: 'Indicators of the plan',
    tag: 'plans',
    params: none,
    query: none,
    response: indicatorListSchema,
    cache: 'data',
  }),
  search: route({
    summary: 'Find by name, alias, pinyin, initials or code',
    tag: 'search',
    params: none,
    query: searchQuery,
    response: searchResultListSchema,
    cache: 'data',
  }),
  getReach: route({
    summary: 'Straight-line reach of a kind of facility',
    tag: 'coverage',
    params: none,
    query: reachQuery,
    response: reachSchema,
    cache: 'data',
  }),
  exportLayer: route({
    summary: 'A layer as CSV or GeoJSON, each row with source and location quality',
    tag: 'export',
    params: z.object({ layer: exportLayerSchema, format: exportFormatSchema }),
    query: z.object({ region: divisionCodeSchema.optional() }),
    response: null,
    produces: ['text/csv', 'application/geo+json'],
    cache: 'data',
  }),
} as const satisfies Record<EndpointName, RouteSchema>;

export type Routes = typeof routes;
export type RouteParams<N extends EndpointName> = z.input<Routes[N]['params']>;
export type RouteQuery<N extends EndpointName> = z.input<Routes[N]['query']>;
export type RouteResponse<N extends EndpointName> = Routes[N]['response'] extends z.ZodType
  ? z.output<Routes[N]['response']>
  : never;

export { endpoints };
