import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { migrate, readMigrations } from '../../server/database/migrate.ts';
import { prepareDatabase } from '../../server/database/prepareDatabase.ts';
import { checkReadiness } from '../../server/database/ready.ts';
import { sql } from '../../server/database/sql.ts';
import { connectTo, migrationDirectory, securityFile } from '../support/engines.ts';

const { engine, address, adminAddress } = inject('connection');

/** The embedded engine has one database and one server; what happens between two is tested on PostgreSQL. */
describe.runIf(engine === 'postgres')('migrations in a database of their own', () => {
  let name: string;
  let directory: string;
  const databases: Database[] = [];

  const urlIn = (place: typeof address) => 'url' in place && place.url.replace('/xiangtu?', `/${name}?`);
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: 'url' in adminAddress ? adminAddress.url : '' });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  const connectAgain = () => {
    const database = connectTo({
      engine: 'postgres',
      address: { url: urlIn(address) as string },
      adminAddress: { url: urlIn(adminAddress) as string },
    });
    databases.push(database);
    return database;
  };
  const write = (files: Record<string, string>) =>
    Object.entries(files).forEach(([file, text]) => writeFileSync(path.join(directory, file), text));

  beforeEach(async () => {
    name = `migrate_${process.pid}_${Date.now()}`;
    directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-migrations-'));
    await onServer(`create database ${name}`);
  });
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
    await onServer(`drop database ${name}`);
    rmSync(directory, { recursive: true });
  });

  it('are applied once when two servers start together', async () => {
    write({
      '0001_slow.sql': 'create table public.one (id integer); select pg_sleep(0.3);',
      '0002_next.sql': 'create table public.two (id integer);',
    });
    const migrations = await readMigrations(directory);
    const applied = await Promise.all(
      [connectAgain(), connectAgain()].map((each) => migrate(each, migrations)),
    );
    expect(applied.flat().sort()).toEqual(['0001_slow', '0002_next']);
    expect(await migrate(connectAgain(), migrations)).toEqual([]);
  });

  it('leave nothing of one that fails, and go on from there when it is mended', async () => {
    write({
      '0001_good.sql': 'create table public.one (id integer);',
      '0002_bad.sql': 'create table public.two (id integer); select 1 / 0;',
    });
    const database = connectAgain();
    await expect(migrate(database, await readMigrations(directory))).rejects.toMatchObject({
      cause: { message: 'division by zero' },
    });
    const tables = () =>
      database.administer((administration) =>
        administration.all<{ tablename: string }>(
          sql`select tablename from pg_tables where schemaname = 'public' order by tablename`,
        ),
      );
    expect(await tables()).toEqual([{ tablename: 'one' }]);
    write({ '0002_bad.sql': 'create table public.two (id integer);' });
    expect(await migrate(database, await readMigrations(directory))).toEqual(['0002_bad']);
    expect(await tables()).toEqual([{ tablename: 'one' }, { tablename: 'two' }]);
  });

  it('and everything else a server needs is made by two servers that start together', async () => {
    const migrations = await readMigrations(migrationDirectory);
    const lines: string[] = [];
    const options = {
      migrations,
      securityScript: readFileSync(securityFile, 'utf8'),
      loginRole: 'xiangtu_login',
      withDemonstration: false,
      report: (line: string) => void lines.push(line),
    };
    const [first, second] = [connectAgain(), connectAgain()];
    await Promise.all([prepareDatabase(first, options), prepareDatabase(second, options)]);
    expect(lines.filter((line) => line === 'data: search index')).toHaveLength(1);
    expect((await checkReadiness(first, migrations)).filter(({ isOk }) => !isOk)).toEqual([]);
    const unfinished = [...migrations, { name: '9999_later', text: '', checksum: '' }];
    expect((await checkReadiness(second, unfinished)).filter(({ isOk }) => !isOk)).toEqual([
      { name: 'migrations', isOk: false, detail: 'not applied: 9999_later' },
    ]);
  });
});

it('readiness names a database that cannot be reached', async () => {
  const nowhere = { host: '/nonexistent', port: 1, user: 'nobody', database: 'nothing' };
  const database = connectTo({ engine: 'postgres', address: nowhere, adminAddress: nowhere });
  expect(await checkReadiness(database, [])).toEqual([
    { name: 'database', isOk: false, detail: 'opening a transaction could not reach the database' },
  ]);
  await database.close();
});
