import { randomUUID } from 'node:crypto';
import { draftVersionId } from '../../scale/planRows.ts';
import { scaleScheme } from '../../scale/schemeOfScale.ts';
import type { Station } from './station.ts';

const warmUp = 3;

/** A session as a browser has it. */
async function logIn({ url, login, password }: Station): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (!response.ok) throw new Error(`login: ${response.status} ${await response.text()}`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = response.headers.getSetCookie().map((text) => text.split(';')[0]!);
  return { cookie: cookie.join('; '), 'x-csrf-token': csrfToken, 'content-type': 'application/json' };
}

/** Milliseconds from request to answer of strokes over many villages; each round gives all of them another category. */
export async function timeCommits(
  station: Station,
  { villages, rounds }: { villages: number; rounds: number },
): Promise<number[]> {
  const headers = await logIn(station);
  const address = `${station.url}/api/versions/${draftVersionId}/assignments`;
  const villageIds = Array.from({ length: villages }, (_, index) => index + 1);
  const versions = await fetch(`${station.url}/api/versions`, { headers });
  const { items } = (await versions.json()) as { items: { id: string; revision: number }[] };
  let { revision } = items.find(({ id }) => id === draftVersionId)!;
  const times: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const categoryKey = scaleScheme.categories[round % scaleScheme.categories.length]!.key;
    const started = performance.now();
    const response = await fetch(address, {
      method: 'PATCH',
      headers: { ...headers, 'if-match': `"${revision}"`, 'idempotency-key': randomUUID() },
      body: JSON.stringify({ edits: [{ status: 'assigned', categoryKey, villageIds }] }),
    });
    const text = await response.text();
    if (round >= warmUp) times.push(performance.now() - started);
    if (!response.ok) throw new Error(`commit: ${response.status} ${text}`);
    ({ revision } = JSON.parse(text) as { revision: number });
  }
  return times;
}
