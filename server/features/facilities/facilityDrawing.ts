import type { Facility } from '#contract/places';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { PointDrawing } from '../drawings/drawPoints.ts';
import { findFacilities, isFacilityKind } from './queries.ts';

/** Drawing of facilities. */
export const facilityDrawing = (services: DrawingServices): PointDrawing<Facility> =>
  new PointDrawing<Facility>(
    {
      layer: 'facilities',
      noun: 'facility',
      columns: {
        kind: 'kind',
        name: 'name',
        capacity: 'capacity',
        status: 'status',
        openedYear: 'opened_year',
      },
      faults: async (transaction, { kind }, path) =>
        typeof kind !== 'string' || (await isFacilityKind(transaction, kind))
          ? []
          : [{ path: `${path}kind`, message: `没有这种设施：${kind} there is no such kind of facility` }],
      find: findFacilities,
    },
    services,
  );
