import type { Site } from '#contract/places';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { PointDrawing } from '../drawings/drawPoints.ts';
import { findSites } from './queries.ts';

/** Drawing of resettlement sites. */
export const siteDrawing = (services: DrawingServices): PointDrawing<Site> =>
  new PointDrawing<Site>(
    {
      layer: 'sites',
      noun: 'site',
      columns: {
        name: 'name',
        households: 'households',
        people: 'people',
        capacityHouseholds: 'capacity_households',
        sizeClass: 'size_class',
        openedYear: 'opened_year',
        checks: 'checks',
      },
      faults: async () => [],
      find: findSites,
    },
    services,
  );
