/** The part of the view that a link carries. Plain values; sets are sorted so that equal views have equal links. */
export interface ViewSnapshot {
  regionCode: string | null;
  selection: Selection | null;
  /** Ids of listed layers that are on. */
  visibleLayers: readonly string[];
  /** Facility kinds shown; null = every kind. */
  facilityKinds: readonly string[] | null;
  coverage: CoverageChoice | null;
  camera: Camera | null;
  basemap: string;
}

/** What is selected: a layer's id and the feature's id within it. */
export interface Selection {
  layer: string;
  id: string;
}

export interface CoverageChoice {
  kind: string;
  /** Straight line, metres. */
  standardMetres: number;
}

/** Centre in degrees (EPSG:4490) and zoom of 512-pixel tiles. */
export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
}

/** What a link may name; anything else falls back to the default. */
export interface ViewVocabulary {
  listedLayers: readonly string[];
  defaultLayers: readonly string[];
  basemaps: readonly string[];
}

export const viewKeys = ['r', 's', 'l', 'k', 'cov', 'c', 'b'] as const;

/** A word of a list in a link: no comma, no dot, nothing that needs escaping to stay readable. */
const word = /^[A-Za-z0-9_-]{1,60}$/;
const divisionCode = /^(\d{6}|\d{9}|\d{12})$/;
const selectionId = /^[A-Za-z0-9_-]{1,60}$/;
/** An empty list is written as a dash, because an absent key means the default. */
const emptyList = '-';

export function defaultView(vocabulary: ViewVocabulary): ViewSnapshot {
  return {
    regionCode: null,
    selection: null,
    visibleLayers: [...vocabulary.defaultLayers].sort(),
    facilityKinds: null,
    coverage: null,
    camera: null,
    basemap: vocabulary.basemaps[0] ?? 'offline',
  };
}

/** Writes the view's keys over `search`, keeps foreign keys, leaves defaults out. No leading question mark. */
export function encodeView(view: ViewSnapshot, vocabulary: ViewVocabulary, search = ''): string {
  const params = new URLSearchParams(search);
  const defaults = defaultView(vocabulary);
  const values: Record<(typeof viewKeys)[number], string | null> = {
    r: view.regionCode,
    s: view.selection === null ? null : `${view.selection.layer}.${view.selection.id}`,
    l:
      listText(view.visibleLayers) === listText(defaults.visibleLayers) ? null : listText(view.visibleLayers),
    k: view.facilityKinds === null ? null : listText(view.facilityKinds),
    cov: view.coverage === null ? null : `${view.coverage.kind}.${view.coverage.standardMetres}`,
    c: view.camera === null ? null : cameraText(view.camera),
    b: view.basemap === defaults.basemap ? null : view.basemap,
  };
  for (const key of viewKeys) {
    params.delete(key);
    const value = values[key];
    if (value !== null) params.set(key, value);
  }
  return params.toString().replaceAll('%2C', ',');
}

/** Reads a link's query. Each bad value alone falls back to its default; nothing throws. */
export function decodeView(search: string, vocabulary: ViewVocabulary): ViewSnapshot {
  const params = new URLSearchParams(search);
  const defaults = defaultView(vocabulary);
  const region = params.get('r');
  const basemap = params.get('b');
  const layers = readList(params.get('l'));
  return {
    regionCode: region !== null && divisionCode.test(region) ? region : null,
    selection: readSelection(params.get('s')),
    visibleLayers:
      layers === null ? defaults.visibleLayers : layers.filter((id) => vocabulary.listedLayers.includes(id)),
    facilityKinds: readList(params.get('k')),
    coverage: readCoverage(params.get('cov')),
    camera: readCamera(params.get('c')),
    basemap: basemap !== null && vocabulary.basemaps.includes(basemap) ? basemap : defaults.basemap,
  };
}

function listText(values: readonly string[]): string {
  return values.length === 0 ? emptyList : [...values].sort().join(',');
}

function cameraText(camera: Camera): string {
  return `${camera.lng.toFixed(5)},${camera.lat.toFixed(5)},${camera.zoom.toFixed(2)}`;
}

/** null where the key is absent or holds anything but words. */
function readList(text: string | null): string[] | null {
  if (text === null) return null;
  if (text === emptyList) return [];
  const words = text.split(',');
  return words.every((each) => word.test(each)) ? [...new Set(words)].sort() : null;
}

function readSelection(text: string | null): Selection | null {
  const [layer, id, ...rest] = text?.split('.') ?? [];
  if (layer === undefined || id === undefined || rest.length > 0) return null;
  return word.test(layer) && selectionId.test(id) ? { layer, id } : null;
}

function readCoverage(text: string | null): CoverageChoice | null {
  const [kind, metres, ...rest] = text?.split('.') ?? [];
  if (kind === undefined || metres === undefined || rest.length > 0) return null;
  if (!word.test(kind) || !/^\d{1,6}$/.test(metres)) return null;
  const standardMetres = Number(metres);
  return standardMetres >= 1 && standardMetres <= 200_000 ? { kind, standardMetres } : null;
}

function readCamera(text: string | null): Camera | null {
  const parts = text?.split(',') ?? [];
  if (parts.length !== 3 || !parts.every((part) => /^-?\d{1,3}(\.\d{1,8})?$/.test(part))) return null;
  const [lng, lat, zoom] = parts.map(Number) as [number, number, number];
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24 ? { lng, lat, zoom } : null;
}
