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

/** Property of window under which the hook is offered. */
const hookName = '__xiangtu';

declare global {
  interface Window {
    [hookName]?: TestHook;
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
