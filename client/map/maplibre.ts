/**
 * Everything of MapLibre, in a chunk of its own that is loaded after the page. MapLibre finds its worker beside
 * its own file, which bundling moves: the worker's address must be given.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibreMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Bbox, Padding } from './mapHandle.svelte.ts';
import { drawImage, imagePixelRatio } from './images.ts';

setWorkerUrl(workerUrl);

export interface MapOptions {
  container: HTMLElement;
  style: StyleSpecification;
  start: { bounds: Bbox; padding: Padding } | { center: [number, number]; zoom: number };
  /** The camera stays near the plan. */
  whole: Bbox;
  title: string;
  isInteractive: boolean;
}

/** Degrees around the plan that may still be looked at. */
const surroundings = 1.6;

/** Makes the map: north up and flat, labels from local fonts, images drawn when first missed. */
export function createMap(options: MapOptions): MapLibreMap {
  const { start, whole } = options;
  const map = new MapLibreMap({
    container: options.container,
    style: options.style,
    ...('bounds' in start
      ? { bounds: [...start.bounds], fitBoundsOptions: { padding: start.padding } }
      : { center: start.center, zoom: start.zoom }),
    interactive: options.isInteractive,
    minZoom: 5,
    maxZoom: 16,
    maxBounds: [
      whole[0] - surroundings * 1.6,
      whole[1] - surroundings,
      whole[2] + surroundings * 1.6,
      whole[3] + surroundings,
    ],
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    refreshExpiredTiles: false,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
    localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif',
    canvasContextAttributes: { antialias: true },
    locale: { 'Map.Title': options.title },
  } as ConstructorParameters<typeof MapLibreMap>[0]);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver((id) => {
    if (map.hasImage(id)) return;
    const image = drawImage(id);
    if (image !== null) map.addImage(id, image, { pixelRatio: imagePixelRatio });
  });
  return map;
}
