/** What a pointer event means for the stroke and for the map. */
export type GestureStep =
  /** A stroke begins. */
  | 'begin'
  /** A pen takes over from the palm that came before it: the stroke is cancelled, another begins. */
  | 'restart'
  /** The painting pointer moved. */
  | 'move'
  /** A pointer that paints nothing moved over the map. */
  | 'hover'
  | 'end'
  | 'cancel'
  /** A second finger: the stroke is cancelled, pinching and panning are the map's. */
  | 'handOver'
  /** The last finger left: the next one paints again. */
  | 'takeBack'
  | null;

type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType'>;

/**
 * Tells painting from moving the map. One pointer paints: the mouse's main button, the tip of a pen, the first
 * finger. A second finger cancels what the first began and hands both to the map, which has them until none is left.
 * While a pen paints, fingers are a palm and count for nothing.
 */
export class TouchGesture {
  #painter: { id: number; type: string } | null = null;
  readonly #fingers = new Set<number>();
  #isHandedOver = false;

  get isPainting(): boolean {
    return this.#painter !== null;
  }

  down({ pointerId, pointerType, button }: Pointer & Pick<PointerEvent, 'button'>): GestureStep {
    if (pointerType === 'touch') return this.#finger(pointerId);
    if (button !== 0 || this.#isHandedOver) return null;
    const isPalm = pointerType === 'pen' && this.#painter?.type === 'touch';
    if (this.#painter !== null && !isPalm) return null;
    this.#painter = { id: pointerId, type: pointerType };
    return isPalm ? 'restart' : 'begin';
  }

  move({ pointerId, pointerType }: Pointer): GestureStep {
    if (this.#painter?.id === pointerId) return 'move';
    return pointerType === 'touch' || this.#painter !== null ? null : 'hover';
  }

  up({ pointerId }: Pick<Pointer, 'pointerId'>): GestureStep {
    return this.#leave(pointerId, 'end');
  }

  /** The browser took the pointer away. */
  lose({ pointerId }: Pick<Pointer, 'pointerId'>): GestureStep {
    return this.#leave(pointerId, 'cancel');
  }

  /** The stroke was ended from elsewhere; the pointer paints nothing until it is put down again. */
  drop(): void {
    this.#painter = null;
  }

  #finger(pointerId: number): GestureStep {
    this.#fingers.add(pointerId);
    if (this.#isHandedOver || (this.#painter !== null && this.#painter.type !== 'touch')) return null;
    if (this.#fingers.size === 1) {
      this.#painter = { id: pointerId, type: 'touch' };
      return 'begin';
    }
    this.#painter = null;
    this.#isHandedOver = true;
    return 'handOver';
  }

  #leave(pointerId: number, step: 'end' | 'cancel'): GestureStep {
    this.#fingers.delete(pointerId);
    if (this.#painter?.id === pointerId) {
      this.#painter = null;
      return step;
    }
    if (!this.#isHandedOver || this.#fingers.size > 0) return null;
    this.#isHandedOver = false;
    return 'takeBack';
  }
}
