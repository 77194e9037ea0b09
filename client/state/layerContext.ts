import type { LayerContext } from '../layers/layer.ts';
import type { Catalogue } from './catalogue.svelte.ts';
import type { CoverageState } from './coverage.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { ViewState } from './view.svelte.ts';

export interface ContextSources {
  view: ViewState;
  catalogue: Catalogue;
  coverage: CoverageState;
  preferences: Preferences;
  /** Of the map's canvas; without it nothing is painted here. */
  painting?: LayerContext['painting'];
}

/** What layers draw and legends say from, read from the state classes; reactive inside `$derived`. */
export function layerContext({
  view,
  catalogue,
  coverage,
  preferences,
  painting = null,
}: ContextSources): LayerContext {
  const region = view.regionCode === null ? null : catalogue.region(view.regionCode);
  const figures = regionFigures(catalogue, view.regionCode);
  return {
    theme: preferences.resolvedTheme,
    locale: preferences.locale,
    categories: catalogue.categories,
    counts: figures?.counts ?? null,
    outsideCount: figures?.outside ?? null,
    codesInUse: catalogue.codesInUse,
    facilityKinds: catalogue.facilityKinds,
    isKindShown: (key) => view.isKindShown(key),
    tourismRoutes: catalogue.tourismRoutes,
    visible: view.visibleLayers,
    basemap: basemapOf(view.basemap, catalogue.instance?.hasTianditu ?? false),
    regionCode: view.regionCode,
    regionLevel: region?.level ?? null,
    coverage: view.coverage,
    reach: coverage.result,
    serviceCircle: coverage.serviceCircle,
    selection: view.selection,
    painting,
  };
}

/** A link may name a basemap that this server has no key for. */
function basemapOf(id: string, isOffered: boolean): LayerContext['basemap'] {
  return isOffered && (id === 'vec' || id === 'img') ? id : 'offline';
}

/** Counts of the summary's row for the region; the whole plan for null; null for a region without a row. */
function regionFigures(catalogue: Catalogue, code: string | null) {
  const summary = catalogue.summary;
  if (summary === null) return null;
  const isWhole = code === null || code === catalogue.plan?.regionCode;
  const row = isWhole
    ? { counts: summary.totals, members: summary.members, villages: summary.villages }
    : summary.rows.find((each) => each.regionCode === code);
  if (!row) return null;
  return {
    counts: new Map(row.counts.map((count) => [count.categoryKey, count.listed])),
    outside: row.villages - row.members,
  };
}
