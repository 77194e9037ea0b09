import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { call, endpointUrl, forgetAnswers } from '../api/call.ts';
import { currentSide, setSide } from '../api/side.ts';
import { Identity } from './identity.svelte.ts';

const nobody = { person: null, csrfToken: null, demonstrationLogins: ['planner'] };
const session = (id: number, role: string, csrfToken = `token-${id}`) => ({
  person: { id, login: `person-${id}`, name: '龙某', grants: [{ role, regionCode: '433124' }] },
  csrfToken,
  demonstrationLogins: [],
});

interface Asked {
  method: string;
  url: string;
  token: string | undefined;
}

let asked: Asked[];
/** Answers by method and path, taken in order; the last one stays. */
let answers: Record<string, { status: number; body: unknown }[]>;
let identity: Identity;
let changes: number;
let disconnect: () => void;

const next = (key: string, body: unknown, status = 200) => {
  (answers[key] ??= []).push({ status, body });
};

beforeEach(() => {
  asked = [];
  answers = {};
  changes = 0;
  forgetAnswers();
  setSide({ audience: 'public', csrfToken: null });
  vi.stubGlobal(
    'fetch',
    async (url: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
      asked.push({ method, url, token: headers['x-csrf-token'] });
      const queue = answers[`${method} ${url}`];
      const answer = queue && queue.length > 1 ? queue.shift() : queue?.[0];
      if (!answer) throw new TypeError(`nothing answers ${method} ${url}`);
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    },
  );
  identity = new Identity({ onchange: () => (changes += 1) });
  disconnect = identity.connect();
});

afterEach(() => {
  disconnect();
  vi.unstubAllGlobals();
});

async function loadedAs(body: unknown): Promise<void> {
  next('GET /api/session', body);
  await identity.load();
}

describe('who reads', () => {
  test('nobody sees the release', async () => {
    await loadedAs(nobody);
    expect(identity.isKnown).toBe(true);
    expect(identity.isStaff).toBe(false);
    expect(identity.demonstrationLogins).toEqual(['planner']);
    expect(endpointUrl('listVillages')).toBe('/api/public/villages');
    expect(changes).toBe(0);
  });

  test('a person sees working data and may do what the grants say, where they say', async () => {
    await loadedAs(session(7, 'planner'));
    expect(endpointUrl('listVillages')).toBe('/api/villages');
    expect(identity.may('submit-version', '433124')).toBe(true);
    expect(identity.may('submit-version', '433100')).toBe(false);
    expect(identity.may('manage-people')).toBe(false);
  });

  test('a person without a grant is asked for, but sees what the public sees', async () => {
    const body = session(7, 'planner');
    await loadedAs({ ...body, person: { ...body.person, grants: [] } });
    expect(identity.person?.id).toBe(7);
    expect(currentSide()).toEqual({ audience: 'public', csrfToken: 'token-7' });
  });

  test('is not known while the server is not reached', async () => {
    await identity.load();
    expect(identity.isKnown).toBe(false);
    expect(identity.failure).toMatchObject({ isOffline: true });
  });
});

describe('logging in and out', () => {
  test('changes sides, forgets kept answers and says so', async () => {
    await loadedAs(nobody);
    next('GET /api/public/schemes', { items: ['public'] });
    next('GET /api/schemes', { items: ['working'] });
    expect(await call('listSchemes')).toEqual({ items: ['public'] });
    next('POST /api/session', session(7, 'reviewer'));
    await identity.login('person-7', 'secret');
    expect(changes).toBe(1);
    expect(await call('listSchemes')).toEqual({ items: ['working'] });
    next('DELETE /api/session', nobody);
    await identity.logout();
    expect(asked.at(-1)).toEqual({ method: 'DELETE', url: '/api/session', token: 'token-7' });
    expect(changes).toBe(2);
    expect(identity.person).toBeNull();
    await call('listSchemes');
    expect(asked.at(-1)?.url).toBe('/api/public/schemes');
  });

  test('a refused login changes nothing', async () => {
    await loadedAs(nobody);
    next('POST /api/session', { code: 'login-failed', status: 401 }, 401);
    await expect(identity.login('a', 'b')).rejects.toMatchObject({ code: 'login-failed' });
    expect(identity.isOver).toBe(false);
    expect(changes).toBe(0);
  });

  test('everywhere is said to the server', async () => {
    await loadedAs(session(7, 'planner'));
    next('DELETE /api/session?everywhere=true', nobody);
    await identity.logout(true);
    expect(identity.person).toBeNull();
  });
});

describe('a session that ends while the page is in use', () => {
  const refused = async () => {
    next('GET /api/inbox', { code: 'unauthenticated', status: 401 }, 401);
    await expect(call('getInbox')).rejects.toMatchObject({ code: 'unauthenticated' });
  };

  test('keeps the person and the page until somebody logs in again', async () => {
    await loadedAs(session(7, 'planner'));
    answers['GET /api/session'] = [{ status: 200, body: nobody }];
    await refused();
    await vi.waitFor(() => expect(identity.isOver).toBe(true));
    expect(identity.person?.id).toBe(7);
    expect(changes).toBe(0);
    next('POST /api/session', session(7, 'planner', 'fresh'));
    await identity.login('person-7', 'secret');
    expect(identity.isOver).toBe(false);
    // The same person: nothing on the page has changed, only the token.
    expect(changes).toBe(0);
    expect(currentSide().csrfToken).toBe('fresh');
  });

  test('goes on as the public when nobody logs in', async () => {
    await loadedAs(session(7, 'planner'));
    answers['GET /api/session'] = [{ status: 200, body: nobody }];
    await refused();
    await vi.waitFor(() => expect(identity.isOver).toBe(true));
    identity.giveUp();
    expect(identity.isOver).toBe(false);
    expect(identity.isStaff).toBe(false);
    expect(changes).toBe(1);
  });

  test('takes the token of a session another tab has begun', async () => {
    await loadedAs(session(7, 'planner'));
    answers['GET /api/session'] = [{ status: 200, body: session(7, 'planner', 'other-tab') }];
    next('POST /api/versions/v2/submit', { code: 'forged-request', status: 403 }, 403);
    await expect(call('submitVersion', { params: { id: 'v2' }, body: {} })).rejects.toMatchObject({
      code: 'forged-request',
    });
    await vi.waitFor(() => expect(currentSide().csrfToken).toBe('other-tab'));
    expect(identity.isOver).toBe(false);
    expect(changes).toBe(0);
  });
});
