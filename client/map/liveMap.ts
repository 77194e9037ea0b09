import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, VectorTileSource } from 'maplibre-gl';
import type { Reach, ReachStatus } from '#contract/coverage';
import type { LayerContext, ServiceCircle } from '../layers/layer.ts';
import { lockBadgeSource } from './geometry/letters.ts';
import type { BaseGeometry, VillageCell } from './geometry/tileGeometry.ts';
import { LetterUpdates } from './letterUpdates.ts';
import type { Bbox, Padding } from './mapHandle.svelte.ts';
import { ServiceAreaSource } from './serviceAreaSource.ts';
import { drawableLayers, firstStyle } from './style.ts';
import { syncLayers } from './sync.ts';
import { loadBaseGeometry, loadTileset, tilesetNames, type TilesetName } from './tilesets.ts';
import type { PaintableMap } from './villageCanvas.svelte.ts';
import { VillagePainter, type PaintingBacklog, type RulePreview } from './villagePainter.ts';

export interface LiveMapOptions {
  container: HTMLElement;
  context: LayerContext;
  whole: Bbox;
  start: { bounds: Bbox; padding: Padding } | { center: [number, number]; zoom: number };
  title: string;
  isInteractive: boolean;
  hasTianditu: boolean;
  /** Of the instance: working data or a release. */
  tilesPath: string;
  signal: AbortSignal;
}

const coverageCodes: Readonly<Record<ReachStatus, number>> = { served: 1, unserved: 2, unknown: 3 };

/** One coverage code a village, index = id − 1. */
function coverageBytes(reach: Reach | null, villageCount: number): Uint8Array {
  const bytes = new Uint8Array(villageCount);
  for (const { id, status } of reach?.villages ?? []) {
    if (id >= 1 && id <= villageCount) bytes[id - 1] = coverageCodes[status];
  }
  return bytes;
}

/**
 * A MapLibre map and what belongs to it: the layers last drawn, the painter of feature state, the geometry read
 * for letters. The page pushes values in; nothing here is reactive.
 */
export class LiveMap implements PaintableMap {
  readonly map: MapLibreMap;
  readonly #painter: VillagePainter;
  readonly #serviceArea: ServiceAreaSource;
  readonly #letters: LetterUpdates;
  readonly #sourceIds: ReadonlySet<string>;
  readonly #tilesPath: string;
  readonly #signal: AbortSignal;
  readonly #whole: Bbox;
  #drawn: LayerSpecification[];
  #geometry: BaseGeometry | null = null;
  #isGeometryTried = false;
  #assignments: Uint8Array = new Uint8Array();
  #lockedIds: readonly number[] = [];
  /** MapLibre has said idle since its last frame: labels are placed and faded in. */
  #isIdle = false;

  private constructor(
    map: MapLibreMap,
    drawn: LayerSpecification[],
    { tilesPath, signal, whole }: Pick<LiveMapOptions, 'tilesPath' | 'signal' | 'whole'>,
  ) {
    this.map = map;
    this.#tilesPath = tilesPath;
    this.#signal = signal;
    this.#whole = whole;
    this.#drawn = drawn;
    this.#sourceIds = new Set(Object.keys(map.getStyle().sources));
    this.#painter = new VillagePainter(map);
    this.#serviceArea = new ServiceAreaSource(map.getSource<GeoJSONSource>('service-area')!);
    const letters = map.getSource<GeoJSONSource>('letters')!;
    this.#letters = new LetterUpdates(letters, () => !this.#painter.isPending);
    map.on('render', () => {
      this.#isIdle = false;
    });
    map.on('idle', () => {
      this.#isIdle = true;
    });
  }

  /**
   * Loads MapLibre and the tilesets, makes the map and waits for its style.
   * @throws ApiFailure when a tileset cannot be read; the signal's reason when aborted
   */
  static async create(options: LiveMapOptions): Promise<LiveMap> {
    const { signal, tilesPath } = options;
    const [{ createMap }, ...tilesets] = await Promise.all([
      import('./maplibre.ts'),
      ...tilesetNames.map((name) => loadTileset(name, { tilesPath, signal })),
    ]);
    signal.throwIfAborted();
    const byName = Object.fromEntries(tilesetNames.map((name, index) => [name, tilesets[index] ?? null]));
    const named = byName as Record<TilesetName, (typeof tilesets)[number]>;
    const style = firstStyle(named, options.context, options.hasTianditu);
    const map = createMap({ ...options, style });
    signal.addEventListener('abort', () => map.remove(), { once: true });
    await map.once('style.load');
    signal.throwIfAborted();
    const live = new LiveMap(map, style.layers, options);
    const base = byName['base'];
    if (base) void live.#loadGeometry(() => loadBaseGeometry(base, options.whole, signal));
    return live;
  }

