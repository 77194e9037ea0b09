import type { Map as MapLibreMap } from 'maplibre-gl';

const handlerNames = ['dragPan', 'boxZoom', 'doubleClickZoom', 'keyboard', 'touchZoomRotate'] as const;

/** The handlers of a map that drags, keys and fingers would reach, and its canvas. */
export type GrippedMap = Pick<MapLibreMap, (typeof handlerNames)[number] | 'getCanvas'>;

/**
 * The first finger's way is nothing to scroll by: a browser that was not told so would not let the map have the
 * pinch that a second finger makes of it.
 */
function keepFromScrolling(event: TouchEvent): void {
  if (event.cancelable) event.preventDefault();
}

/**
 * nothing: a tool has pointer and keys; drag: the map may be dragged (Space is held); touch: two fingers move it.
 * The wheel always zooms.
 */
export type Lent = 'nothing' | 'drag' | 'touch';

const lentHandlers: Readonly<Record<Lent, readonly (typeof handlerNames)[number][]>> = {
  nothing: [],
  drag: ['dragPan'],
  touch: ['dragPan', 'touchZoomRotate'],
};

/** Takes a map's own gestures away and lends them back for a while. */
export class MapGrip {
  readonly #map: GrippedMap;
  readonly #before: readonly (typeof handlerNames)[number][];
  readonly #cursor: string;

  constructor(map: GrippedMap, cursor: string) {
    this.#map = map;
    this.#before = handlerNames.filter((name) => map[name].isEnabled());
    this.#cursor = cursor;
    // Without the map's own handlers its style sheet would let the browser scroll with the finger that paints.
    map.getCanvas().style.touchAction = 'none';
    map.getCanvas().addEventListener('touchmove', keepFromScrolling, { passive: false });
    this.lend('nothing');
  }

  lend(lent: Lent): void {
    this.#enable(lentHandlers[lent]);
    this.#map.getCanvas().style.cursor = lent === 'drag' ? 'grab' : this.#cursor;
  }

  release(): void {
    const canvas = this.#map.getCanvas();
    canvas.removeEventListener('touchmove', keepFromScrolling);
    const { style } = canvas;
    style.touchAction = '';
    style.cursor = '';
    this.#enable(this.#before);
  }

  #enable(names: readonly (typeof handlerNames)[number][]): void {
    for (const name of handlerNames) {
      const handler = this.#map[name];
      if (names.includes(name) === handler.isEnabled()) continue;
      if (names.includes(name)) handler.enable();
      else handler.disable();
    }
  }
}
