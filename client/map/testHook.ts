import type { Map as MapLibreMap } from 'maplibre-gl';
import type { ViewState } from '../state/view.svelte.ts';
import type { MapHandle } from './mapHandle.svelte.ts';

/** What browser tests may reach. */
export interface TestHook {
  map: MapLibreMap;
  view: ViewState;
  handle: MapHandle;
  /** Tiles, labels and all feature states are drawn. */
  isSettled(): boolean;
}

/** What a painting surface lets browser tests and benchmarks see. Places are CSS pixels of the page. */
export interface PaintingProbe {
  /** A stroke is being made. */
  readonly isStroking: boolean;
  /** Villages that wait to be accepted. */
  readonly pendingCount: number;
  /** Changed and not drawn yet. */
  readonly backlog: { fills: number; patterns: number; edges: number };
  /** Assignment byte as painted, drawn or not. */
  codeOf(villageId: number): number;
  /** Null where there is no village, or no index of territories yet. */
  villageAt(x: number, y: number): number | null;
  /** Middle of a village's territory; null without one. */
  placeOf(villageId: number): { x: number; y: number } | null;
}

/** Properties of window under which the hooks are offered. */
const hookName = '__xiangtu';
const paintingName = '__xiangtuPainting';

declare global {
  interface Window {
    [hookName]?: TestHook;
    [paintingName]?: PaintingProbe;
  }
}

/** Offers the hook to automated browsers only. */
export function exposeToTests(hook: TestHook): () => void {
  if (!navigator.webdriver) return () => {};
  window[hookName] = hook;
  return () => {
    if (window[hookName] === hook) delete window[hookName];
  };
}

/** The same for a surface that is painted on. */
export function exposePaintingToTests(probe: PaintingProbe): () => void {
  if (!navigator.webdriver) return () => {};
  window[paintingName] = probe;
  return () => {
    if (window[paintingName] === probe) delete window[paintingName];
  };
}
