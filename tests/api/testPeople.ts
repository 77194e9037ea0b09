import request, { type Response, type Test } from 'supertest';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import type { Grant } from '../../server/domain/access/permissions.ts';
import { hashPassword } from '../../server/features/session/password.ts';
import { csrfHeader } from '../../server/http/forgery.ts';
import type { TestApp } from './testApp.ts';

export const testPassword = '苍山负雪，明烛天南 7';

/** Adds a person who can log in with `testPassword`. @returns the id */
export async function addPerson(
  database: Database,
  login: string,
  grants: readonly Grant[],
): Promise<number> {
  const passwordHash = await hashPassword(testPassword);
  return database.administer(async (administration) => {
    const { id } = await administration.one<{ id: number }>(sql`
      insert into xiangtu.person (login, name, password_hash, password_changed_at)
      values (${login}, ${`测试 ${login}`}, ${passwordHash}, now())
      returning id`);
    for (const { role, regionCode } of grants) {
      await administration.run(sql`
        insert into xiangtu.person_grant (person_id, role, region_code) values (${id}, ${role}, ${regionCode})`);
    }
    return id;
  });
}

/** Removes the people of a test and all that is theirs but what the audit log says. */
export async function removePeople(database: Database, prefix: string): Promise<void> {
  await database.administer(async (administration) => {
    const whose = sql`select id from xiangtu.person where login ^@ ${prefix}`;
    await administration.run(sql`delete from xiangtu.session where person_id in (${whose})`);
    await administration.run(
      sql`delete from xiangtu.setup_link where person_id in (${whose}) or created_by in (${whose})`,
    );
    await administration.run(sql`delete from xiangtu.person_grant where person_id in (${whose})`);
    await administration.run(sql`update xiangtu.person set created_by = null where created_by in (${whose})`);
    await administration.run(sql`delete from xiangtu.person where login ^@ ${prefix}`);
  });
}

/** A browser's side of a session. */
export interface Visitor {
  cookie: string;
  csrfToken: string;
}

/** The cookie an answer sets, as a browser would send it back. */
export const cookieOf = (response: Response): string =>
  (response.headers['set-cookie'] as unknown as string[] | undefined)?.[0]?.split(';')[0] ?? '';

export const logInAs = (app: TestApp, login: string, password = testPassword): Test =>
  request(app).post('/api/session').send({ login, password });

export async function visit(app: TestApp, login: string): Promise<Visitor> {
  const response = await logInAs(app, login);
  if (response.status !== 200) throw new Error(`login of ${login}: ${response.status} ${response.text}`);
  return visitorOf(response);
}

export const visitorOf = (response: Response): Visitor => ({
  cookie: cookieOf(response),
  csrfToken: (response.body as { csrfToken: string }).csrfToken,
});

/** A request of a visitor, with the token where something is changed. */
export function as(
  app: TestApp,
  { cookie, csrfToken }: Visitor,
  method: 'get' | 'post' | 'patch' | 'delete',
  url: string,
) {
  const sent = request(app)[method](url).set('cookie', cookie);
  return method === 'get' ? sent : sent.set(csrfHeader, csrfToken);
}
