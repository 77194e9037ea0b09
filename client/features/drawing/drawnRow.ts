import type { ProjectPlace, RouteDetail } from '#contract/drawings';
import type { LocationQuality, Source } from '#contract/place';
import type { Facility, Project, Site, TourismRoute } from '#contract/places';

export type DrawnLayerId = 'sites' | 'facilities' | 'projects' | 'routes';

/** What the form of a place holds, by the names of the body that is sent. Never changed in place. */
export type Values = Readonly<Record<string, unknown>>;
export type LngLat = readonly [lng: number, lat: number];
/** GeoJSON, degrees; its form is the server's to check. */
export interface DrawnGeometry {
  type: string;
  coordinates: unknown[];
}

/** A row of any of the four layers, as list, form and undo know it. */
export interface DrawnRow {
  layer: DrawnLayerId;
  /** Of the row in its layer: an id; of a project's place: number of the project and order, `3/1`. */
  key: string;
  name: string;
  /** Where it is, or whose it is, in a few words. */
  place: string;
  values: Values;
  revision: number;
  /** null: of the whole plan, or not told. */
  regionCode: string | null;
  isDemonstration: boolean;
  quality: LocationQuality | null;
  source: Source;
  /** null: only a line, or nothing. */
  position: LngLat | null;
  /** Id that the map selects it by. */
  mapId: string;
  /** The plan document says what it is called: only line and stops are drawn. */
  isOfPlan: boolean;
}

/** The source of everything drawn here (decision 17). */
const drawingSourceId = 'drawing';

/** `unknown` is what nobody may say again. */
const statedQuality = (quality: LocationQuality | null) => (quality === 'unknown' ? null : quality);

export const rowOfSite = (site: Site): DrawnRow => ({
  layer: 'sites',
  key: String(site.id),
  name: site.name,
  place: `${site.countyName}${site.townshipName ?? ''}`,
  values: {
    name: site.name,
    households: site.households,
    people: site.people,
    capacityHouseholds: site.capacityHouseholds,
    sizeClass: site.sizeClass,
    openedYear: site.openedYear,
    checks: site.checks,
    position: site.position,
    locationQuality: statedQuality(site.locationQuality),
  },
  revision: site.revision,
  regionCode: site.countyCode,
  isDemonstration: site.isDemonstration,
  quality: site.locationQuality,
  source: site.source,
  position: site.position,
  mapId: String(site.id),
  isOfPlan: false,
});

export const rowOfFacility = (facility: Facility): DrawnRow => ({
  layer: 'facilities',
  key: String(facility.id),
  name: facility.name,
  place: `${facility.countyName}${facility.townshipName ?? ''}`,
  values: {
    kind: facility.kind,
    name: facility.name,
    capacity: facility.capacity,
    status: facility.status,
    openedYear: facility.openedYear,
    position: facility.position,
    locationQuality: statedQuality(facility.locationQuality),
  },
  revision: facility.revision,
  regionCode: facility.countyCode,
  isDemonstration: facility.isDemonstration,
  quality: facility.locationQuality,
  source: facility.source,
  position: facility.position,
  mapId: String(facility.id),
  isOfPlan: false,
});

type PlaceOfProject = Project['mapped'][number] | ProjectPlace;

/** @param project what the place belongs to; its source is all that is told of where the place comes from */
export const rowOfProjectPlace = (
  place: PlaceOfProject,
  project: Pick<Project, 'number' | 'name' | 'source'>,
): DrawnRow => ({
  layer: 'projects',
  key: `${project.number}/${place.order}`,
  name: place.place,
  place: `${project.number} ${project.name}`,
  values: {
    place: place.place,
    geometry: place.shape ?? { type: 'Point', coordinates: place.position },
    locationQuality: statedQuality(place.locationQuality),
  },
  revision: place.revision,
  regionCode: 'countyCode' in place ? place.countyCode : null,
  isDemonstration: place.isDemonstration,
  quality: place.locationQuality,
  source: project.source,
  position: place.position,
  mapId: String(project.number),
  isOfPlan: false,
});

/** A route of the list, which has no line, or one that was asked for, which has. */
export function rowOfRoute(route: TourismRoute | RouteDetail): DrawnRow {
  return {
    layer: 'routes',
    key: route.id,
    name: route.name,
    place: route.countyNames.join('—'),
    values: {
      name: route.name,
      nameEn: route.nameEn,
      theme: route.theme,
      note: route.note,
      stops: route.stops.map(({ order, name, position, locationQuality }) => ({
        was: order,
        name,
        position,
        locationQuality: statedQuality(locationQuality),
      })),
      ...('line' in route ? { line: route.line } : {}),
      lineQuality: statedQuality(route.lineQuality),
    },
    revision: route.revision,
    regionCode: null,
    isDemonstration: route.isDemonstration,
    quality: route.lineQuality,
    source: route.source,
    position: route.stops[0]?.position ?? null,
    mapId: route.id,
    isOfPlan: route.source.id !== drawingSourceId,
  };
}

/** Fields of a place; when they change, how the place is known has to be said again. */
const placeFields: Readonly<Record<string, string>> = {
  position: 'locationQuality',
  geometry: 'locationQuality',
  line: 'lineQuality',
};

/** The field that says how a place field is known; null for any other field. */
export const qualityField = (field: string): string | null => placeFields[field] ?? null;

/** Values are JSON of the same making, so equal ones have equal text. */
export const isSameValue = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What a form changes of a row, ready to be sent; with a moved place goes how it is known. */
export function changesOf(before: Values, after: Values): Values {
  const changes: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(after)) {
    if (isSameValue(before[field], value)) continue;
    changes[field] = value;
    const quality = qualityField(field);
    if (quality !== null) changes[quality] = after[quality];
  }
  return changes;
}
