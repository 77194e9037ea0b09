/** A page of events, newest first. */
export interface EventPage<Event> {
  items: Event[];
  nextCursor: string | null;
}

/** Pages of events, one under the other as the reader asks for older ones. Make it while a component initialises. */
export class EventPages<Event> {
  #items = $state.raw<readonly Event[]>([]);
  #nextCursor = $state.raw<string | null>(null);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #failure = $state.raw<unknown>(null);
  #attempt = $state(0);
  readonly #load: (cursor: string | null, signal: AbortSignal) => Promise<EventPage<Event>>;
  #abort = new AbortController();

  /** @param load what it reads before its first await starts it over when it changes */
  constructor(load: (cursor: string | null, signal: AbortSignal) => Promise<EventPage<Event>>) {
    this.#load = load;
    $effect(() => {
      void this.#attempt;
      this.#abort = new AbortController();
      const { signal } = this.#abort;
      this.#status = 'loading';
      void this.#settle(load(null, signal), [], signal);
      return () => this.#abort.abort();
    });
  }

  get items(): readonly Event[] {
    return this.#items;
  }
  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }
  get failure(): unknown {
    return this.#failure;
  }
  get hasMore(): boolean {
    return this.#nextCursor !== null;
  }

  /** Adds the next older page. */
  async more(): Promise<void> {
    if (this.#nextCursor === null || this.#status === 'loading') return;
    const { signal } = this.#abort;
    this.#status = 'loading';
    await this.#settle(this.#load(this.#nextCursor, signal), this.#items, signal);
  }

  retry(): void {
    this.#attempt += 1;
  }

  async #settle(request: Promise<EventPage<Event>>, before: readonly Event[], signal: AbortSignal) {
    try {
      const { items, nextCursor } = await request;
      if (signal.aborted) return;
      this.#items = [...before, ...items];
      this.#nextCursor = nextCursor;
      this.#status = 'ready';
    } catch (failure) {
      if (signal.aborted) return;
      this.#failure = failure;
      this.#status = 'failed';
    }
  }
}
