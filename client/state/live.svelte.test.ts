import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '#contract/workflow';
import { LiveEvents } from './live.svelte.ts';

/** Stands in for the browser's own: jsdom has none. */
class Source extends EventTarget {
  readyState = 0;
  isClosed = false;
  close() {
    this.isClosed = true;
  }
  open() {
    this.dispatchEvent(new Event('open'));
  }
  fail() {
    this.dispatchEvent(new Event('error'));
  }
  send(name: string, data: string) {
    this.dispatchEvent(new MessageEvent(name, { data }));
  }
}

let sources: Source[];
const heard = vi.fn<(event: LiveEvent) => void>();
const reset = vi.fn<() => void>();
const events = () =>
  new LiveEvents({
    url: '/api/events?version=v',
    onevent: heard,
    onreset: reset,
    open: () => {
      sources.push(new Source());
      return sources.at(-1) as unknown as EventSource;
    },
    reopenDelay: 1000,
  });

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  heard.mockReset();
  reset.mockReset();
});
afterEach(() => vi.useRealTimers());

describe('what others do', () => {
  it('is told by topic; a reset says that something was missed', () => {
    events().connect();
    sources[0]!.open();
    sources[0]!.send('comment-created', '{"topic":"comment-created","actorId":4}');
    sources[0]!.send('reset', '{}');
    expect(heard.mock.calls).toEqual([[{ topic: 'comment-created', actorId: 4 }]]);
    expect(reset).toHaveBeenCalledTimes(1);
  });

  it('leaves a broken connection to the browser, which resumes where it was', () => {
    const live = events();
    live.connect();
    sources[0]!.open();
    sources[0]!.fail();
    vi.advanceTimersByTime(10_000);
    expect([sources.length, live.status]).toEqual([1, 'connecting']);
    sources[0]!.open();
    expect([live.status, reset.mock.calls.length]).toEqual(['open', 0]);
  });

  it('opens a stream that the browser gave up anew, and then loads everything', () => {
    const live = events();
    live.connect();
    sources[0]!.readyState = 2;
    sources[0]!.fail();
    expect(live.status).toBe('closed');
    vi.advanceTimersByTime(1000);
    expect(sources.length).toBe(2);
    sources[1]!.open();
    expect(reset).toHaveBeenCalledTimes(1);
  });

  it('ends with its reader', () => {
    const disconnect = events().connect();
    disconnect();
    expect(sources[0]!.isClosed).toBe(true);
    sources[0]!.readyState = 2;
    sources[0]!.fail();
    vi.advanceTimersByTime(10_000);
    expect(sources.length).toBe(1);
  });
});
