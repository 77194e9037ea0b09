import { z } from 'zod';
import { auditRoutes } from './auditRoutes.ts';
import { reachQuery, reachSchema } from './coverage.ts';
import { drawingRoutes } from './drawingRoutes.ts';
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
import { peopleRoutes } from './peopleRoutes.ts';
import { regionDetailSchema, regionListQuery, regionListSchema } from './regions.ts';
import { releaseRoutes } from './releaseRoutes.ts';
import { idParams, none, route, versionParams, type RouteSchema } from './route.ts';
import { ruleRoutes } from './rules.ts';
import { searchQuery, searchResultListSchema } from './search.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { territoryRoutes } from './territories.ts';
import { territoryEditRoutes } from './territoryEdits.ts';
import { villageFactRoutes } from './villageFacts.ts';
import { villageDetailSchema, villageListQuery, villageListSchema } from './villages.ts';
import { workflowRoutes } from './workflowRoutes.ts';

/** Facts everybody reads: staff the working data, the public a release. */
const facts = { permission: 'read-working', audience: 'both', body: null } as const;
const operations = { permission: 'open', audience: 'staff', body: null } as const;

/** The one source of validation, types, OpenAPI and the client's calls. Keys are those of `endpoints`. */
export const routes = {
  getHealth: route({
    summary: 'The process answers',
    tag: 'operations',
    params: none,
    query: none,
    response: healthSchema,
    cache: 'none',
    ...operations,
  }),
  getReady: route({
    summary: 'The database has what the application needs',
    tag: 'operations',
    params: none,
    query: none,
    response: readySchema,
    cache: 'none',
    ...operations,
  }),
  getInstance: route({
    summary: 'What this instance holds',
    tag: 'operations',
    params: none,
    query: none,
    response: instanceSchema,
    cache: 'data',
    ...facts,
  }),
  listRegions: route({
    summary: 'Regions by level or parent',
    tag: 'regions',
    params: none,
    query: regionListQuery,
    response: regionListSchema,
    cache: 'data',
    ...facts,
  }),
  getRegion: route({
    summary: 'A region with its path and children',
    tag: 'regions',
    params: z.object({ code: divisionCodeSchema }),
    query: none,
    response: regionDetailSchema,
    cache: 'data',
    ...facts,
  }),
  listVillages: route({
    summary: 'Villages of a region, by category or name',
    tag: 'villages',
    params: none,
    query: villageListQuery,
    response: villageListSchema,
    cache: 'data',
    ...facts,
  }),
  getVillage: route({
    summary: 'A village and what the plan says of it',
    tag: 'villages',
    params: idParams,
    query: none,
    response: villageDetailSchema,
    cache: 'data',
    ...facts,
  }),
  listSchemes: route({
    summary: 'Classification schemes',
    tag: 'plans',
    params: none,
    query: none,
    response: schemeListSchema,
    cache: 'data',
    ...facts,
  }),
  listPlans: route({
    summary: 'Plans and their versions',
    tag: 'plans',
    params: none,
    query: none,
    response: planListSchema,
    cache: 'data',
    ...facts,
  }),
  getVersion: route({
    summary: 'A plan version',
    tag: 'plans',
    params: versionParams,
    query: none,
    response: versionSchema,
    cache: 'data',
    ...facts,
  }),
  getAssignments: route({
    summary: 'Assignments of a version, compact',
    tag: 'plans',
    params: versionParams,
    query: none,
    response: assignmentsSchema,
    cache: 'data',
    ...facts,
  }),
  getVersionSummary: route({
    summary: 'Region × category, declared beside listed',
    tag: 'plans',
    params: versionParams,
    query: z.object({ parent: divisionCodeSchema.optional() }),
    response: versionSummarySchema,
    cache: 'data',
    ...facts,
  }),
  listSites: route({
    summary: 'Resettlement sites',
    tag: 'places',
    params: none,
    query: siteListQuery,
    response: siteListSchema,
    cache: 'data',
    ...facts,
  }),
  getSite: route({
    summary: 'A resettlement site',
    tag: 'places',
    params: idParams,
    query: none,
    response: siteSchema,
    cache: 'data',
    ...facts,
  }),
  listFacilityKinds: route({
    summary: 'Kinds of facility',
    tag: 'places',
    params: none,
    query: none,
    response: facilityKindListSchema,
    cache: 'data',
    ...facts,
  }),
  listFacilities: route({
    summary: 'Facilities by kind and region',
    tag: 'places',
    params: none,
    query: facilityListQuery,
    response: facilityListSchema,
    cache: 'data',
    ...facts,
  }),
  getFacility: route({
    summary: 'A facility',
    tag: 'places',
    params: idParams,
    query: none,
    response: facilitySchema,
    cache: 'data',
    ...facts,
  }),
  listTourismRoutes: route({
    summary: 'Tourism routes with stops',
    tag: 'places',
    params: none,
    query: none,
    response: tourismRouteListSchema,
    cache: 'data',
    ...facts,
  }),
  listProjects: route({
    summary: 'Funded projects',
    tag: 'plans',
    params: none,
    query: projectListQuery,
    response: projectListSchema,
    cache: 'data',
    ...facts,
  }),
  listIndicators: route({
    summary: 'Indicators of the plan',
    tag: 'plans',
    params: none,
    query: none,
    response: indicatorListSchema,
    cache: 'data',
    ...facts,
  }),
  search: route({
    summary: 'Find by name, alias, pinyin, initials or code',
    tag: 'search',
    params: none,
    query: searchQuery,
    response: searchResultListSchema,
    cache: 'data',
    ...facts,
  }),
  getReach: route({
    summary: 'Straight-line reach of a kind of facility',
    tag: 'coverage',
    params: none,
    query: reachQuery,
    response: reachSchema,
    cache: 'data',
    ...facts,
  }),
  exportLayer: route({
    summary: 'A layer as CSV or GeoJSON, each row with source and location quality',
    tag: 'export',
    params: z.object({ layer: exportLayerSchema, format: exportFormatSchema }),
    query: z.object({ region: divisionCodeSchema.optional() }),
    response: null,
    produces: ['text/csv', 'application/geo+json'],
    cache: 'data',
    ...facts,
    permission: 'export-working',
  }),
  ...sessionRoutes,
  ...peopleRoutes,
  ...workflowRoutes,
  ...ruleRoutes,
  ...territoryRoutes,
  ...territoryEditRoutes,
  ...villageFactRoutes,
  ...drawingRoutes,
  ...releaseRoutes,
  ...auditRoutes,
} as const satisfies Record<EndpointName, RouteSchema>;

export type Routes = typeof routes;
export type RouteParams<N extends EndpointName> = z.input<Routes[N]['params']>;
export type RouteQuery<N extends EndpointName> = z.input<Routes[N]['query']>;
export type RouteBody<N extends EndpointName> = Routes[N]['body'] extends z.ZodType
  ? z.input<Routes[N]['body']>
  : undefined;
export type RouteResponse<N extends EndpointName> = Routes[N]['response'] extends z.ZodType
  ? z.output<Routes[N]['response']>
  : never;

export { endpoints };
export type { RouteSchema };
