import { z } from 'zod';
import { divisionCodeSchema } from './place.ts';

export const reachStatusSchema = z.enum(['served', 'unserved', 'unknown']);
export type ReachStatus = z.infer<typeof reachStatusSchema>;

export const reachQuery = z.object({
  kind: z.string().max(40),
  /** Straight line on the WGS 84 ellipsoid, metres. Without it the kind's own standard. */
  standardMetres: z.coerce.number().int().min(1).max(200_000).optional(),
  region: divisionCodeSchema.optional(),
});

const tallySchema = z.object({
  villages: z.number().int(),
  /** null where no village of the group has a known population. */
  people: z.number().int().nullable(),
});
export type ReachTally = z.infer<typeof tallySchema>;

const talliesSchema = z.object({
  served: tallySchema,
  unserved: tallySchema,
  unknown: tallySchema,
  total: tallySchema,
});

/** Reach by straight line: who has a working facility of the kind within the standard. */
export const reachSchema = z.object({
  kind: z.string(),
  standardMetres: z.number().int(),
  regionCode: divisionCodeSchema.nullable(),
  method: z.literal('geodesic'),
  facilities: z.number().int(),
  totals: talliesSchema,
  byRegion: z.array(
    z
      .object({ regionCode: divisionCodeSchema, regionName: z.string(), regionNameEn: z.string() })
      .extend(talliesSchema.shape),
  ),
  byCategory: z.array(z.object({ categoryKey: z.string().nullable() }).extend(talliesSchema.shape)),
  /** Upper bounds of the bins in metres (last = open) and villages in each. */
  histogram: z.array(
    z.object({ fromMetres: z.number(), toMetres: z.number().nullable(), villages: z.number().int() }),
  ),
  villages: z.array(
    z.object({
      id: z.number().int(),
      status: reachStatusSchema,
      /** false: the official twin of a village the plan lists under another name; drawn, not counted. */
      isCounted: z.boolean(),
      distanceMetres: z.number().nullable(),
      facilityId: z.number().int().nullable(),
    }),
  ),
  /** 0…1 of the demand and facility points whose place is estimated or demonstration. */
  estimatedShare: z.number(),
  /** People are demonstration figures on a 演示站. */
  isDemonstration: z.boolean(),
  dataVersion: z.string(),
});
export type Reach = z.infer<typeof reachSchema>;
