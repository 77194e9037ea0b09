import type { GeoJSONSource } from 'maplibre-gl';
import { letterSource } from './geometry/letters.ts';
import type { BaseGeometry } from './geometry/tileGeometry.ts';

type Step = () => void;

/**
 * The letters on the villages. A changed letter lays out the labels of its tiles anew, which takes longer than a
 * frame: letters wait for the end of a stroke and for the colours, then all that differ are sent as one update.
 */
export class LetterUpdates {
  readonly #source: Pick<GeoJSONSource, 'setData' | 'updateData'>;
  readonly #isColoured: () => boolean;
  readonly #nextFrame: (step: Step) => void;
  #codes: Uint8Array = new Uint8Array();
  /** Codes whose letters the source has; empty until the geometry is there. */
  #placed: Uint8Array = new Uint8Array();
  #waiting = new Set<number>();
  #holds = 0;
  #isRunning = false;
  #isStopped = false;

  /** @param isColoured nothing is left to paint, so that a frame has room for letters */
  constructor(
    source: Pick<GeoJSONSource, 'setData' | 'updateData'>,
    isColoured: () => boolean,
    nextFrame: (step: Step) => void = (step) => requestAnimationFrame(step),
  ) {
    this.#source = source;
    this.#isColoured = isColoured;
    this.#nextFrame = nextFrame;
  }

  get isPending(): boolean {
    return this.#waiting.size > 0 || this.#isRunning;
  }

  /** Places every letter. @param codes one byte a village, index = id − 1; kept, see `change` */
  place(geometry: BaseGeometry, codes: Uint8Array): void {
    this.#codes = codes;
    this.#placed = codes.slice();
    this.#waiting.clear();
    void this.#source.setData(letterSource(geometry, (id) => codes[id - 1] ?? 0));
  }

  /** Bytes of these villages were changed in place. */
  change(ids: readonly number[]): void {
    for (const id of ids) if (id >= 1 && id <= this.#placed.length) this.#waiting.add(id);
    this.#run();
  }

  /** A stroke has begun: letters wait until the returned function is called. */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#holds -= 1;
      isHeld = false;
      this.#run();
    };
  }

  stop(): void {
    this.#isStopped = true;
  }

  #run(): void {
    if (this.#isRunning || this.#isStopped || this.#holds > 0 || this.#waiting.size === 0) return;
    this.#isRunning = true;
    this.#nextFrame(() => void this.#step());
  }

  async #step(): Promise<void> {
    try {
      if (!this.#isStopped && this.#holds === 0 && this.#isColoured()) await this.#send();
    } finally {
      this.#isRunning = false;
      this.#run();
    }
  }

  /** One update at a time: the next is made of what has changed until this one is in the tiles. */
  async #send(): Promise<void> {
    const ids = [...this.#waiting].filter((id) => this.#placed[id - 1] !== this.#codes[id - 1]);
    this.#waiting.clear();
    if (ids.length === 0) return;
    const update = ids.map((id) => {
      const code = this.#codes[id - 1]!;
      this.#placed[id - 1] = code;
      return { id, addOrUpdateProperties: [{ key: 'k', value: code }] };
    });
    await this.#source.updateData({ update });
  }
}
