import type { Reach } from '#contract/coverage';
import type { Facility } from '#contract/places';
import { ApiFailure, call } from '../api/call.ts';
import type { ServiceCircle } from '../layers/layer.ts';
import type { ViewState } from './view.svelte.ts';

export type CoverageStatus = 'off' | 'loading' | 'ready' | 'failed';

/**
 * The reach figure of the view's coverage choice, and the circle that the selected facility serves. While a new
 * figure loads, `result` keeps the last.
 */
export class CoverageState {
  readonly #view: ViewState;
  #result = $state.raw<Reach | null>(null);
  #status = $state<CoverageStatus>('off');
  #failure = $state.raw<ApiFailure | null>(null);
  #attempt = $state(0);
  #facility = $state.raw<Facility | null>(null);
  #isFacilityLoading = $state(false);
  /** Apart from the choice itself, so that a moved standard does not fetch the facility again. */
  readonly #facilityId = $derived.by(() => {
    const { coverage, selection } = this.#view;
    return coverage !== null && selection?.layer === 'facilities' ? selection.id : null;
  });
  readonly #serviceCircle = $derived.by((): ServiceCircle | null => {
    const { coverage } = this.#view;
    const facility = this.#facility;
    if (coverage === null || facility?.kind !== coverage.kind || facility.position === null) return null;
    return { position: facility.position, radiusMetres: coverage.standardMetres };
  });

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

  /** Around the selected facility at the standard; null unless it is of the chosen kind and has a place. */
  get serviceCircle(): ServiceCircle | null {
    return this.#serviceCircle;
  }
  /** Something that the map draws is still being fetched. */
  get isPending(): boolean {
    return this.#status === 'loading' || this.#isFacilityLoading;
  }

  retry(): void {
    this.#attempt += 1;
  }

  /** Follows the view's coverage choice, region and selection until the returned function is called. */
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
      $effect(() => {
        const id = this.#facilityId;
        this.#facility = null;
        this.#isFacilityLoading = id !== null;
        if (id === null) return;
        const abort = new AbortController();
        void this.#fetchFacility(id, abort.signal);
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

  async #fetchFacility(id: string, signal: AbortSignal): Promise<void> {
    try {
      const facility = await call('getFacility', { params: { id } }, { signal });
      if (!signal.aborted) this.#facility = facility;
    } catch {
      // Its card asks for the same facility and says what failed; here only an outline is missing.
    } finally {
      if (!signal.aborted) this.#isFacilityLoading = false;
    }
  }
}
