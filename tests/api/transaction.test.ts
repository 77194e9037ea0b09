import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { noScope, type Role } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { regionPrefix } from '../../server/domain/regions/regionCodes.ts';
import type { Transaction } from '../../server/database/transaction.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';

const { engine } = inject('connection');
let database: Database;

beforeAll(async () => {
  database = openTestDatabase();
  await database.administer((administration) =>
    administration.script(`
      drop schema if exists transaction_test cascade;
      create schema transaction_test;
      create table transaction_test.note (id integer primary key, text text not null);
      grant usage on schema transaction_test to xiangtu_leader, xiangtu_planner;
      grant select on transaction_test.note to xiangtu_leader;
      grant select, insert on transaction_test.note to xiangtu_planner`),
  );
});
afterAll(async () => {
  await database.administer((administration) =>
    administration.script('drop schema transaction_test cascade'),
  );
  await database.close();
});

const insertNote = (id: number) =>
  sql`insert into transaction_test.note (id, text) values (${id}, ${'text'})`;
const listIds = async (transaction: Transaction) =>
  (await transaction.all<{ id: number }>(sql`select id from transaction_test.note order by id`)).map(
    ({ id }) => id,
  );
const readIds = () => database.read('leader', noScope, listIds);

describe('a transaction', () => {
  it('runs under the role and scope it was opened with, and no longer', async () => {
    const look = (role: Role, regions: string[]) =>
      database.read(role, { regions }, (transaction) =>
        transaction.one(sql`select current_user as role, current_setting('xiangtu.scope') as scope`),
      );
    expect(await look('leader', ['433100'])).toEqual({ role: 'xiangtu_leader', scope: '4331' });
    expect(await look('planner', [])).toEqual({ role: 'xiangtu_planner', scope: '' });
  });

  it('keeps the roles of many at once apart', async () => {
    const roles: Role[] = ['leader', 'planner', 'reviewer', 'clerk', 'public'];
    const seen = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        database.read(
          roles[index % roles.length]!,
          { regions: [String(430000 + index)] },
          async (transaction) => {
            await transaction.all(sql`select pg_sleep(0.001)`);
            return transaction.one(
              sql`select current_user as role, current_setting('xiangtu.scope') as scope`,
            );
          },
        ),
      ),
    );
    expect(seen).toEqual(
      seen.map((_, index) => ({
        role: `xiangtu_${roles[index % roles.length]}`,
        scope: regionPrefix(String(430000 + index)),
      })),
    );
  });

  it('commits what it wrote', async () => {
    await database.transaction('planner', noScope, (transaction) => transaction.run(insertNote(1)));
    expect(await readIds()).toEqual([1]);
  });

  it('takes everything back when the work fails', async () => {
    const failure = new Error('the work failed');
    const outcome = database.transaction('planner', noScope, async (transaction) => {
      await transaction.run(insertNote(2));
      throw failure;
    });
    await expect(outcome).rejects.toBe(failure);
    expect(await readIds()).toEqual([1]);
  });

  it('is not lost silently when the work swallows the error of a statement', async () => {
    const outcome = database.transaction('planner', noScope, async (transaction) => {
      await transaction.run(insertNote(3));
      await transaction.run(insertNote(1)).catch(() => 'swallowed');
    });
    await expect(outcome).rejects.toThrow('rolled back');
    expect(await readIds()).toEqual([1]);
  });

  it('refuses what its role may not do', async () => {
    await expect(
      database.transaction('leader', noScope, (transaction) => transaction.run(insertNote(4))),
    ).rejects.toMatchObject({ code: 'internal-error', cause: { code: '42501' } });
    await expect(
      database.read('public', noScope, (transaction) => listIds(transaction)),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('cannot write when it was opened to read', async () => {
    await expect(
      database.read('planner', noScope, (transaction) => transaction.run(insertNote(5))),
    ).rejects.toMatchObject({ cause: { code: '25006' } });
  });

  it('refuses a second one inside, which could wait for the first for ever', async () => {
    const outcome = database.read('leader', noScope, () => database.read('leader', noScope, listIds));
    await expect(outcome).rejects.toThrow('a transaction is already open here');
  });

  it('cannot be used after its end', async () => {
    let leaked: Transaction | undefined;
    await database.read('leader', noScope, async (transaction) => {
      leaked = transaction;
    });
    await expect(leaked!.all(sql`select 1`)).rejects.toThrow('the transaction is over');
  });

  it('never repeats SQL or values in the message of an error', async () => {
    const outcome = database.read('leader', noScope, (transaction) =>
      transaction.all(sql`select ${'hidden value'}::integer as hidden_column`),
    );
    await expect(outcome).rejects.toThrow(/^(?!.*hidden)/);
  });

  it('lets the caller go when it takes too long, and the database works on', async () => {
    const impatient = openTestDatabase({ querySeconds: 1 });
    try {
      const started = performance.now();
      const outcome = impatient.read('leader', noScope, (transaction) =>
        transaction.all(sql`select pg_sleep(3)`),
      );
      await expect(outcome).rejects.toMatchObject({ code: 'query-timeout', status: 503 });
      expect(performance.now() - started).toBeLessThan(2_500);
    } finally {
      await impatient.close();
    }
    expect(await readIds()).toEqual([1]);
  });

  it('does not bind parameters of two requests to one statement', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        database.read('leader', noScope, (transaction) =>
          transaction.one<{ value: number }>(sql`select ${index}::integer as value`),
        ),
      ),
    );
    expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });
});

