import type { PickedFeature } from '../../layers/layer.ts';

/** What lay under the last click, topmost first, and which of it is shown. */
export class Picked {
  #features = $state.raw<readonly PickedFeature[]>([]);
  #index = $state(0);

  get features(): readonly PickedFeature[] {
    return this.#features;
  }
  get index(): number {
    return this.#index;
  }
  get current(): PickedFeature | null {
    return this.#features[this.#index] ?? null;
  }

  /** @returns the topmost feature, to be selected */
  take(features: readonly PickedFeature[]): PickedFeature | null {
    this.#features = features;
    this.#index = 0;
    return this.current;
  }

  /** Shows another one; indices wrap around. */
  show(index: number): PickedFeature | null {
    const count = this.#features.length;
    if (count === 0) return null;
    this.#index = (index + count) % count;
    return this.current;
  }

  /** A selection made elsewhere (list, search, back button) leaves the clicked pile. */
  forgetUnless(selection: { layer: string; id: string } | null): void {
    const index = this.#features.findIndex(
      (feature) => feature.layer === selection?.layer && feature.id === selection.id,
    );
    if (index >= 0) this.#index = index;
    else if (this.#features.length > 0) this.#features = [];
  }
}
