import type { SurfaceMap } from '../surfaceControl.svelte.ts';

const names = ['dragPan', 'boxZoom', 'doubleClickZoom', 'keyboard', 'touchZoomRotate', 'scrollZoom'];

/** Degrees of the top left corner, and CSS pixels a degree. */
const corner = [109, 29] as const;
export const pixelsPerDegree = 100;

/** A map of 200 × 200 pixels over the four square villages, with the handlers that a surface takes; for tests. */
export function fakeMap() {
  const on = new Set(names);
  const handlers = names.map((name) => [
    name,
    { isEnabled: () => on.has(name), enable: () => on.add(name), disable: () => on.delete(name) },
  ]);
  const container = document.createElement('div');
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  container.append(canvas);
  container.setPointerCapture = () => {};
  Object.defineProperties(canvas, { clientWidth: { value: 200 }, clientHeight: { value: 200 } });
  const map = {
    ...Object.fromEntries(handlers),
    getCanvas: () => canvas,
    getCanvasContainer: () => container,
    unproject: ([x, y]: [number, number]) => ({
      lng: corner[0] + x / pixelsPerDegree,
      lat: corner[1] - y / pixelsPerDegree,
    }),
    getZoom: () => 9,
    getCenter: () => ({ lng: 109.6, lat: 28.4 }),
  } as unknown as SurfaceMap;
  return { map, canvas, container, enabled: () => names.filter((name) => on.has(name)) };
}
