import { createContext, untrack } from 'svelte';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { TilesetName } from './tilesets.ts';
import { VillageCanvas } from './villageCanvas.svelte.ts';

/** [west, south, east, north] in degrees. */
export type Bbox = readonly [number, number, number, number];
export type Point = readonly [lng: number, lat: number];

/** Camera movements explain; they take no time where the reader asked for reduced motion. */
const cameraMilliseconds = 400;

/** Room kept free of the target when fitting, CSS pixels. */
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/**
 * What the page may ask of the map. A page makes one, gives it to MapView and may use it at once: requests made
 * before the map is ready are kept and the last one is carried out.
 */
export class MapHandle {
  #map = $state.raw<MapLibreMap | null>(null);
  #moves = $state(0);
  #zoom = $state(0);
  #metresPerPixel = $state(0);
  #waiting: ((map: MapLibreMap) => void) | null = null;
  #padding: Padding = { top: 24, right: 24, bottom: 52, left: 24 };
  #whole: Bbox | null = null;
  #refreshTileset: ((name: TilesetName) => Promise<void>) | null = null;
  readonly ready: Promise<void>;
  /** Painting of categories. */
  readonly villages = new VillageCanvas();
  #resolveReady: () => void = () => {};

  constructor() {
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
  }

  get isReady(): boolean {
    return this.#map !== null;
  }
  get zoom(): number {
    return this.#zoom;
  }
  /** Ground metres of one CSS pixel in the middle of the map; 0 until ready. */
  get metresPerPixel(): number {
    return this.#metresPerPixel;
  }
  /** The MapLibre map, for the map's own modules and tests. */
  get map(): MapLibreMap | null {
    return this.#map;
  }

  /** CSS pixels from the map's top left corner; null until ready. Reactive while the camera moves. */
  screenPosition(point: Point): { x: number; y: number } | null {
    void this.#moves;
    const map = this.#map;
    if (map === null) return null;
    const { x, y } = map.project([point[0], point[1]]);
    return { x, y };
  }

  zoomIn(): void {
    this.#do((map) => map.zoomIn({ duration: duration(200) }));
  }

  zoomOut(): void {
    this.#do((map) => map.zoomOut({ duration: duration(200) }));
  }

  /** Back to the whole plan region. */
  wholeRegion(): void {
    if (this.#whole !== null) this.flyTo(this.#whole);
  }

  /** Fits a bbox, or centres a point at `zoom` or closer. */
  flyTo(target: Bbox | Point, options: { zoom?: number; isInstant?: boolean } = {}): void {
    this.#do((map) => {
      const time = options.isInstant ? 0 : duration(cameraMilliseconds);
      if (target.length === 4) {
        map.fitBounds([target[0], target[1], target[2], target[3]], {
          padding: this.fittingPadding(map.getContainer()),
          duration: time,
          maxZoom: 14,
        });
      } else {
        const zoom = Math.max(map.getZoom(), options.zoom ?? 0);
        map.easeTo({ center: [target[0], target[1]], zoom, duration: time });
      }
    });
  }

  /** Keeps part of the map free when fitting, for panels drawn over it; also the first fit if called before it. */
  setPadding(padding: Partial<Padding>): void {
    this.#padding = { ...this.#padding, ...padding };
  }

  /**
   * Shows the data of now, after somebody drew; a map that is still to come begins with it.
   * @throws ApiFailure
   */
  async refreshTileset(name: TilesetName): Promise<void> {
    await this.#refreshTileset?.(name);
  }

  /** For MapView: hands the map over once its style is loaded. */
  attach(
    map: MapLibreMap,
    whole: Bbox | null,
    refreshTileset: ((name: TilesetName) => Promise<void>) | null = null,
  ): () => void {
    this.#whole = whole;
    this.#refreshTileset = refreshTileset;
    const follow = () => {
      this.#moves += 1;
      this.#zoom = map.getZoom();
      this.#metresPerPixel = metresPerPixel(map.getCenter().lat, map.getZoom());
    };
    untrack(follow);
    map.on('move', follow);
    map.on('resize', follow);
    this.#map = map;
    this.#resolveReady();
    this.#waiting?.(map);
    this.#waiting = null;
    return () => {
      map.off('move', follow);
      map.off('resize', follow);
      this.#map = null;
      this.#refreshTileset = null;
    };
  }

  #do(action: (map: MapLibreMap) => void): void {
    if (this.#map !== null) action(this.#map);
    else this.#waiting = action;
  }

  /** Padding must leave something to fit into: on a small map it shrinks to a tenth of the side. */
  fittingPadding(container: HTMLElement): Padding {
    const { clientWidth: width, clientHeight: height } = container;
    const { top, right, bottom, left } = this.#padding;
    const across = left + right < width * 0.7 ? 1 : (width * 0.2) / (left + right);
    const down = top + bottom < height * 0.7 ? 1 : (height * 0.2) / (top + bottom);
    return { top: top * down, bottom: bottom * down, left: left * across, right: right * across };
  }
}

/** Ground metres of a CSS pixel in Web Mercator with 512-pixel tiles. */
export function metresPerPixel(latitude: number, zoom: number): number {
  const equatorMetres = 40_075_016.686;
  return (equatorMetres * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

function duration(milliseconds: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds;
}

export const [getMapHandle, setMapHandle] = createContext<MapHandle>();
