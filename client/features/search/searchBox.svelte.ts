import type { SearchResult } from '#contract/search';

/** Finds places; rejects when aborted or when the server fails. */
export type FindPlaces = (query: string, signal: AbortSignal) => Promise<readonly SearchResult[]>;

export type SearchStatus = 'idle' | 'searching' | 'ready' | 'failed';

/** What a key press asks of the component that owns the input. */
export type KeyOutcome =
  { type: 'none' } | { type: 'handled' } | { type: 'choose'; result: SearchResult } | { type: 'leave' };

/**
 * The state of a place search: query, answers, the active row. A combobox with a list: the focus stays in the
 * input and the arrows move the active row.
 */
export class SearchBox {
  readonly #find: FindPlaces;
  readonly #delayMilliseconds: number;
  #query = $state('');
  #results = $state.raw<readonly SearchResult[]>([]);
  #answered = $state('');
  #active = $state(-1);
  #isOpen = $state(false);
  #status = $state<SearchStatus>('idle');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;

  constructor(find: FindPlaces, options: { delayMilliseconds?: number } = {}) {
    this.#find = find;
    this.#delayMilliseconds = options.delayMilliseconds ?? 120;
  }

  get query(): string {
    return this.#query;
  }
  get results(): readonly SearchResult[] {
    return this.#results;
  }
  /** Index of the active row, −1 for none. */
  get active(): number {
    return this.#active;
  }
  get status(): SearchStatus {
    return this.#status;
  }
  /** The list shows: rows, or the sentence that there are none. */
  get isOpen(): boolean {
    return this.#isOpen && this.#query.trim() !== '' && this.#status !== 'idle';
  }
  /** The server answered this query with nothing. */
  get isEmpty(): boolean {
    return this.#status === 'ready' && this.#results.length === 0 && this.#answered === this.#query.trim();
  }

  type(query: string): void {
    this.#query = query;
    this.#isOpen = true;
    this.#active = -1;
    this.#cancel();
    if (query.trim() === '') {
      this.#results = [];
      this.#status = 'idle';
      return;
    }
    this.#status = 'searching';
    this.#timer = setTimeout(() => void this.run(), this.#delayMilliseconds);
  }

  /** Asks now, without waiting for the typing pause. */
  async run(): Promise<void> {
    this.#cancel();
    const query = this.#query.trim();
    if (query === '') return;
    const request = new AbortController();
    this.#request = request;
    try {
      const results = await this.#find(query, request.signal);
      if (request.signal.aborted) return;
      this.#results = results;
      this.#answered = query;
      this.#active = results.length > 0 ? 0 : -1;
      this.#status = 'ready';
    } catch {
      if (!request.signal.aborted) this.#status = 'failed';
    }
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  clear(): void {
    this.type('');
    this.close();
  }

  activate(index: number): void {
    this.#active = index;
  }

  /** Enter before the answer came chooses its first row when it arrives. */
  async chooseBest(): Promise<SearchResult | null> {
    if (this.#answered !== this.#query.trim()) await this.run();
    return this.#results[Math.max(0, this.#active)] ?? null;
  }

  press(key: string): KeyOutcome {
    const count = this.#results.length;
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        this.#isOpen = true;
        if (count === 0) return { type: 'handled' };
        const step = key === 'ArrowDown' ? 1 : -1;
        this.#active = this.#active < 0 && step < 0 ? count - 1 : (this.#active + step + count) % count;
        return { type: 'handled' };
      }
      case 'Home':
      case 'End':
        if (!this.isOpen || count === 0) return { type: 'none' };
        this.#active = key === 'Home' ? 0 : count - 1;
        return { type: 'handled' };
      case 'Enter': {
        const result = this.#results[this.#active];
        const isFresh = this.#answered === this.#query.trim();
        return result && isFresh && this.isOpen ? { type: 'choose', result } : { type: 'none' };
      }
      case 'Escape':
        if (this.isOpen) {
          this.close();
          return { type: 'handled' };
        }
        return this.#query === '' ? { type: 'leave' } : (this.clear(), { type: 'handled' });
      default:
        return { type: 'none' };
    }
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = undefined;
  }
}
