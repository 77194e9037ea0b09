import request, { type Test } from 'supertest';
import { createApp, type AppDependencies } from '../../server/app.ts';
import type { Database } from '../../server/database/database.ts';
import { testLog } from '../support/engines.ts';

/** The application as the server builds it, without the client, every answer checked against its schema. */
export function testApp(database: Database, changes: Partial<AppDependencies> = {}) {
  return createApp({
    database,
    config: { mapApprovalNumber: null, tiandituKey: null },
    log: testLog,
    version: '0.0.0-test',
    checkReadiness: async () => [{ name: 'database', isOk: true, detail: 'for tests' }],
    clientDirectory: null,
    checksAnswers: true,
    ...changes,
  });
}

export type TestApp = ReturnType<typeof testApp>;

export const get = (app: TestApp, url: string): Test => request(app).get(url);

/** The JSON body of an address that must answer 200. */
export async function bodyOf<Body>(app: TestApp, url: string): Promise<Body> {
  const response = await get(app, url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${response.text}`);
  return response.body as Body;
}