describe('values', () => {
  const one = (query: ReturnType<typeof sql>) =>
    database.read('leader', noScope, (transaction) => transaction.one(query));

  it('arrive in the types decided in one place', async () => {
    expect(
      await one(sql`
        select
          9007199254740991::int8 as large, 12.50::numeric as money, '2021-12-31'::date as day,
          '2021-12-31 08:00:00.5+08'::timestamptz as moment, array[1, null]::int8[] as larges,
          array['2021-01-01']::date[] as days, '{"a": [1]}'::jsonb as document, null::int8 as absent,
          '\\x00ff'::bytea as bytes`),
    ).toEqual({
      large: 9007199254740991,
      money: 12.5,
      day: '2021-12-31',
      moment: '2021-12-31T00:00:00.500Z',
      larges: [1, null],
      days: ['2021-01-01'],
      document: { a: [1] },
      absent: null,
      bytes: Buffer.from([0, 255]),
    });
  });

  it('are refused rather than rounded', async () => {
    await expect(one(sql`select 9007199254740993::int8 as large`)).rejects.toMatchObject({
      cause: { message: 'the integer 9007199254740993 does not fit a number' },
    });
  });
});

describe('rolledBack', () => {
  it('leaves nothing behind', async () => {
    const count = await rolledBack(database, async (administration) => {
      await administration.run(insertNote(9));
      return (await listIds(administration)).length;
    });
    expect(count).toBe(2);
    expect(await readIds()).toEqual([1]);
  });
});

describe.runIf(engine === 'postgres')('on a server', () => {
  it('the login role sees nothing without a request role', async () => {
    await expect(
      database.read('public', noScope, (transaction) => transaction.all(sql`select 1 from xiangtu.village`)),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('a statement that takes too long is cancelled there too', async () => {
    const impatient = openTestDatabase({ querySeconds: 1 });
    try {
      const outcome = impatient.read('leader', noScope, (transaction) =>
        transaction.all(sql`select pg_sleep(5) /* marker of this test */`),
      );
      await expect(outcome).rejects.toMatchObject({ code: 'query-timeout' });
      const { running } = await database.administer((administration) =>
        administration.one<{ running: number }>(sql`
          select count(*)::integer as running from pg_stat_activity
          where state = 'active' and pid <> pg_backend_pid() and query like '%marker of this test%'`),
      );
      expect(running).toBe(0);
    } finally {
      await impatient.close();
    }
  });
});