  /** Draws what the context asks for by changing only what differs. */
  update(context: LayerContext): void {
    const wanted = drawableLayers(context, this.#sourceIds);
    syncLayers(this.map, this.#drawn, wanted);
    this.#drawn = wanted;
  }

  /**
   * Shows the tiles of now: the address of tiles names the state of their data, and the description of the tileset names
   * the newest. What is drawn stays until the new tiles are there.
   * @throws ApiFailure
   */
  async refreshTileset(name: TilesetName): Promise<void> {
    const options = { tilesPath: this.#tilesPath, signal: this.#signal };
    const tileset = await loadTileset(name, options);
    if (tileset === null || this.#signal.aborted) return;
    let hasChanged = false;
    for (const id of name === 'base' ? ['base', 'base-patterns'] : [name]) {
      const source = this.map.getSource<VectorTileSource>(id);
      if (!source || source.tiles[0] === tileset.template) continue;
      source.setTiles([tileset.template]);
      hasChanged = true;
    }
    // Letters and zone outlines are placed from what the tiles say.
    if (name === 'base' && hasChanged)
      await this.#loadGeometry(() => loadBaseGeometry(tileset, this.#whole, this.#signal));
  }

  /** @param assignments one byte a village, index = id − 1 */
  setAssignments(assignments: Uint8Array): void {
    this.#assignments = assignments;
    this.#painter.setAssignments(assignments);
    this.#placeLetters();
  }

  /** @param codes the array given last, changed in place; @param ids the only villages that are looked at */
  paintVillages(codes: Uint8Array, ids: readonly number[]): void {
    if (codes !== this.#assignments) {
      this.setAssignments(codes);
      return;
    }
    this.#painter.change(ids);
    this.#letters.change(ids);
  }

  setPending(ids: readonly number[]): void {
    this.#painter.setPending(ids);
  }

  setPreview(preview: RulePreview): void {
    this.#painter.setPreview(preview);
  }

  setLocked(ids: readonly number[]): void {
    this.#painter.setLocked(ids);
    this.#lockedIds = ids;
    this.#placeLocks();
  }

  setLit(ids: readonly number[]): void {
    this.#painter.setLit(ids);
  }

  holdLetters(): () => void {
    return this.#letters.hold();
  }

  get backlog(): PaintingBacklog {
    return this.#painter.backlog;
  }

  setReach(reach: Reach | null): void {
    this.#painter.setCoverage(coverageBytes(reach, this.#assignments.length));
  }

  setServiceCircle(circle: ServiceCircle | null): void {
    this.#serviceArea.show(circle);
  }

  village(id: number): VillageCell | null {
    return this.#geometry?.villages.get(id) ?? null;
  }

  /** Letters are placed, states are set and every tile in view is drawn. */
  get isSettled(): boolean {
    const isWaiting = this.#painter.isPending || this.#letters.isPending || this.#serviceArea.isPending;
    return this.#isGeometryTried && !isWaiting && this.#isIdle && this.map.loaded() && !this.map.isMoving();
  }

  stop(): void {
    this.#painter.stop();
    this.#letters.stop();
    this.#serviceArea.stop();
  }

  /** Letters and zones are additions: without them the map still shows every category. */
  async #loadGeometry(load: () => Promise<BaseGeometry>): Promise<void> {
    try {
      this.#geometry = await load();
    } catch {
      return;
    } finally {
      this.#isGeometryTried = true;
    }
    this.#painter.setEdges(this.#geometry.edges);
    this.#placeLetters();
    this.#placeLocks();
  }

  #placeLetters(): void {
    if (this.#geometry === null || this.#assignments.length === 0) return;
    this.#letters.place(this.#geometry, this.#assignments);
  }

  #placeLocks(): void {
    if (this.#geometry === null) return;
    const source = this.map.getSource<GeoJSONSource>('locks');
    void source?.setData(lockBadgeSource(this.#geometry, this.#lockedIds));
  }
}
