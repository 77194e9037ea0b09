import type { LiveEvent } from '#contract/workflow';
import { endpointUrl } from '../../api/call.ts';
import { LiveEvents } from '../../state/live.svelte.ts';
import { drawingLayer, type DrawingLayer } from './drawingLayers.ts';
import type { DrawnRow } from './drawnRow.ts';

/** More rows than these changed at once: the whole list is read again. */
const mostSingleRows = 20;
/** Several events of one batch come close together and are answered by one reading. */
const reloadDelay = 200;

export interface PlaceRowsOptions {
  /** Rows of a layer changed, here or elsewhere: its tiles are out of date. */
  onchange: (layer: DrawingLayer) => void;
  /** Somebody else changed these rows of the layer shown; null: any of them. */
  onforeign: (keys: ReadonlySet<string> | null) => void;
  personId: number;
}

/** Keys that an event is about. A project's event names the project only, so all of its places are. */
function isNamed(layer: DrawingLayer, ids: ReadonlySet<string>, key: string): boolean {
  return ids.has(layer.id === 'projects' ? key.split('/')[0]! : key);
}

/** The rows of the layer that is drawn, as they are now: read once, then kept by what people do. */
export class PlaceRows {
  readonly #options: PlaceRowsOptions;
  #layer = $state.raw<DrawingLayer | null>(null);
  #rows = $state.raw<readonly DrawnRow[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #failure = $state.raw<unknown>(null);
  #loading: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Ids that events named since the last reading; null: all. */
  #changedIds: Set<string> | null = new Set();

  constructor(options: PlaceRowsOptions) {
    this.#options = options;
  }

  get rows(): readonly DrawnRow[] {
    return this.#rows;
  }
  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }
  get failure(): unknown {
    return this.#failure;
  }

  row(key: string): DrawnRow | null {
    return this.#rows.find((each) => each.key === key) ?? null;
  }

  /** Listens until the result is called. */
  connect(): () => void {
    const live = new LiveEvents({
      url: endpointUrl('streamEvents'),
      onevent: (event) => this.#hear(event),
      onreset: () => this.#hearAll(),
    });
    const disconnect = live.connect();
    return () => {
      disconnect();
      this.#loading?.abort();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  /** Reads the rows of a layer; those of the one before are gone at once. Never rejects: see `status`. */
  async show(layer: DrawingLayer): Promise<void> {
    if (this.#layer !== layer) {
      this.#rows = [];
      this.#status = 'loading';
    }
    this.#layer = layer;
    await this.load();
  }

  async load(): Promise<void> {
    const layer = this.#layer;
    if (layer === null) return;
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    try {
      const rows = await layer.list(abort.signal);
      if (abort.signal.aborted) return;
      this.#rows = rows;
      this.#failure = null;
      this.#status = 'ready';
    } catch (failure) {
      if (abort.signal.aborted) return;
      this.#failure = failure;
      if (this.#status !== 'ready') this.#status = 'failed';
    }
  }

  /** Puts a row that was just written or read into its place; null takes it out. */
  adopt(layer: DrawingLayer, key: string, row: DrawnRow | null): void {
    if (layer !== this.#layer) return;
    const index = this.#rows.findIndex((each) => each.key === key);
    if (row === null) this.#rows = this.#rows.filter((each) => each.key !== key);
    else if (index < 0) this.#rows = [...this.#rows, row];
    else this.#rows = this.#rows.with(index, row);
  }

  #hear({ topic, actorId, payload }: LiveEvent): void {
    if (topic !== 'places-changed') return;
    const layer = drawingLayer(String(payload['layer']));
    if (layer === null) return;
    this.#options.onchange(layer);
    if (layer !== this.#layer) return;
    const ids = ((payload['ids'] ?? []) as unknown[]).map(String);
    if (actorId !== this.#options.personId) {
      const named = new Set(ids);
      const keys = this.#rows.filter(({ key }) => isNamed(layer, named, key)).map(({ key }) => key);
      this.#options.onforeign(new Set(keys));
    }
    for (const id of ids) this.#changedIds?.add(id);
    this.#readSoon();
  }

  /** Something was missed: everything is read again. */
  #hearAll(): void {
    if (this.#layer === null) return;
    this.#options.onchange(this.#layer);
    this.#options.onforeign(null);
    this.#changedIds = null;
    this.#readSoon();
  }

  #readSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#readChanged();
    }, reloadDelay);
  }

  async #readChanged(): Promise<void> {
    const ids = this.#changedIds;
    const layer = this.#layer;
    this.#changedIds = new Set();
    if (layer === null) return;
    // A project's places come with all projects anyway.
    if (ids === null || ids.size > mostSingleRows || layer.id === 'projects') {
      await this.load();
      return;
    }
    try {
      const found = await Promise.all([...ids].map(async (id) => [id, await layer.find(id)] as const));
      for (const [id, row] of found) this.adopt(layer, id, row);
    } catch {
      // Not reached: the stream says reset when it is back, and then all of it is read.
    }
  }
}
