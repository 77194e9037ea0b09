import type { Map as MapLibreMap } from 'maplibre-gl';
import { worldLengthOfPixels } from '#domain/territories/mercatorPlane';
import type { CellIndex } from '#domain/territories/cellIndex';
import type { Position } from '#domain/territories/territoryArc';
import type { MapHandle } from '../../../map/mapHandle.svelte.ts';
import { focusOf } from '../paintingKeys.ts';
import { lookingTools, type PaintTool } from '../paintTool.ts';
import { beginBrush, brushRadius } from './brushTool.ts';
import { beginClick } from './clickTool.ts';
import { beginLasso } from './lassoTool.ts';
import { MapGrip, type GrippedMap } from './mapGrip.ts';
import { beginRectangle } from './rectangleTool.ts';
import { StrokeInput, type ScreenPoint } from './strokeInput.ts';
import { paintAtOnce, type SurfaceDraft } from './surfaceDraft.ts';
import type { Ground, StrokeOutline, ToolStroke } from './toolStroke.ts';
import { isStepKey, villageAfter, villageNear } from './villageSteps.ts';

/** What the surface needs of MapLibre's map. */
export type SurfaceMap = GrippedMap &
  Pick<MapLibreMap, 'getCanvasContainer' | 'unproject' | 'getZoom' | 'getCenter'>;

interface SurfaceInput {
  draft: SurfaceDraft;
  handle: Pick<MapHandle, 'villages' | 'screenPosition' | 'flyTo' | 'zoomIn' | 'zoomOut'>;
  tool: PaintTool;
  brushSize: number;
}

/** The keyboard's village stays so far from the map's edge, CSS pixels. */
const leastMargin = 48;

/** The painting surface without its looks: what pointer and keys do to a draft, and what there is to be drawn. */
export class SurfaceControl {
  readonly #read: () => SurfaceInput;
  #pointer = $state.raw<ScreenPoint | null>(null);
  #outline = $state.raw<StrokeOutline | null>(null);
  #covered = $state.raw<readonly number[] | null>(null);
  #isStroking = $state(false);
  #isMapHeld = $state(false);
  /** The village that the keyboard came to or painted last. */
  #told = $state.raw<{ villageId: number } | null>(null);
  #releaseLetters: (() => void) | null = null;

  /** @param read the page's present values; reactive where they are runes */
  constructor(read: () => SurfaceInput) {
    this.#read = read;
  }

  /** Where the pointer is, from the map's top left corner; null off the map. */
  get pointer(): ScreenPoint | null {
    return this.#pointer;
  }
  get outline(): StrokeOutline | null {
    return this.#outline;
  }
  /** Villages that the stroke would paint, where the map does not show them yet. */
  get covered(): readonly number[] | null {
    return this.#covered;
  }
  get isStroking(): boolean {
    return this.#isStroking;
  }
  /** Space is held: the pointer moves the map. */
  get isMapHeld(): boolean {
    return this.#isMapHeld;
  }
  /** To be read out; a new object each time, also for the same village. */
  get told(): { villageId: number } | null {
    return this.#told;
  }

