import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Category } from '#contract/plans';
import type { FacilityKind, TourismRoute } from '#contract/places';
import type { Reach } from '#contract/coverage';
import type { RegionRef } from '#contract/regions';
import type { EndpointName } from '#contract/endpoints';
import type { Locale, Text } from '../i18n/text.ts';
import type { ThemeName } from '../theme/palette.ts';
import type { PatternId } from '../theme/patterns.ts';
import type { RouteDash } from '../theme/routeDashes.ts';
import type { SymbolVariant } from '../theme/symbols.ts';

/** Groups of the layer panel, in its order; `ground` is never listed. */
export type LayerGroupId =
  | 'classification'
  | 'coverage'
  | 'regions'
  | 'facilities'
  | 'sites'
  | 'routes'
  | 'projects'
  | 'roads'
  | 'ground';

export interface LayerGroup {
  id: LayerGroupId;
  title: Text;
}

/** Sources of the style: tilesets of the server, and places computed in the browser. */
export type SourceId = 'base' | 'base-patterns' | 'places' | 'network' | 'letters' | 'locks' | 'service-area';

/** What a legend draws beside a label; client/ui/Swatch.svelte renders it with the map's own shapes. */
export type Swatch =
  | {
      type: 'fill';
      color: string;
      pattern?: PatternId;
      letter?: string;
      letterColor?: string;
      edge?: string;
      dash?: readonly number[];
    }
  | {
      type: 'line';
      color: string;
      width: number;
      dash?: readonly number[];
      casing?: string;
      cap?: RouteDash['cap'];
    }
  | { type: 'symbol'; glyph: string; variant: SymbolVariant; estimated: boolean; size?: number }
  | { type: 'site'; size: 'small' | 'medium' | 'large' }
  | { type: 'project' }
  | { type: 'badge'; number: number; color: string; dash?: readonly number[]; cap?: RouteDash['cap'] };

export interface LegendItem {
  /** Unique within the layer; for facilities the kind's key. */
  id: string;
  label: Text;
  swatch: Swatch;
  count?: number;
  /** Present where the row itself can be switched: pass it to `view.toggleKind`. */
  kind?: string;
  isHidden?: boolean;
}

/** What lines and stops of a tourism route are told apart by. */
export type RouteName = Pick<TourismRoute, 'id' | 'number' | 'name' | 'nameEn'>;

/** What lies within a standard, by straight line, of the selected facility. */
export interface ServiceCircle {
  /** Degrees, EPSG:4490. */
  position: readonly [lng: number, lat: number];
  radiusMetres: number;
}

/** Everything a layer may look at to decide how it is drawn and explained. Plain values, no state classes. */
export interface LayerContext {
  theme: ThemeName;
  locale: Locale;
  categories: readonly Category[];
  /** Listed villages of the shown region by category key; null while loading. */
  counts: ReadonlyMap<string, number> | null;
  /** Villages of the shown region that the plan does not list; null while loading. */
  outsideCount: number | null;
  /** Assignment bytes that occur, so that patterns of absent states cost nothing. */
  codesInUse: ReadonlySet<number>;
  facilityKinds: readonly FacilityKind[];
  isKindShown(key: string): boolean;
  tourismRoutes: readonly RouteName[];
  visible: ReadonlySet<string>;
  /** What lies beyond the plan: nothing, or 天地图 by the server's key. */
  basemap: 'offline' | 'vec' | 'img';
  regionCode: string | null;
  regionLevel: RegionRef['level'] | null;
  coverage: { kind: string; standardMetres: number } | null;
  reach: Reach | null;
  /** null unless the selected facility is of the coverage's kind and its place is known. */
  serviceCircle: ServiceCircle | null;
  selection: { layer: string; id: string } | null;
  /** null unless categories are painted or compared on this map. */
  painting: { hasLocks: boolean; hasPreview: boolean; isDimmed: boolean } | null;
}

/** A feature under the pointer, reduced to what a layer needs to name it. */
export interface HitFeature {
  id: number;
  properties: Readonly<Record<string, unknown>>;
}

/** Look-ups that naming a feature needs: the Catalogue's, and village names from tiles. */
export interface Names {
  categoryOf(villageId: number): Category | null;
  region(code: string): RegionRef | null;
  /** Name of a village as far as the tiles seen so far tell it. */
  villageName(id: number): string | null;
  facilityKind(key: string): FacilityKind | null;
  tourismRoute(id: string): RouteName | null;
}

export interface Description {
  layer: string;
  /** Selection id: village id, site id, facility id, project number, route id. */
  id: string;
  title: Text;
  subtitle?: Text;
  isDemonstration: boolean;
  isEstimated: boolean;
}

/** A description and the place that was clicked. */
export interface PickedFeature extends Description {
  position: [lng: number, lat: number];
}

export interface ListColumn {
  /** Property of the list endpoint's item. */
  key: string;
  title: Text;
  align?: 'start' | 'end';
}

/**
 * One map layer. Panel, legend, URL keys, hit testing, popup, list and attribution derive from it.
 * To add one: write its file and put it into client/layers/index.ts at its place in the draw order.
 */
export interface LayerDefinition {
  id: string;
  title: Text;
  group: LayerGroupId;
  /** false: part of the ground or of the selection, not offered in the panel or in the URL. */
  isListed: boolean;
  isOnByDefault: boolean;
  /** Place among the layers of its group in the panel; those without keep the draw order. */
  panelOrder?: number;
  /** The whole layer's zoom range; style layers may be narrower. */
  minzoom: number;
  maxzoom: number;
  /** Style layers from bottom to top. Ids start with `${id}-`. Empty where the context leaves nothing to draw. */
  styleLayers(context: LayerContext): LayerSpecification[];
  legend(context: LayerContext): LegendItem[];
  /** Ids of style layers that answer the pointer, topmost first. */
  hitLayers: readonly string[];
  describe?(feature: HitFeature, names: Names): Description;
  list?: { endpoint: EndpointName; columns: readonly ListColumn[] };
  attribution: Text;
  qualityNote?: Text;
  audience: 'everyone';
}

/** Any expression of the style specification. */
export type Expression = ExpressionSpecification;

export function defineLayer(definition: LayerDefinition): LayerDefinition {
  return definition;
}
