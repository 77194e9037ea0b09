import type { TilesetName } from '../../map/tilesets.ts';
import type { DrawingLayer } from './drawingLayers.ts';

/** Changes in a row are shown by one reading of the tiles. */
const refreshDelay = 250;

/** Layers whose tiles are out of date, read again soon and each once. */
export class StaleTiles {
  readonly #refresh: (tileset: TilesetName) => Promise<void>;
  readonly #reloadRoutes: () => Promise<void>;
  readonly #stale = new Set<DrawingLayer>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param reloadRoutes the map colours routes by the list of them */
  constructor(refresh: (tileset: TilesetName) => Promise<void>, reloadRoutes: () => Promise<void>) {
    this.#refresh = refresh;
    this.#reloadRoutes = reloadRoutes;
  }

  add(layer: DrawingLayer): void {
    this.#stale.add(layer);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#read();
    }, refreshDelay);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #read(): Promise<void> {
    const layers = [...this.#stale];
    this.#stale.clear();
    try {
      if (layers.some(({ id }) => id === 'routes')) await this.#reloadRoutes();
      await Promise.all([...new Set(layers.map(({ tileset }) => tileset))].map(this.#refresh));
    } catch {
      // Not reached: the old tiles stay, and the next change reads them again.
      for (const layer of layers) this.#stale.add(layer);
    }
  }
}
