import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure, call, endpointUrl, fetchBytes, forgetAnswers } from './call.ts';

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  forgetAnswers();
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
});

afterEach(() => vi.unstubAllGlobals());

function answer(body: unknown, status = 200): void {
  fetchMock.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
}

test('fills path and query, leaving out what has no value', () => {
  expect(endpointUrl('getVillage', { params: { id: 745 } })).toBe('/api/villages/745');
  expect(endpointUrl('listVillages', { query: { region: '433124', q: '十八', cursor: null } })).toBe(
    '/api/villages?region=433124&q=%E5%8D%81%E5%85%AB',
  );
  expect(() => endpointUrl('getVillage')).toThrow('getVillage: no value for id');
});

test('asks once for the same data', async () => {
  answer({ items: [] });
  await call('listSchemes');
  await call('listSchemes');
  expect(fetchMock).toHaveBeenCalledTimes(1);
});

test('never keeps health or readiness', async () => {
  answer({ status: 'not-ready' });
  answer({ status: 'ready' });
  await call('getReady');
  expect(await call('getReady')).toEqual({ status: 'ready' });
});

test('turns a problem document into one failure', async () => {
  const errors = [{ path: 'query.limit', message: '1…1000' }];
  answer({ title: '请求有误', status: 400, code: 'invalid-request', detail: 'limit', errors }, 400);
  const failure = await call('listVillages').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiFailure);
  expect(failure).toMatchObject({ code: 'invalid-request', status: 400, detail: 'limit', errors });
});

test('a failure without a problem document is still a failure', async () => {
  fetchMock.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
  await expect(call('listVillages')).rejects.toMatchObject({ code: 'internal-error', status: 502 });
});

test('says when the server was not reached', async () => {
  fetchMock.mockRejectedValueOnce(new TypeError('network'));
  await expect(call('listPlans')).rejects.toMatchObject({ code: 'offline', isOffline: true });
});

test('an aborted call is not a failure of the server', async () => {
  const abort = new AbortController();
  fetchMock.mockImplementationOnce(() => {
    abort.abort();
    return Promise.reject(new DOMException('aborted', 'AbortError'));
  });
  await expect(call('listPlans', {}, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a tile that is not there is null, not a failure', async () => {
  fetchMock.mockResolvedValueOnce(new Response(null, { status: 204 }));
  expect(await fetchBytes('/tiles/base/8/1/1')).toBeNull();
});
