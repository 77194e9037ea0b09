import { z } from 'zod';
import { divisionCodeSchema } from './place.ts';
import { none, route } from './route.ts';

/** Borders of village territories; `decodeArcs` of domain/territories reads them. */
export const territoriesSchema = z.object({
  region: divisionCodeSchema,
  /** For If-Match of an edit: the number of the latest edit, 1 before the first. */
  revision: z.number().int().positive(),
  /** Degrees (EPSG:4490) a unit. */
  scale: z.literal(1e-6),
  /** Every border of a village of the region, those it shares with villages outside too. */
  arcs: z.array(
    z.object({
      id: z.number().int(),
      /** Village on the left and on the right, walking along the points; 0: outside every territory. */
      left: z.number().int(),
      right: z.number().int(),
      rank: z.enum(['village', 'township', 'county', 'prefecture']),
      /** [x0, y0, dx, dy, …] in units: the first point, then steps. */
      points: z.array(z.number().int()).min(4),
    }),
  ),
});
export type Territories = z.infer<typeof territoriesSchema>;

export const territoryRoutes = {
  getTerritories: route({
    summary: 'Borders of the village territories of a region, as integers',
    tag: 'territories',
    permission: 'read-working',
    audience: 'staff',
    params: none,
    query: z.object({ region: divisionCodeSchema }),
    body: null,
    response: territoriesSchema,
    cache: 'data',
  }),
};
