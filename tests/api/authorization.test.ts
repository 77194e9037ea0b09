import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { numberedRandom } from '../../scripts/geography/random.ts';
import { endpoints, type EndpointName } from '../../server/contract/endpoints.ts';
import { routes, type RouteSchema } from '../../server/contract/routes.ts';
import type { Database } from '../../server/database/database.ts';
import { grantsFor, isAllowed, permissions } from '../../server/domain/access/permissions.ts';
import { regionCovers, regionsOverlap } from '../../server/domain/regions/regionCodes.ts';
import { askers, insertFixture, removeFixture, type Asker, type Fixture } from '../support/authorization.ts';
import { dryRun } from '../support/dryRun.ts';
import { openTestDatabase } from '../support/database.ts';
import { heldElsewhere, probesOf, type Probe } from '../support/probes.ts';
import { get, send, testApp, testCsrfToken, type TestApp } from './testApp.ts';

/**
 * The authorization matrix: every route × everybody who may ask × every state of the row. What is expected follows from the
 * one description of permissions and the region; nothing a request writes stays.
 */
const { engine } = inject('connection');
/** Share of the cells that a normal run asks; the acceptance size is all of them. */
const isLong = process.env.XIANGTU_TEST_LONG === '1';
const timeLimit = isLong ? 3_600_000 : 120_000;
const share = isLong ? 1 : engine === 'postgres' ? 0.2 : 0.06;
/** These look through all rows of a release each time they are allowed: a normal run allows them once or twice. */
const costly: ReadonlySet<EndpointName> = new Set(['previewRelease', 'publishVersion']);
const shareOf = (name: EndpointName): number => (costly.has(name) && !isLong ? share / 4 : share);
/** Whoever may do nothing, and whoever may do all. */
const isAlwaysAsked = (name: EndpointName, { label }: Asker, isFirst: boolean): boolean =>
  label === 'anonymous' || (label === 'every role of own' && (isFirst || isLong || !costly.has(name)));

let database: Database;
let fixture: Fixture;
let apps: { asker: Asker; app: TestApp }[];

beforeAll(async () => {
  database = openTestDatabase();
  await database.administer(removeFixture);
  const services = await testApp(dryRun(database)).services;
  const file = await services.files.put([Buffer.from('%PDF-1.4 authorization test')]);
  fixture = await database.administer((administration) => insertFixture(administration, file));
  apps = askers(fixture.actorId).map((asker) => ({
    asker,
    app: testApp(dryRun(database), {
      as: asker.principal && { ...asker.principal, csrfToken: testCsrfToken },
      services,
    }),
  }));
});
afterAll(async () => {
  await database.administer(removeFixture);
  await database.close();
});

/** The status an asker must get. */
function expectedStatus(name: EndpointName, { principal }: Asker, asked: Probe): number {
  const { permission } = routes[name] as RouteSchema;
  if (permission === 'open') return asked.ok;
  if (principal === null) return 401;
  const grants = grantsFor(principal.grants, permission);
  if (grants.length === 0) return 403;
  // Reading is with all regions of the person, acting with those of the role that acts.
  const seen = permissions[permission].roles[0] === ('leader' as string) ? principal.grants : grants;
  const sees = asked.region === null || seen.some((grant) => regionsOverlap(grant.regionCode, asked.region!));
  if (!sees && asked.isHidden) return 404;
  if (asked.region !== null && !isAllowed(principal.grants, permission, asked.region)) return 403;
  if (asked.touches && asked.ok === 200) {
    const coversAll = asked.touches.every((county) =>
      grants.some((grant) => regionCovers(grant.regionCode, county)),
    );
    if (!coversAll) return 403;
  }
  return asked.ok;
}

async function statusOf(name: EndpointName, app: TestApp, asked: Probe): Promise<number> {
  const { method } = endpoints[name];
  const request =
    method === 'GET'
      ? get(app, asked.url)
      : send(app, method.toLowerCase() as 'post' | 'patch' | 'delete', asked.url, asked.body);
  for (const [header, value] of Object.entries(asked.headers ?? {})) request.set(header, value);
  const response = await request;
  return response.status;
}

const names = Object.keys(endpoints) as EndpointName[];
const totals = { cells: 0, asked: 0, allowed: 0, wrong: 0 };

describe.each(names)('%s', (name) => {
  it(
    'answers everybody as the permissions say',
    async () => {
      const asked = probesOf(fixture)[name];
      if (asked.length === 0) {
        expect(existsSync(heldElsewhere[name as keyof typeof heldElsewhere] ?? '')).toBe(true);
        return;
      }
      const random = numberedRandom(name.length * 7919 + 1);
      const wrong: string[] = [];
      const outcomes = new Set<number>();
      for (const each of asked) {
        for (const { asker, app } of apps) {
          totals.cells += 1;
          if (!isAlwaysAsked(name, asker, each === asked[0]) && random() > shareOf(name)) continue;
          const expected = expectedStatus(name, asker, each);
          const status = await statusOf(name, app, each);
          totals.asked += 1;
          totals.allowed += expected === 200 ? 1 : 0;
          outcomes.add(status);
          if (status !== expected) wrong.push(`${asker.label}, ${each.label}: ${status}, not ${expected}`);
        }
      }
      totals.wrong += wrong.length;
      expect(wrong).toEqual([]);
      // Every denial has a positive control: somebody may do it.
      expect(outcomes.size).toBeGreaterThan(routes[name].permission === 'open' ? 0 : 1);
    },
    timeLimit,
  );
});

it('says how much was asked', () => {
  console.log(
    `authorization on ${engine}: ${totals.asked} of ${totals.cells} cells asked, ${totals.allowed} allowed, ${totals.wrong} wrong`,
  );
  expect(totals.cells).toBeGreaterThan(3000);
});
