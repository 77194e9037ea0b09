import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface ReceivedEvent {
  name: string;
  id: string;
  data: {
    topic: string;
    regionCode: string;
    versionId: string | null;
    actorId: number | null;
    payload: Record<string, unknown>;
  };
  /** When it came (performance.now). */
  at: number;
}

/** A client of server-sent events, as a browser would read them; it never comes back by itself. */
export class EventStream {
  readonly events: ReceivedEvent[] = [];
  /** What it would repeat when it comes back. */
  lastEventId: string | null;
  status: number | null = null;
  body = '';
  isOver = false;
  readonly #request: http.ClientRequest;
  #rest = '';

  constructor(
    address: string,
    {
      lastEventId = null,
      headers = {},
    }: { lastEventId?: string | null; headers?: Record<string, string> } = {},
  ) {
    this.lastEventId = lastEventId;
    this.#request = http.get(
      address,
      { headers: { ...headers, ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) } },
      (response) => {
        this.status = response.statusCode!;
        response.setEncoding('utf8').on('data', (text: string) => this.#read(text));
        response.on('close', () => (this.isOver = true));
        response.on('error', () => {});
      },
    );
    this.#request.on('error', () => (this.isOver = true));
  }

  /** Waits until it is open: the position it begins at is known then. */
  async open(): Promise<this> {
    while (this.lastEventId === null && !this.isOver) await pause(5);
    while (this.status === null && !this.isOver) await pause(5);
    return this;
  }

  /** Waits until a condition on what has come holds. @throws Error when it takes longer */
  async until(condition: (events: ReceivedEvent[]) => boolean, milliseconds = 10_000): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!condition(this.events)) {
      if (performance.now() > end) throw new Error(`${this.events.length} events after ${milliseconds} ms`);
      await pause(5);
    }
  }

  async closed(milliseconds = 10_000): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!this.isOver) {
      if (performance.now() > end) throw new Error(`still open after ${milliseconds} ms`);
      await pause(5);
    }
  }

  close(): void {
    this.#request.destroy();
  }

  #read(text: string): void {
    this.body += text;
    this.#rest += text;
    const blocks = this.#rest.split('\n\n');
    this.#rest = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      this.lastEventId = field('id') ?? this.lastEventId;
      const data = field('data');
      if (data === undefined) continue;
      const name = field('event') ?? 'message';
      this.events.push({ name, id: this.lastEventId!, data: JSON.parse(data), at: performance.now() });
    }
  }
}
