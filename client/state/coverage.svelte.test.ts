import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetAnswers } from '../api/call.ts';
import { setSide } from '../api/side.ts';
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
  setSide({ audience: 'public', csrfToken: null });
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
    '/api/public/coverage/reach?kind=clinic&standardMetres=2500',
    '/api/public/coverage/reach?kind=clinic&standardMetres=2500&region=433124',
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

/** Chooses a coverage of clinics, selects facility 541 and answers for it. */
async function selectFacility(facility: object) {
  view.setCoverage({ kind: 'clinic', standardMetres: 2500 });
  view.select({ layer: 'facilities', id: '541' });
  flushSync();
  asked.find(({ url }) => url === '/api/public/facilities/541')?.answer({ id: 541, ...facility });
  asked.find(({ url }) => url.startsWith('/api/public/coverage'))?.answer({ kind: 'clinic' });
  await vi.waitFor(() => expect(coverage.isPending).toBe(false));
}

test('knows the circle of the selected facility, which follows the standard without asking again', async () => {
  await selectFacility({ kind: 'clinic', position: [109.7, 28.3] });
  expect(coverage.serviceCircle).toEqual({ position: [109.7, 28.3], radiusMetres: 2500 });
  view.setCoverage({ kind: 'clinic', standardMetres: 3000 });
  flushSync();
  expect(coverage.serviceCircle).toEqual({ position: [109.7, 28.3], radiusMetres: 3000 });
  expect(asked.filter(({ url }) => url.startsWith('/api/public/facilities'))).toHaveLength(1);
  view.clearSelection();
  flushSync();
  expect(coverage.serviceCircle).toBeNull();
});

test.each([
  ['of another kind', { kind: 'school', position: [109.7, 28.3] }],
  ['without a place', { kind: 'clinic', position: null }],
])('has no circle for a facility %s', async (_, facility) => {
  await selectFacility(facility);
  expect(coverage.serviceCircle).toBeNull();
});

test('asks for no facility without a coverage', () => {
  view.select({ layer: 'facilities', id: '541' });
  flushSync();
  expect(asked).toEqual([]);
  expect(coverage.serviceCircle).toBeNull();
});

test('leaves the circle out when the facility cannot be read', async () => {
  view.setCoverage({ kind: 'clinic', standardMetres: 2500 });
  view.select({ layer: 'facilities', id: '9' });
  flushSync();
  asked
    .find(({ url }) => url === '/api/public/facilities/9')
    ?.answer({ status: 404, code: 'not-found' }, 404);
  asked.find(({ url }) => url.startsWith('/api/public/coverage'))?.answer({ kind: 'clinic' });
  await vi.waitFor(() => expect(coverage.isPending).toBe(false));
  expect(coverage.serviceCircle).toBeNull();
  expect(coverage.status).toBe('ready');
});
