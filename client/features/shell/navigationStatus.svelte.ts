/**
 * Whether a page chunk is on its way. The router is a module singleton, so its status is one too: hooks of
 * the router have no component context to reach.
 */
class NavigationStatus {
  #isPending = $state(false);
  #failure = $state.raw<unknown>(null);
  #visits = $state(0);

  get isPending(): boolean {
    return this.#isPending;
  }

  /** The error of a page that could not be loaded (offline, or replaced by a newer build). */
  get failure(): unknown {
    return this.#failure;
  }

  /** Grows by one a page, so that the shell can move focus once for each. */
  get visits(): number {
    return this.#visits;
  }

  begin(): void {
    this.#isPending = true;
    this.#failure = null;
  }

  end(): void {
    this.#isPending = false;
    this.#visits += 1;
  }

  fail(error: unknown): void {
    this.#isPending = false;
    this.#failure = error;
  }
}

export const navigationStatus = new NavigationStatus();
