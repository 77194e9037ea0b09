export type ResourceStatus = 'idle' | 'loading' | 'ready' | 'failed';

/**
 * An answer of the server that follows what its loader reads: when a rune read before the first await changes,
 * the old request is aborted and a new one starts. While loading, the last value stays.
 * Make it while a component initialises; it ends with the component.
 */
export class Resource<T> {
  #value = $state.raw<T | null>(null);
  #status = $state<ResourceStatus>('idle');
  #failure = $state.raw<unknown>(null);
  #attempt = $state(0);

  /** @param load null = nothing to load now; the value is dropped */
  constructor(load: (signal: AbortSignal) => Promise<T> | null) {
    $effect(() => {
      void this.#attempt;
      const abort = new AbortController();
      const request = load(abort.signal);
      if (request === null) {
        this.#value = null;
        this.#status = 'idle';
        return;
      }
      this.#status = 'loading';
      void this.#settle(request, abort.signal);
      return () => abort.abort();
    });
  }

  async #settle(request: Promise<T>, signal: AbortSignal): Promise<void> {
    try {
      const value = await request;
      if (signal.aborted) return;
      this.#value = value;
      this.#failure = null;
      this.#status = 'ready';
    } catch (failure) {
      if (signal.aborted) return;
      this.#failure = failure;
      this.#status = 'failed';
    }
  }

  /** The last answer, also while a newer one is on its way. */
  get value(): T | null {
    return this.#value;
  }
  get status(): ResourceStatus {
    return this.#status;
  }
  get failure(): unknown {
    return this.#failure;
  }

  retry(): void {
    this.#attempt += 1;
  }
}
