import type { LiveEvent } from '#contract/workflow';
import { ApiFailure, endpointUrl } from '../../api/call.ts';
import { LiveEvents } from '../../state/live.svelte.ts';
import type { CellValue } from './cellValue.ts';
import type { TableColumn } from './tableColumns.ts';
import { TableEdits } from './tableEdits.svelte.ts';
import type { TableLayer } from './tableLayers.ts';
import { rowOf, type PlaceItem } from './tableRow.ts';

/** Several events of one batch come close together and are answered by one reading. */
const reloadDelay = 300;

export interface PlaceTableOptions {
  layer: TableLayer;
  items: readonly PlaceItem[];
  columns: readonly TableColumn[];
  /** Columns that are only read, of an item. */
  fixedOf: (item: PlaceItem) => Readonly<Record<string, CellValue>>;
  /** Most rows that are saved at once. */
  mostRows: number;
}

type Listener = ConstructorParameters<typeof TableEdits>[1];

/** A layer's rows on the table: read, changed, saved, and kept up with what others do. */
export class PlaceTable {
  readonly edits: TableEdits;
  readonly #options: PlaceTableOptions;
  #status = $state<'idle' | 'saving' | 'reading'>('idle');
  #failure = $state.raw<unknown>(null);
  #lost = $state.raw<readonly number[]>([]);
  #savedRows = $state(0);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isReloadDue = false;

  constructor(options: PlaceTableOptions, listen?: Listener) {
    this.#options = options;
    this.edits = new TableEdits(options.columns, listen);
    this.edits.adopt(this.#rowsOf(options.items));
  }

  get status(): 'idle' | 'saving' | 'reading' {
    return this.#status;
  }
  /** Why the last saving or reading did not work; null: it did. */
  get failure(): unknown {
    return this.#failure;
  }
  /** Rows with unsaved changes that somebody deleted. */
  get lost(): readonly number[] {
    return this.#lost;
  }
  /** Rows the last saving wrote; 0 as soon as something is changed again. */
  get savedRows(): number {
    return this.edits.changedCells > 0 ? 0 : this.#savedRows;
  }
  get maySave(): boolean {
    const { changedCells, faults, conflicts } = this.edits;
    return this.#status === 'idle' && changedCells > 0 && faults.length === 0 && conflicts.length === 0;
  }

  /** Listens to what others do until the result is called. */
  connect(): () => void {
    const live = new LiveEvents({
      url: endpointUrl('streamEvents'),
      onevent: (event) => this.hear(event),
      onreset: () => this.#reloadSoon(),
    });
    const disconnect = live.connect();
    return () => {
      disconnect();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  /** For the stream of events, and for tests. */
  hear({ topic, payload }: LiveEvent): void {
    if (topic === 'places-changed' && payload['layer'] === this.#options.layer.id) this.#reloadSoon();
  }

  /** Reads the rows again. Never rejects: see `failure`. */
  async reload(): Promise<void> {
    if (this.#status !== 'idle') {
      this.#isReloadDue = true;
      return;
    }
    await this.#while('reading', async () => {
      const items = await this.#options.layer.list(new AbortController().signal);
      this.#lost = this.edits.adopt(this.#rowsOf(items));
    });
  }

  /**
   * Saves what is changed, all or nothing; more rows than the server takes at once go one batch after another. What
   * it refuses is put on the cells; where others were faster, their values are read and set beside ours.
   */
  async save(): Promise<void> {
    if (!this.maySave) return;
    let isStale = false;
    await this.#while('saving', async () => {
      this.#savedRows = 0;
      while (this.edits.changedRows > 0) {
        const sent = this.edits.batch(this.#options.mostRows);
        try {
          const items = await this.#options.layer.save(sent);
          this.edits.saved(this.#rowsOf(items));
          this.#savedRows += sent.length;
        } catch (failure) {
          if (!(failure instanceof ApiFailure)) throw failure;
          isStale = failure.code === 'stale-revision';
          const rest = this.edits.refuse(failure.errors, sent);
          if (!isStale && (rest.length > 0 || failure.errors.length === 0)) throw failure;
          return;
        }
      }
    });
    if (isStale) await this.reload();
  }

  #rowsOf(items: readonly PlaceItem[]) {
    return items.map((item) => rowOf(item, this.#options.fixedOf(item)));
  }

  #reloadSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.reload(), reloadDelay);
  }

  async #while(status: 'saving' | 'reading', act: () => Promise<void>): Promise<void> {
    this.#status = status;
    this.#failure = null;
    try {
      await act();
    } catch (failure) {
      this.#failure = failure;
    } finally {
      this.#status = 'idle';
      if (this.#isReloadDue) {
        this.#isReloadDue = false;
        this.#reloadSoon();
      }
    }
  }
}
