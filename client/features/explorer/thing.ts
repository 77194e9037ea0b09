import type { Facility, Project, Site, TourismRoute } from '#contract/places';
import type { VillageDetail } from '#contract/villages';
import { call } from '../../api/call.ts';
import type { ThingPlace } from './thingPlace.ts';

/** What is selected on the map, with its kind, so that the right card is drawn. */
export type Thing =
  | { type: 'village'; value: VillageDetail }
  | { type: 'site'; value: Site }
  | { type: 'facility'; value: Facility }
  | { type: 'project'; value: Project }
  | { type: 'route'; value: TourismRoute };

/**
 * Fetches what a selection names; null where there is no such thing.
 * @param selection layer id of the map and id of the feature in it
 * @throws ApiFailure
 */
export async function fetchThing(
  selection: { layer: string; id: string },
  signal: AbortSignal,
): Promise<Thing | null> {
  const { layer, id } = selection;
  const params = { id };
  switch (layer) {
    case 'villages':
      return { type: 'village', value: await call('getVillage', { params }, { signal }) };
    case 'sites':
      return { type: 'site', value: await call('getSite', { params }, { signal }) };
    case 'facilities':
      return { type: 'facility', value: await call('getFacility', { params }, { signal }) };
    case 'projects': {
      const { items } = await call('listProjects', {}, { signal });
      const value = items.find((project) => String(project.number) === id);
      return value ? { type: 'project', value } : null;
    }
    case 'routes': {
      const { items } = await call('listTourismRoutes', {}, { signal });
      const value = items.find((route) => route.id === id);
      return value ? { type: 'route', value } : null;
    }
    default:
      return null;
  }
}

/** Where a thing lies; null where the data gives no place. */
export function placeOf(thing: Thing): ThingPlace | null {
  switch (thing.type) {
    case 'project': {
      const [first] = thing.value.mapped;
      return first ? { position: first.position, bbox: null } : null;
    }
    case 'route':
      return thing.value.bbox ? { position: null, bbox: thing.value.bbox } : null;
    default:
      return thing.value.position
        ? {
            position: thing.value.position,
            bbox: null,
            territory: thing.type === 'village' ? thing.value.bbox : null,
          }
        : null;
  }
}
