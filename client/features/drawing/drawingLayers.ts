import type { EndpointName } from '#contract/endpoints';
import type { Facility, Project, Site } from '#contract/places';
import { ApiFailure, call } from '../../api/call.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import type { TilesetName } from '../../map/tilesets.ts';
import {
  rowOfFacility,
  rowOfProjectPlace,
  rowOfRoute,
  rowOfSite,
  type DrawnLayerId,
  type DrawnRow,
  type Values,
} from './drawnRow.ts';

/** A layer that is drawn: where its rows come from, and how they are written. All of it throws ApiFailure. */
export interface DrawingLayer {
  id: DrawnLayerId;
  title: MessageKey;
  newTitle: MessageKey;
  /** Whose body the form is made from. */
  formOf: EndpointName;
  tileset: TilesetName;
  /** Layers of the map that are shown while this one is drawn. */
  shown: readonly string[];
  list(signal: AbortSignal): Promise<DrawnRow[]>;
  /** A row with everything the form needs; null where it is not there any more. */
  find(key: string, signal?: AbortSignal): Promise<DrawnRow | null>;
  /** @param parent the project that a place belongs to; of the other layers null */
  create(values: Values, parent: string | null): Promise<DrawnRow>;
  change(key: string, changes: Values, revision: number): Promise<DrawnRow>;
  remove(key: string, revision: number): Promise<void>;
  restore(key: string): Promise<DrawnRow>;
}

const seen = (revision: number) => ({ 'if-match': `"${revision}"` });

/** null for what is not there. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof ApiFailure && failure.code === 'not-found') return null;
    throw failure;
  }
}

const rowsARequest = 1000;

async function listAll<Item>(endpoint: 'listSites' | 'listFacilities', signal: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: unknown[]; nextCursor: string | null } = await call(
      endpoint,
      { query: { limit: rowsARequest, cursor } },
      { signal },
    );
    items.push(...(page.items as Item[]));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

const sites: DrawingLayer = {
  id: 'sites',
  title: 'drawSites',
  newTitle: 'drawNewSite',
  formOf: 'createSite',
  tileset: 'places',
  shown: ['sites'],
  list: async (signal) => (await listAll<Site>('listSites', signal)).map(rowOfSite),
  find: async (id, signal) => {
    const site = await orNull(call('getSite', { params: { id } }, signal ? { signal } : {}));
    return site && rowOfSite(site);
  },
  create: async (values) => rowOfSite((await call('createSite', { body: values as never })).item),
  change: async (id, changes, revision) =>
    rowOfSite(
      (await call('changeSite', { params: { id }, headers: seen(revision), body: changes as never })).item,
    ),
  remove: async (id, revision) => {
    await call('deleteSite', { params: { id }, headers: seen(revision) });
  },
  restore: async (id) => rowOfSite((await call('restoreSite', { params: { id } })).item),
};

const facilities: DrawingLayer = {
  id: 'facilities',
  title: 'drawFacilities',
  newTitle: 'drawNewFacility',
  formOf: 'createFacility',
  tileset: 'places',
  shown: ['facilities'],
  list: async (signal) => (await listAll<Facility>('listFacilities', signal)).map(rowOfFacility),
  find: async (id, signal) => {
    const facility = await orNull(call('getFacility', { params: { id } }, signal ? { signal } : {}));
    return facility && rowOfFacility(facility);
  },
  create: async (values) => rowOfFacility((await call('createFacility', { body: values as never })).item),
  change: async (id, changes, revision) =>
    rowOfFacility(
      (await call('changeFacility', { params: { id }, headers: seen(revision), body: changes as never }))
        .item,
    ),
  remove: async (id, revision) => {
    await call('deleteFacility', { params: { id }, headers: seen(revision) });
  },
  restore: async (id) => rowOfFacility((await call('restoreFacility', { params: { id } })).item),
};

const partsOf = (key: string) => {
  const [number = '', order = ''] = key.split('/');
  return { number, order };
};
const listProjects = async (signal?: AbortSignal): Promise<Project[]> =>
  (await call('listProjects', {}, signal ? { signal } : {})).items;

async function projectOf(number: string): Promise<Project> {
  const project = (await listProjects()).find((each) => String(each.number) === number);
  if (!project) throw new ApiFailure(`project ${number} is not there`, { code: 'not-found', status: 404 });
  return project;
}

const projects: DrawingLayer = {
  id: 'projects',
  title: 'drawProjects',
  newTitle: 'drawNewProject',
  formOf: 'createProjectPlace',
  tileset: 'places',
  shown: ['projects'],
  list: async (signal) =>
    (await listProjects(signal)).flatMap((project) =>
      project.mapped.map((place) => rowOfProjectPlace(place, project)),
    ),
  find: async (key, signal) => {
    const { number, order } = partsOf(key);
    const project = (await listProjects(signal)).find((each) => String(each.number) === number);
    const place = project?.mapped.find((each) => String(each.order) === order);
    return project && place ? rowOfProjectPlace(place, project) : null;
  },
  create: async (values, parent) => {
    const project = await projectOf(parent ?? '');
    const params = { number: project.number };
    return rowOfProjectPlace(
      (await call('createProjectPlace', { params, body: values as never })).item,
      project,
    );
  },
  change: async (key, changes, revision) => {
    const params = partsOf(key);
    const project = await projectOf(params.number);
    const body = changes as never;
    const { item } = await call('changeProjectPlace', { params, headers: seen(revision), body });
    return rowOfProjectPlace(item, project);
  },
  remove: async (key, revision) => {
    await call('deleteProjectPlace', { params: partsOf(key), headers: seen(revision) });
  },
  restore: async (key) => {
    const params = partsOf(key);
    const project = await projectOf(params.number);
    return rowOfProjectPlace((await call('restoreProjectPlace', { params })).item, project);
  },
};

const routes: DrawingLayer = {
  id: 'routes',
  title: 'drawRoutes',
  newTitle: 'drawNewRoute',
  formOf: 'createTourismRoute',
  tileset: 'network',
  shown: ['routes', 'roads'],
  list: async (signal) => (await call('listTourismRoutes', {}, { signal })).items.map(rowOfRoute),
  find: async (id, signal) => {
    const route = await orNull(call('getTourismRoute', { params: { id } }, signal ? { signal } : {}));
    return route && rowOfRoute(route);
  },
  create: async (values) => rowOfRoute((await call('createTourismRoute', { body: values as never })).item),
  change: async (id, changes, revision) =>
    rowOfRoute(
      (await call('changeTourismRoute', { params: { id }, headers: seen(revision), body: changes as never }))
        .item,
    ),
  remove: async (id, revision) => {
    await call('deleteTourismRoute', { params: { id }, headers: seen(revision) });
  },
  restore: async (id) => rowOfRoute((await call('restoreTourismRoute', { params: { id } })).item),
};

/** In the order of the tabs. */
export const drawingLayers: readonly DrawingLayer[] = [sites, facilities, projects, routes];

export const drawingLayer = (id: string | null): DrawingLayer | null =>
  drawingLayers.find((layer) => layer.id === id) ?? null;
