import type { Position } from '#domain/territories/territoryArc';
import { TouchGesture, type GestureStep } from './touchGesture.ts';
import type { ToolStroke } from './toolStroke.ts';

/** CSS pixels from the map's top left corner. */
export interface ScreenPoint {
  x: number;
  y: number;
}

export interface StrokeInputOptions {
  /** What the map lies in; its top left corner is that of the map. */
  element: HTMLElement;
  positionAt(point: ScreenPoint): Position;
  /** null: nothing to paint here. */
  begin(start: Position): ToolStroke | null;
  /** At most once a frame, and when a stroke begins or is over. @param pointer null when it has left the map */
  onchange(stroke: ToolStroke | null, pointer: ScreenPoint | null): void;
  /** Two fingers move the map, or no longer. */
  onhandover(isHandedOver: boolean): void;
  /** Pointers that go down now are the map's. */
  isMapHeld(): boolean;
}

/**
 * From pointer events to strokes. Every sample of the pointer is kept, those that the browser merged too, and a
 * tool gets them once an animation frame.
 */
export class StrokeInput {
  readonly #options: StrokeInputOptions;
  readonly #gesture = new TouchGesture();
  #stroke: ToolStroke | null = null;
  #samples: Position[] = [];
  #pointer: ScreenPoint | null = null;
  #frame = 0;
  readonly #listeners = new AbortController();

  constructor(options: StrokeInputOptions) {
    this.#options = options;
    const { element } = options;
    const { signal } = this.#listeners;
    element.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#take(this.#gesture.up(event), event), { signal });
    element.addEventListener('pointercancel', (event) => this.#take(this.#gesture.lose(event), event), {
      signal,
    });
    element.addEventListener('pointerleave', () => this.#leave(), { signal });
  }

  get isStroking(): boolean {
    return this.#stroke !== null;
  }

  /** Ends or cancels the stroke that is being made, if one is; its pointer then paints nothing more. */
  finish(how: 'end' | 'cancel'): void {
    if (!this.#gesture.isPainting) return;
    this.#gesture.drop();
    this.#close(how);
  }

  /** Ends the stroke and stops listening. */
  stop(): void {
    this.#listeners.abort();
    this.finish('end');
    cancelAnimationFrame(this.#frame);
  }

  #down(event: PointerEvent): void {
    const isTouch = event.pointerType === 'touch';
    if (this.#options.isMapHeld() && !isTouch) return;
    this.#take(this.#gesture.down(event), event);
  }

  #move(event: PointerEvent): void {
    const step = this.#gesture.move(event);
    if (step === null) return;
    const corner = this.#options.element.getBoundingClientRect();
    this.#pointer = pointIn(corner, event);
    if (step === 'move' && this.#stroke !== null) {
      const merged = event.getCoalescedEvents();
      for (const each of merged.length > 0 ? merged : [event]) {
        this.#samples.push(this.#options.positionAt(pointIn(corner, each)));
      }
    }
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #take(step: GestureStep, event: PointerEvent): void {
    switch (step) {
      case 'restart':
        this.#close('cancel');
        this.#open(event);
        break;
      case 'begin':
        this.#open(event);
        break;
      case 'end':
        if (this.#stroke !== null) this.#samples.push(this.#positionOf(event));
        this.#close('end', event.pointerType === 'touch');
        break;
      case 'cancel':
        this.#close('cancel', true);
        break;
      case 'handOver':
        this.#close('cancel', true);
        this.#options.onhandover(true);
        break;
      case 'takeBack':
        this.#options.onhandover(false);
        break;
    }
  }

  #open(event: PointerEvent): void {
    this.#pointer = this.#pointOf(event);
    this.#samples = [];
    this.#stroke = this.#options.begin(this.#positionOf(event));
    // A drag that leaves the map goes on, and its end is heard wherever it is.
    if (this.#stroke !== null) this.#options.element.setPointerCapture(event.pointerId);
    this.#tell();
  }

  /** @param isAway the pointer is not over the map any more: a finger that was lifted */
  #close(how: 'end' | 'cancel', isAway = false): void {
    const stroke = this.#stroke;
    if (stroke !== null && how === 'end') this.#paint();
    this.#stroke = null;
    this.#samples = [];
    if (isAway) this.#pointer = null;
    if (how === 'end') stroke?.end();
    else stroke?.cancel();
    this.#tell();
  }

  #leave(): void {
    if (this.#stroke !== null) return;
    this.#pointer = null;
    this.#tell();
  }

  #flush(): void {
    this.#frame = 0;
    this.#paint();
    this.#tell();
  }

  #paint(): void {
    if (this.#samples.length > 0) this.#stroke?.move(this.#samples);
    this.#samples = [];
  }

  #tell(): void {
    this.#options.onchange(this.#stroke, this.#pointer);
  }

  #pointOf(event: PointerEvent): ScreenPoint {
    return pointIn(this.#options.element.getBoundingClientRect(), event);
  }

  #positionOf(event: PointerEvent): Position {
    return this.#options.positionAt(this.#pointOf(event));
  }
}

const pointIn = ({ left, top }: DOMRect, { clientX, clientY }: PointerEvent): ScreenPoint => ({
  x: clientX - left,
  y: clientY - top,
});
