import type { LiveEvent } from '#contract/workflow';
import { eventTopics } from '#contract/eventTopics';

export type LiveStatus = 'connecting' | 'open' | 'closed';

export interface LiveOptions {
  /** Address of the stream. */
  url: string;
  onevent: (event: LiveEvent) => void;
  /** Something was missed that cannot be told any more: load everything anew. */
  onreset: () => void;
  /** For tests; the browser's own sends Last-Event-ID by itself when it reconnects. */
  open?: (url: string) => EventSource;
  /** Milliseconds before a stream that the browser gave up is opened anew. */
  reopenDelay?: number;
}

/**
 * What other people do, as it happens. The browser reconnects by itself and resumes where it was; a stream it gave
 * up (an error answer) is opened anew, and then everything is to be loaded again, as its place is lost.
 */
export class LiveEvents {
  readonly #options: Required<LiveOptions>;
  #status = $state<LiveStatus>('connecting');
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveOptions) {
    this.#options = { open: (url) => new EventSource(url), reopenDelay: 5000, ...options };
  }

  get status(): LiveStatus {
    return this.#status;
  }

  /** Listens until the result is called. */
  connect(): () => void {
    this.#open(false);
    return () => this.#close();
  }

  #open(isAgain: boolean): void {
    const { url, open, onevent, onreset } = this.#options;
    const source = open(url);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#status = 'open';
      if (isAgain) onreset();
      isAgain = false;
    });
    source.addEventListener('error', () => this.#onError(source));
    for (const topic of eventTopics) {
      source.addEventListener(topic, (message) => onevent(JSON.parse(message.data) as LiveEvent));
    }
    source.addEventListener('reset', () => onreset());
  }

  #onError(source: EventSource): void {
    if (this.#source !== source) return;
    this.#status = source.readyState === 2 ? 'closed' : 'connecting';
    if (this.#status !== 'closed') return;
    this.#timer = setTimeout(() => this.#open(true), this.#options.reopenDelay);
  }

  #close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#status = 'closed';
  }
}
