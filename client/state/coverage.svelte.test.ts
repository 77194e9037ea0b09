import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetAnswers } from '../api/call.ts';
import { CoverageState } from './coverage.svelte.ts';
import { ViewState } from './view.svelte.ts';

interface Asked {
  url: string;
  signal: AbortSignal;
  answer: (body: unknown, status?: number) => void;
}

let asked: Asked[];
let view: ViewState;
let coverage: CoverageState;
let disconnect: () => void;

beforeEach(() => {
  asked = [];
  forgetAnswers();
  vi.stubGlobal(
    'fetch',
    (url: string, { signal }: { signal: AbortSignal }) =>
      new Promise<Response>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        asked.push({
          url,
          signal,
          answer: (body, status = 200) => resolve(new Response(JSON.stringify(body), { status })),
        });
      }),
  );
  view = new ViewState();
  coverage = new CoverageState(view);
  disconnect = coverage.connect();
});

afterEach(() => {
  disconnect();
  vi.unstubAllGlobals();
});

test('asks for the chosen kind, standard and region, and keeps the last answer only', async () => {
  view.setCoverage({ kind: 'clinic', standardMetres: 2500 });
  flushSync();
  view.goToRegion('433124');
  flushSync();
  expect(asked.map(({ url }) => url)).toEqual([
    '/api/coverage/reach?kind=clinic&standardMetres=2500',
    '/api/coverage/reach?kind=clinic&standardMetres=2500&region=433124',
  ]);
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[1]?.answer({ kind: 'clinic', regionCode: '433124' });
  await vi.waitFor(() => expect(coverage.status).toBe('ready'));
  expect(coverage.result?.regionCode).toBe('433124');
});

test('is off without a choice', async () => {
  view.setCoverage({ kind: 'clinic', standardMetres: 2500 });
  flushSync();
  asked[0]?.answer({ kind: 'clinic' });
  await vi.waitFor(() => expect(coverage.result).not.toBeNull());
  view.setCoverage(null);
  flushSync();
  expect(coverage.status).toBe('off');
  expect(coverage.result).toBeNull();
});

test('says what failed and tries again when asked', async () => {
  view.setCoverage({ kind: 'clinic', standardMetres: 2500 });
  flushSync();
  asked[0]?.answer({ title: '查询超时', status: 503, code: 'query-timeout' }, 503);
  await vi.waitFor(() => expect(coverage.status).toBe('failed'));
  expect(coverage.failure).toMatchObject({ code: 'query-timeout', status: 503, isOffline: false });
  coverage.retry();
  flushSync();
  expect(asked).toHaveLength(2);
});
