import { z } from 'zod';
import { divisionCodeSchema, bboxSchema, sourceSchema } from './place.ts';
import { releaseSchema } from './releases.ts';

export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptimeSeconds: z.number(),
});

export const readySchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  checks: z.array(z.object({ name: z.string(), isOk: z.boolean(), detail: z.string() })),
});

/** What a page must know before it draws anything. */
export const instanceSchema = z.object({
  version: z.string(),
  /** true: demonstration data is loaded and every page says 演示站. */
  isDemonstration: z.boolean(),
  /** 审图号; null: the map says 示意图. */
  mapApprovalNumber: z.string().nullable(),
  /** Whose data this is: staff see working data, everybody else a release. */
  audience: z.enum(['working', 'release']),
  /** The release that is shown; null for staff. */
  release: releaseSchema.nullable(),
  /** Path that tilesets are below: `${tilesPath}/base.json`. */
  tilesPath: z.string(),
  /** Changes when any data changes; part of tile URLs. */
  dataVersion: z.string(),
  baseVersion: z.string(),
  engine: z.enum(['embedded', 'postgres']),
  regionCode: divisionCodeSchema,
  bbox: bboxSchema,
  planId: z.string(),
  versionId: z.string(),
  schemeId: z.string(),
  /** 天地图 basemaps are offered when the server has a key. */
  hasTianditu: z.boolean(),
  sources: z.array(sourceSchema),
});
export type Instance = z.infer<typeof instanceSchema>;

export const exportLayerSchema = z.enum([
  'villages',
  'sites',
  'facilities',
  'roads',
  'routes',
  'projects',
  'indicators',
]);
export const exportFormatSchema = z.enum(['csv', 'geojson']);
