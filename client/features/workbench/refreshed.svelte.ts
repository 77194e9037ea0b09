import { endpointUrl } from '../../api/call.ts';
import { LiveEvents } from '../../state/live.svelte.ts';
import { Resource } from '../shell/resource.svelte.ts';

/**
 * An answer that is asked for again whenever somebody changes something that the reader may see.
 * Make it while a component initialises; it ends with the component.
 */
export class Refreshed<T> {
  readonly #resource: Resource<T | null>;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param load answers null where there is nobody to ask for */
  constructor(load: (signal: AbortSignal) => Promise<T | null>) {
    this.#resource = new Resource(load);
    const hasReader = $derived(this.#resource.value !== null);
    $effect(() => {
      if (!hasReader) return;
      const soon = () => this.reload();
      const live = new LiveEvents({ url: endpointUrl('streamEvents'), onevent: soon, onreset: soon });
      const disconnect = live.connect();
      return () => {
        disconnect();
        if (this.#timer !== null) clearTimeout(this.#timer);
      };
    });
  }

  get value(): T | null {
    return this.#resource.value;
  }
  get failure(): unknown {
    return this.#resource.failure;
  }

  reload(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#resource.retry(), 200);
  }
}
