import { z } from 'zod';
import { divisionCodeSchema } from './place.ts';
import { none, route } from './route.ts';

/** Whole numbers; null: unknown, which is not zero. */
const figures = z.array(z.number().int().nullable());

/**
 * What totals, rules and warnings need of every village of a region: parallel columns of one length, in the order of
 * `ids`.
 */
export const villageFactsSchema = z.object({
  region: divisionCodeSchema,
  /** Ascending. */
  ids: z.array(z.number().int()),
  names: z.array(z.string()),
  countyCodes: z.array(divisionCodeSchema),
  townshipCodes: z.array(divisionCodeSchema),
  kinds: z.array(z.enum(['village', 'community'])),
  /** false: the official twin of a village of the plan; totals leave it out. */
  isCounted: z.array(z.boolean()),
  /** In the list of the plan's current version. */
  isListed: z.array(z.boolean()),
  /** Of the territory, square metres on the ellipsoid; territories are estimated where they say so. */
  areas: figures,
  people: figures,
  households: figures,
  incomesYuan: figures,
  collectiveIncomesYuan: figures,
  /** Whether any of people, households and incomes is demonstration data. */
  isDemonstration: z.boolean(),
  /** Metres in a straight line on the ellipsoid. */
  distances: z.object({
    townshipSeat: figures,
    countySeat: figures,
    /** To the nearest working facility of each kind, wherever it lies; null: no place is known, or there is none. */
    facilities: z.record(z.string(), figures),
  }),
  /** Kinds that have demonstration facilities. */
  demonstrationKinds: z.array(z.string()),
});
export type VillageFacts = z.infer<typeof villageFactsSchema>;

export const villageFactRoutes = {
  getVillageFacts: route({
    summary: 'Figures, areas and distances of the villages of a region, in columns',
    tag: 'villages',
    permission: 'read-working',
    audience: 'staff',
    params: none,
    query: z.object({ region: divisionCodeSchema }),
    body: null,
    response: villageFactsSchema,
    cache: 'data',
  }),
};
