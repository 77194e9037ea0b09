import { untrack } from 'svelte';
import { layers } from '../layers/index.ts';
import type { LayerGroupId } from '../layers/layer.ts';
import {
  decodeView,
  defaultView,
  encodeView,
  type Camera,
  type CoverageChoice,
  type Selection,
  type ViewSnapshot,
  type ViewVocabulary,
} from './viewUrl.ts';

export type { Camera, CoverageChoice, Selection } from './viewUrl.ts';

const listed = layers.filter((layer) => layer.isListed);

/** What links to the explorer may name. The first basemap is the default. */
export const viewVocabulary: ViewVocabulary = {
  listedLayers: listed.map((layer) => layer.id),
  defaultLayers: listed.filter((layer) => layer.isOnByDefault).map((layer) => layer.id),
  basemaps: ['offline', 'vec', 'img'],
};

/** What exists in the data, for `reconcile`. */
export interface KnownIds {
  hasRegion(code: string): boolean;
  hasFacilityKind(key: string): boolean;
  villageCount: number;
}

/**
 * The whole view: region, selection, layers, kinds, coverage, camera, basemap. While connected it is mirrored
 * to the query of the page's address: the camera, layers and kinds replace the entry; region, selection and
 * coverage push one, so that the browser's back button undoes them.
 */
export class ViewState {
  #regionCode = $state<string | null>(null);
  #selection = $state.raw<Selection | null>(null);
  #visibleLayers = $state.raw<ReadonlySet<string>>(new Set());
  #facilityKinds = $state.raw<ReadonlySet<string> | null>(null);
  #coverage = $state.raw<CoverageChoice | null>(null);
  #camera = $state.raw<Camera | null>(null);
  #basemap = $state('offline');
  /** Counts reads of the address, so that the map knows when to jump to `camera`. */
  #restored = $state(0);
  #isConnected = false;

  /** Village under the pointer or focused in a list; not part of a link. */
  hoverVillageId = $state<number | null>(null);

  constructor() {
    this.#apply(defaultView(viewVocabulary));
  }

