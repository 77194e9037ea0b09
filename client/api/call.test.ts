import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure, call, endpointUrl, fetchBytes, forgetAnswers } from './call.ts';
import { onSessionOver, setSide } from './side.ts';

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  forgetAnswers();
  setSide({ audience: 'public', csrfToken: null });
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
});

afterEach(() => vi.unstubAllGlobals());

function answer(body: unknown, status = 200): void {
  fetchMock.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
}

test('fills path and query, leaving out what has no value', () => {
  expect(endpointUrl('getVillage', { params: { id: 745 } })).toBe('/api/public/villages/745');
  expect(endpointUrl('listVillages', { query: { region: '433124', q: '十八', cursor: null } })).toBe(
    '/api/public/villages?region=433124&q=%E5%8D%81%E5%85%AB',
  );
  expect(() => endpointUrl('getVillage')).toThrow('getVillage: no value for id');
});

test('asks staff and the public at their own addresses', () => {
  setSide({ audience: 'working', csrfToken: 'token' });
  expect(endpointUrl('getVillage', { params: { id: 745 } })).toBe('/api/villages/745');
  expect(endpointUrl('exportLayer', { params: { layer: 'sites', format: 'csv' } })).toBe(
    '/api/export/sites.csv',
  );
  // Releases are public to everybody; sessions have one address.
  expect(endpointUrl('listReleases')).toBe('/api/public/releases');
  setSide({ audience: 'public', csrfToken: null });
  expect(endpointUrl('getSession')).toBe('/api/session');
});

test('asks once for what a release holds, each time for working data', async () => {
  answer({ items: [] });
  await call('listSchemes');
  await call('listSchemes');
  expect(fetchMock).toHaveBeenCalledTimes(1);
  setSide({ audience: 'working', csrfToken: 'token' });
  for (const _ of [1, 2]) {
    answer({ items: [] });
    await call('listSchemes');
  }
  expect(fetchMock).toHaveBeenCalledTimes(3);
});

test('sends a body with the token of the session', async () => {
  setSide({ audience: 'working', csrfToken: 'token' });
  answer({ revision: 4 });
  const edits = [{ status: 'unassigned' as const, villageIds: [7] }];
  await call('changeAssignments', {
    params: { id: 'v2' },
    body: { edits },
    headers: { 'if-match': '"3"', 'idempotency-key': 'k' },
  });
  const [url, options] = fetchMock.mock.calls[0]!;
  expect(url).toBe('/api/versions/v2/assignments');
  expect(options).toMatchObject({
    method: 'PATCH',
    body: JSON.stringify({ edits }),
    headers: {
      'x-csrf-token': 'token',
      'content-type': 'application/json',
      'if-match': '"3"',
      'idempotency-key': 'k',
    },
  });
});

test('sends a file as it is, and no token where nothing changes', async () => {
  setSide({ audience: 'working', csrfToken: 'token' });
  answer({ hash: 'a', mediaType: 'application/pdf', bytes: 3 });
  const file = new Blob(['%PDF'], { type: 'application/pdf' });
  await call('addEvidence', { body: file });
  expect(fetchMock.mock.calls[0]![1]).toMatchObject({
    body: file,
    headers: { 'content-type': 'application/pdf', 'x-csrf-token': 'token' },
  });
  answer({ items: [] });
  await call('getInbox');
  expect(fetchMock.mock.calls[1]![1]!.headers).not.toHaveProperty('x-csrf-token');
});

test('keeps what belongs to a failure', async () => {
  setSide({ audience: 'working', csrfToken: 'token' });
  const conflicts = [{ villageId: 7 }];
  answer({ title: '同事已改过', status: 409, code: 'stale-revision', conflicts }, 409);
  const body = { edits: [] };
  const failure = await call('changeAssignments', { params: { id: 'v2' }, body }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'stale-revision', members: { conflicts } });
  expect((failure as ApiFailure).members).not.toHaveProperty('status');
});

test('says how long to wait', async () => {
  fetchMock.mockResolvedValueOnce(
    new Response('{"code":"too-many-requests"}', { status: 429, headers: { 'retry-after': '40' } }),
  );
  const body = { login: 'a', password: 'b' };
  await expect(call('login', { body })).rejects.toMatchObject({ retryAfterSeconds: 40 });
});

test('tells when the session is over, but not of a wrong password or to the public', async () => {
  const over = vi.fn<() => void>();
  const stop = onSessionOver(over);
  const refuse = (code: string) => answer({ code, status: 401 }, 401);
  refuse('unauthenticated');
  await expect(call('getInbox')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(over).not.toHaveBeenCalled();
  setSide({ audience: 'working', csrfToken: 'token' });
  refuse('login-failed');
  await expect(call('login', { body: { login: 'a', password: 'b' } })).rejects.toMatchObject({
    code: 'login-failed',
  });
  expect(over).not.toHaveBeenCalled();
  refuse('unauthenticated');
  await expect(call('getInbox')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(over).toHaveBeenCalledTimes(1);
  stop();
  refuse('unauthenticated');
  await expect(call('getInbox')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(over).toHaveBeenCalledTimes(1);
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
