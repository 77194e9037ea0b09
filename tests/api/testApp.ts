import { mkdtempSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request, { type Test } from 'supertest';
import { createApp, type AppDependencies } from '../../server/app.ts';
import type { Database } from '../../server/database/database.ts';
import { grantRoles, type Grant } from '../../server/domain/access/permissions.ts';
import { csrfHeader } from '../../server/http/forgery.ts';
import type { Principal } from '../../server/http/principal.ts';
import { createServices, type Services, type ServiceSettings } from '../../server/services.ts';
import { testLog } from '../support/engines.ts';

/** The key of the audit log in all tests, so that several applications write one log. */
export const testAuditKey = 'a5'.repeat(32);
/** What principals of tests must send with changes; `send` does. */
export const testCsrfToken = 'csrf-token-of-tests';

/** Files of the applications of this test process. */
const dataDirectory = mkdtempSync(path.join(tmpdir(), 'xiangtu-app-'));

export const testSettings: ServiceSettings = {
  dataDirectory,
  filesDirectory: null,
  auditKey: testAuditKey,
  releaseZoom: 6,
  sessionIdleMinutes: 30,
  sessionHours: 12,
  hasSecureCookie: false,
};

/** Somebody with these grants. Writing needs the id of a person that is in the database. */
export const principalWith = (grants: readonly Grant[], personId = 1): Principal => ({
  personId,
  login: `test-${personId}`,
  name: `测试${personId}`,
  grants,
  csrfToken: testCsrfToken,
});

/** Holds every role in the whole region. */
export const everything: Principal = principalWith(
  grantRoles.map((role) => ({ role, regionCode: '433100' })),
);

/** The principal a person of the database would be, as their grants are now. */
export async function principalOf(database: Database, login: string): Promise<Principal> {
  const person = await database.administer((administration) =>
    administration.one<{ id: number; name: string; grants: Grant[] }>({
      text: `
        select id, name, (
          select coalesce(jsonb_agg(jsonb_build_object('role', role, 'regionCode', region_code)), '[]')
          from xiangtu.person_grant
          where person_id = person.id
        ) as grants
        from xiangtu.person
        where login = $1`,
      values: [login],
    }),
  );
  return { personId: person.id, login, name: person.name, grants: person.grants, csrfToken: testCsrfToken };
}

export interface TestAppChanges extends Partial<AppDependencies> {
  /**
   * Who asks, whatever the request says: `everything` unless given, null: nobody. `sessions`: whoever logged in,
   * as in the server.
   */
  as?: Principal | null | 'sessions';
  settings?: Partial<ServiceSettings>;
}

export type TestApp = RequestListener & { services: Promise<Services> };

/** The services with nobody logging in: the principal is given. */
function actingAs(services: Services, as: Principal | null | 'sessions'): Services {
  if (as === 'sessions') return services;
  return {
    ...services,
    sessions: { ...services.sessions, authenticate: async () => as, recheck: async () => as },
  };
}

/** The application as the server builds it, without the client, every answer checked against its schema. */
export function testApp(database: Database, changes: TestAppChanges = {}): TestApp {
  const { as = everything, settings, ...dependencies } = changes;
  const config = { ...testSettings, ...settings };
  const services = dependencies.services
    ? Promise.resolve(dependencies.services)
    : createServices({ database, config, log: dependencies.log ?? testLog });
  const app = services.then((made) => {
    made.sessions.allowDemonstration(true);
    return createApp({
      database,
      config: { mapApprovalNumber: null, tiandituKey: null, trustedProxy: null },
      log: testLog,
      version: '0.0.0-test',
      checkReadiness: async () => [{ name: 'database', isOk: true, detail: 'for tests' }],
      clientDirectory: null,
      checksAnswers: true,
      ...dependencies,
      services: actingAs(made, as),
    });
  });
  const listener: RequestListener = (incoming, response) => {
    void app.then((ready) => ready(incoming, response));
  };
  return Object.assign(listener, { services });
}

export const get = (app: TestApp, url: string): Test => request(app).get(url);

/** A change, with the token that principals of tests have. */
export function send(
  app: TestApp,
  method: 'post' | 'put' | 'patch' | 'delete',
  url: string,
  body?: string | object,
): Test {
  const sent = request(app)[method](url).set(csrfHeader, testCsrfToken);
  return body === undefined ? sent : sent.send(body);
}

/** The JSON body of an address that must answer 200. */
export async function bodyOf<Body>(app: TestApp, url: string): Promise<Body> {
  const response = await get(app, url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${response.text}`);
  return response.body as Body;
}