  get regionCode(): string | null {
    return this.#regionCode;
  }
  get selection(): Selection | null {
    return this.#selection;
  }
  get visibleLayers(): ReadonlySet<string> {
    return this.#visibleLayers;
  }
  /** null = every kind. */
  get facilityKinds(): ReadonlySet<string> | null {
    return this.#facilityKinds;
  }
  get coverage(): CoverageChoice | null {
    return this.#coverage;
  }
  get camera(): Camera | null {
    return this.#camera;
  }
  get basemap(): string {
    return this.#basemap;
  }
  get restored(): number {
    return this.#restored;
  }
  /** The village selected, if it is a village. */
  get selectedVillageId(): number | null {
    return this.#selection?.layer === 'villages' ? Number(this.#selection.id) : null;
  }
  /** The view as a query without question mark, for links to the explorer or its list. */
  get query(): string {
    return encodeView(this.#snapshot(), viewVocabulary);
  }

  isVisible(layerId: string): boolean {
    return this.#visibleLayers.has(layerId);
  }

  isKindShown(key: string): boolean {
    return this.#facilityKinds === null || this.#facilityKinds.has(key);
  }

  select(selection: Selection): void {
    if (selection.layer === this.#selection?.layer && selection.id === this.#selection.id) return;
    this.#selection = selection;
    this.#write('push');
  }

  clearSelection(): void {
    if (this.#selection === null) return;
    this.#selection = null;
    this.#write('push');
  }

  /** Shows a region (null = the whole plan), drops the selection, lets the map fit the region. */
  goToRegion(code: string | null): void {
    if (code === this.#regionCode && this.#selection === null) return;
    this.#regionCode = code;
    this.#selection = null;
    this.#camera = null;
    this.#write('push');
  }

  setCoverage(coverage: CoverageChoice | null): void {
    const isSameMode = (coverage === null) === (this.#coverage === null);
    this.#coverage = coverage;
    this.#write(isSameMode ? 'replace' : 'push');
  }

  /** Switches one listed layer; ids that are not listed are ignored. */
  toggle(layerId: string, isOn = !this.isVisible(layerId)): void {
    this.#setVisible([layerId], isOn);
  }

  setGroup(group: LayerGroupId, isOn: boolean): void {
    this.#setVisible(
      listed.filter((layer) => layer.group === group).map((layer) => layer.id),
      isOn,
    );
  }

  /** @param allKinds keys of every kind, needed to leave one out of "every kind" */
  toggleKind(key: string, allKinds: readonly string[]): void {
    const shown = new Set(this.#facilityKinds ?? allKinds);
    if (!shown.delete(key)) shown.add(key);
    this.#facilityKinds = allKinds.every((each) => shown.has(each)) ? null : shown;
    this.#write('replace');
  }

  setKinds(kinds: ReadonlySet<string> | null): void {
    this.#facilityKinds = kinds;
    this.#write('replace');
  }

  setBasemap(id: string): void {
    if (!viewVocabulary.basemaps.includes(id)) return;
    this.#basemap = id;
    this.#write('replace');
  }

  /** Called by the map when it has come to rest. */
  setCamera(camera: Camera | null): void {
    this.#camera = camera;
    this.#write('replace');
  }

  /** Drops what the link named but the data does not have. */
  reconcile(known: KnownIds): void {
    if (this.#regionCode !== null && !known.hasRegion(this.#regionCode)) this.#regionCode = null;
    if (this.#coverage !== null && !known.hasFacilityKind(this.#coverage.kind)) this.#coverage = null;
    const kinds = this.#facilityKinds;
    if (kinds !== null && [...kinds].some((key) => !known.hasFacilityKind(key))) {
      this.#facilityKinds = new Set([...kinds].filter((key) => known.hasFacilityKind(key)));
    }
    const village = this.selectedVillageId;
    const isVillage = village !== null && Number.isInteger(village) && village >= 1;
    if (village !== null && !(isVillage && village <= known.villageCount)) this.#selection = null;
    this.#write('replace');
  }

  /**
   * Reads the page's address and mirrors the view to it until the returned function is called.
   * The pathname is left alone, so only one connected view may live on a page.
   */
  connect(): () => void {
    const read = () => {
      this.#apply(decodeView(location.search, viewVocabulary));
      this.#restored += 1;
    };
    // Connecting inside an effect must not make that effect depend on what it sets.
    untrack(read);
    this.#isConnected = true;
    addEventListener('popstate', read);
    return () => {
      this.#isConnected = false;
      removeEventListener('popstate', read);
    };
  }

  #setVisible(ids: readonly string[], isOn: boolean): void {
    const next = new Set(this.#visibleLayers);
    for (const id of ids) {
      if (!viewVocabulary.listedLayers.includes(id)) continue;
      if (isOn) next.add(id);
      else next.delete(id);
    }
    this.#visibleLayers = next;
    this.#write('replace');
  }

  #snapshot(): ViewSnapshot {
    return {
      regionCode: this.#regionCode,
      selection: this.#selection,
      visibleLayers: [...this.#visibleLayers],
      facilityKinds: this.#facilityKinds === null ? null : [...this.#facilityKinds],
      coverage: this.#coverage,
      camera: this.#camera,
      basemap: this.#basemap,
    };
  }

  #apply(view: ViewSnapshot): void {
    this.#regionCode = view.regionCode;
    this.#selection = view.selection;
    this.#visibleLayers = new Set(view.visibleLayers);
    this.#facilityKinds = view.facilityKinds === null ? null : new Set(view.facilityKinds);
    this.#coverage = view.coverage;
    this.#camera = view.camera;
    this.#basemap = view.basemap;
  }

  #write(how: 'push' | 'replace'): void {
    if (!this.#isConnected) return;
    const query = encodeView(this.#snapshot(), viewVocabulary, location.search);
    const url = `${location.pathname}${query === '' ? '' : `?${query}`}${location.hash}`;
    if (url === `${location.pathname}${location.search}${location.hash}`) return;
    if (how === 'push') history.pushState(history.state, '', url);
    else history.replaceState(history.state, '', url);
  }
}
