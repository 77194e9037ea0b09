import type { Reach } from '#contract/coverage';
import { ApiFailure, call } from '../api/call.ts';
import type { ViewState } from './view.svelte.ts';

export type CoverageStatus = 'off' | 'loading' | 'ready' | 'failed';

/** The reach figure of the view's coverage choice. While a new one loads, `result` keeps the last. */
export class CoverageState {
  readonly #view: ViewState;
  #result = $state.raw<Reach | null>(null);
  #status = $state<CoverageStatus>('off');
  #failure = $state.raw<ApiFailure | null>(null);
  #attempt = $state(0);

  constructor(view: ViewState) {
    this.#view = view;
  }

  get result(): Reach | null {
    return this.#result;
  }
  get status(): CoverageStatus {
    return this.#status;
  }
  get failure(): ApiFailure | null {
    return this.#failure;
  }

  retry(): void {
    this.#attempt += 1;
  }

  /** Follows the view's coverage choice and region until the returned function is called. */
  connect(): () => void {
    return $effect.root(() => {
      $effect(() => {
        const { coverage, regionCode } = this.#view;
        void this.#attempt;
        if (coverage === null) {
          this.#result = null;
          this.#failure = null;
          this.#status = 'off';
          return;
        }
        const abort = new AbortController();
        this.#status = 'loading';
        void this.#fetch({ ...coverage, region: regionCode }, abort.signal);
        return () => abort.abort();
      });
    });
  }

  async #fetch(
    query: { kind: string; standardMetres: number; region: string | null },
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const result = await call('getReach', { query }, { signal });
      if (signal.aborted) return;
      this.#result = result;
      this.#failure = null;
      this.#status = 'ready';
    } catch (cause) {
      if (signal.aborted) return;
      this.#failure =
        cause instanceof ApiFailure
          ? cause
          : new ApiFailure(String(cause), { code: 'internal-error', status: 0, cause });
      this.#status = 'failed';
    }
  }
}