  /** Takes pointer and keys of a map until the returned function is called, which ends a stroke under way. */
  connect(map: SurfaceMap, cells: CellIndex): () => void {
    const ground: Ground = {
      cells,
      worldLength: (pixels) => worldLengthOfPixels(pixels, map.getZoom()),
    };
    const grip = new MapGrip(map, 'crosshair');
    const lend = () => grip.lend(this.#isMapHeld ? 'drag' : 'nothing');
    const input = new StrokeInput({
      element: map.getCanvasContainer(),
      positionAt: ({ x, y }) => {
        const { lng, lat } = map.unproject([x, y]);
        return [lng, lat];
      },
      begin: (start) => this.#begin(ground, start),
      onchange: (stroke, pointer) => this.#show(stroke, pointer),
      onhandover: (isHandedOver) => (isHandedOver ? grip.lend('touch') : lend()),
      isMapHeld: () => this.#isMapHeld,
    });
    const holdMap = (isHeld: boolean) => {
      if (isHeld === this.#isMapHeld) return;
      this.#isMapHeld = isHeld;
      lend();
    };
    const listeners = this.#listenToKeys({ map, cells, input, holdMap });
    return () => {
      listeners.abort();
      input.stop();
      grip.release();
      this.#isMapHeld = false;
      this.#show(null, null);
    };
  }

  #listenToKeys(on: {
    map: SurfaceMap;
    cells: CellIndex;
    input: StrokeInput;
    holdMap: (isHeld: boolean) => void;
  }): AbortController {
    const listeners = new AbortController();
    const { signal } = listeners;
    const isSpace = (event: KeyboardEvent) => event.key === ' ' && focusOf(event.target) === 'page';
    const down = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && on.input.isStroking) {
        // Here Escape takes back the stroke in hand, not what the page has pending.
        event.stopPropagation();
        on.input.finish('cancel');
      } else if (isSpace(event)) {
        event.preventDefault();
        if (!on.input.isStroking) on.holdMap(true);
      }
    };
    addEventListener('keydown', down, { signal, capture: true });
    addEventListener(
      'keyup',
      (event) => {
        if (event.key !== ' ') return;
        // A button that the mouse left focused would be pressed by letting Space go.
        if (this.#isMapHeld) event.preventDefault();
        on.holdMap(false);
      },
      { signal, capture: true },
    );
    addEventListener('blur', () => on.holdMap(false), { signal });
    on.map.getCanvas().addEventListener('keydown', (event) => this.#press(event, on), { signal });
    return listeners;
  }

  #begin(ground: Ground, start: Position): ToolStroke | null {
    const { draft, tool, brushSize } = this.#read();
    if (!draft.isEditable || lookingTools.has(tool)) return null;
    switch (tool) {
      case 'brush':
        return beginBrush(draft, ground, { start, radius: brushRadius(brushSize) });
      case 'rectangle':
        return beginRectangle(draft, ground, start);
      case 'lasso':
        return beginLasso(draft, ground, start);
      default:
        return beginClick(draft, ground, start);
    }
  }

  #show(stroke: ToolStroke | null, pointer: ScreenPoint | null): void {
    const isStroking = stroke !== null;
    if (isStroking) this.#releaseLetters ??= this.#read().handle.villages.holdLetters();
    else {
      this.#releaseLetters?.();
      this.#releaseLetters = null;
    }
    this.#isStroking = isStroking;
    this.#pointer = pointer;
    this.#outline = stroke?.outline ?? null;
    this.#covered = stroke?.covered ?? null;
  }

  /** Keys of the map itself: arrows go from village to village, Enter paints, plus and minus zoom. */
  #press(event: KeyboardEvent, { map, cells }: { map: SurfaceMap; cells: CellIndex }): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { handle } = this.#read();
    if (isStepKey(event.key)) this.#step(event.key, map, cells);
    else if (event.key === 'Enter') this.#paintCurrent(map, cells);
    else if (event.key === '+' || event.key === '=') handle.zoomIn();
    else if (event.key === '-') handle.zoomOut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(key: string, map: SurfaceMap, cells: CellIndex): void {
    const { current, villages } = this.#read().draft;
    if (current === null) this.#goTo(this.#nearMiddle(map, cells), cells, map);
    else this.#goTo(villageAfter(key, current, [...villages.keys()], cells) ?? current, cells, map);
  }

  #paintCurrent(map: SurfaceMap, cells: CellIndex): void {
    const { draft } = this.#read();
    if (draft.current === null) {
      this.#goTo(this.#nearMiddle(map, cells), cells, map);
      return;
    }
    paintAtOnce(draft, [draft.current]);
    this.#told = { villageId: draft.current };
  }

  #nearMiddle(map: SurfaceMap, cells: CellIndex): number | null {
    const { lng, lat } = map.getCenter();
    return villageNear([lng, lat], this.#read().draft.villages.keys(), cells);
  }

  #goTo(villageId: number | null, cells: CellIndex, map: SurfaceMap): void {
    if (villageId === null) return;
    const { draft, handle } = this.#read();
    draft.current = villageId;
    this.#told = { villageId };
    const centre = cells.centreOf(villageId);
    const place = centre && handle.screenPosition(centre);
    if (!place) return;
    const { clientWidth, clientHeight } = map.getCanvas();
    const isInside = (at: number, length: number) => at >= leastMargin && at <= length - leastMargin;
    if (!isInside(place.x, clientWidth) || !isInside(place.y, clientHeight)) handle.flyTo(centre);
  }
}
