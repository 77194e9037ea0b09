import type { LayerContext } from '../layers/layer.ts';
import type { PaintingBacklog, RulePreview } from './villagePainter.ts';

/** What a map that is being painted on can do; LiveMap is one. */
export interface PaintableMap {
  paintVillages(codes: Uint8Array, ids: readonly number[]): void;
  setPending(ids: readonly number[]): void;
  setLocked(ids: readonly number[]): void;
  setPreview(preview: RulePreview): void;
  setLit(ids: readonly number[]): void;
  holdLetters(): () => void;
  readonly backlog: PaintingBacklog;
}

const noPreview: RulePreview = { matched: [], unknown: [] };

/**
 * The villages of a map as something to paint on. A page may use it before the map is there: what is pending and
 * locked is kept for it, and changed bytes are in the catalogue's array anyway.
 */
export class VillageCanvas {
  #map: PaintableMap | null = null;
  #isPainted = $state(false);
  #hasLocks = $state(false);
  #isPicking = $state(true);
  #pending: readonly number[] = [];
  #locked: readonly number[] = [];
  #preview = noPreview;
  #hasPreview = $state(false);
  #lit: readonly number[] = [];
  #isDimmed = $state(false);

  /** For the layers: null where nobody paints. */
  get painting(): LayerContext['painting'] {
    if (!this.#isPainted) return null;
    return { hasLocks: this.#hasLocks, hasPreview: this.#hasPreview, isDimmed: this.#isDimmed };
  }
  /** Whether a click or Enter on the map picks what is there; false while a tool has the pointer. */
  get isPicking(): boolean {
    return this.#isPicking;
  }
  /** What is changed and not drawn yet. */
  get backlog(): PaintingBacklog {
    return this.#map?.backlog ?? { fills: 0, patterns: 0, edges: 0 };
  }

  /** Draws outlines, locks and dimming until the returned function is called. */
  open(): () => void {
    this.#isPainted = true;
    return () => {
      this.#isPainted = false;
      this.showPending([]);
      this.showLocked([]);
    };
  }

  /** A tool takes the pointer until the returned function is called. */
  takePointer(): () => void {
    this.#isPicking = false;
    return () => {
      this.#isPicking = true;
    };
  }

  /**
   * Shows changed assignments.
   * @param codes the catalogue's array, one byte a village, index = id − 1, changed in place
   * @param ids whose bytes changed; others are not looked at
   */
  paint(codes: Uint8Array, ids: readonly number[]): void {
    this.#map?.paintVillages(codes, ids);
  }

  /** Outlines these villages and no others. */
  showPending(ids: readonly number[]): void {
    this.#pending = ids;
    this.#map?.setPending(ids);
  }

  /** Hatches these villages and gives them a padlock, and no others. */
  showLocked(ids: readonly number[]): void {
    this.#locked = ids;
    this.#hasLocks = ids.length > 0;
    this.#map?.setLocked(ids);
  }

  /** Outlines what a rule says; null: no rule is looked at. */
  showPreview(preview: RulePreview | null): void {
    this.#preview = preview ?? noPreview;
    this.#hasPreview = preview !== null;
    this.#map?.setPreview(this.#preview);
  }

  /** Dims every village but these; null: none is dimmed. */
  showLit(ids: readonly number[] | null): void {
    this.#lit = ids ?? [];
    this.#isDimmed = ids !== null;
    this.#map?.setLit(this.#lit);
  }

  /** Letters of changed villages wait until the returned function is called: for the length of a stroke. */
  holdLetters(): () => void {
    return this.#map?.holdLetters() ?? (() => {});
  }

  /** For MapView. */
  attach(map: PaintableMap): () => void {
    this.#map = map;
    map.setPending(this.#pending);
    map.setLocked(this.#locked);
    map.setPreview(this.#preview);
    map.setLit(this.#lit);
    return () => {
      if (this.#map === map) this.#map = null;
    };
  }
}
