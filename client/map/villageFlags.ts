import type { StateTarget } from './edgePainter.ts';

/** Villages of a source that a flag is set on. */
export interface FlaggedLayer {
  source: string;
  sourceLayer: string;
}

/** A yes or no of villages as feature state: absent means no, and only what differs from what was set is set again. */
export class VillageFlags {
  readonly #target: StateTarget;
  readonly #key: string;
  readonly #layers: readonly FlaggedLayer[];
  #wanted: ReadonlySet<number> = new Set();
  #drawn = new Set<number>();
  #waiting = new Set<number>();

  /** @param key of the feature state */
  constructor(target: StateTarget, { key, layers }: { key: string; layers: readonly FlaggedLayer[] }) {
    this.#target = target;
    this.#key = key;
    this.#layers = layers;
  }

  /** Villages that wait for a frame. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** These have it and no others. */
  set(ids: Iterable<number>): void {
    const before = this.#wanted;
    this.#wanted = new Set(ids);
    for (const id of before) if (!this.#wanted.has(id)) this.#waiting.add(id);
    for (const id of this.#wanted) if (!before.has(id)) this.#waiting.add(id);
  }

  /** The map lost its states: all are set again. */
  forget(): void {
    this.#drawn.clear();
    this.#waiting = new Set(this.#wanted);
  }

  /** Sets what waits, at most so many villages. */
  paint(most: number): void {
    let left = most;
    for (const id of this.#waiting) {
      if (left <= 0) return;
      left -= 1;
      this.#waiting.delete(id);
      const isOn = this.#wanted.has(id);
      if (this.#drawn.has(id) === isOn) continue;
      if (isOn) this.#drawn.add(id);
      else this.#drawn.delete(id);
      for (const layer of this.#layers) this.#target.setFeatureState({ ...layer, id }, { [this.#key]: isOn });
    }
  }
}
