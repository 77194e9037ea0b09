import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../startError.ts';
import type { Database } from './database.ts';
import { sql } from './sql.ts';
import type { Administration } from './transaction.ts';

export interface Migration {
  /** File name without `.sql`: `0001_roles_and_schemas`. */
  name: string;
  text: string;
  /** SHA-256 of the text. */
  checksum: string;
}

interface AppliedMigration {
  name: string;
  checksum: string;
}

/** Any constant: whoever migrates this database takes the same lock. */
const lockKey = 7_201_402;
const namePattern = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** Reads `NNNN_name.sql` files in order. @throws StartError for another name or a number given twice */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const numbers = files.map((file) => namePattern.exec(file)?.[1]);
  const wrong = numbers.findIndex((number, index) => number === undefined || number === numbers[index - 1]);
  if (wrong >= 0) {
    throw new StartError(
      'configuration',
      `migration ${files[wrong]}: expected NNNN_name.sql with a number of its own`,
    );
  }
  return Promise.all(
    files.map(async (file) => {
      const text = (await readFile(path.join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
      return {
        name: file.slice(0, -'.sql'.length),
        text,
        checksum: createHash('sha256').update(text).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the schema up to date, each migration in a transaction of its own. Two servers may do this at
 * once: the second waits for the first and finds nothing to do.
 * @returns the names of the migrations that this call applied
 * @throws StartError when the database has other migrations than these files
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  const known = await database.administer(listApplied);
  if (pendingOf(migrations, known).length === 0) return [];
  await database.administer(async (administration) => {
    await lock(administration);
    await administration.script(`
      create schema if not exists meta;
      create table if not exists meta.schema_migration (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`);
  });
  const applied: string[] = [];
  for (const migration of migrations) {
    const isNew = await database.administer(async (administration) => {
      await lock(administration);
      if (!pendingOf(migrations, await listApplied(administration)).includes(migration)) return false;
      await administration.script(migration.text);
      await administration.run(sql`
        insert into meta.schema_migration (name, checksum) values (${migration.name}, ${migration.checksum})`);
      return true;
    });
    if (isNew) applied.push(migration.name);
  }
  return applied;
}

/** Held to the end of the transaction. */
const lock = (administration: Administration) =>
  administration.run(sql`select pg_advisory_xact_lock(${lockKey})`);

async function listApplied(administration: Administration): Promise<AppliedMigration[]> {
  // Asked first: selecting from a table that is not there would fail the transaction.
  const { exists } = await administration.one<{ exists: boolean }>(
    sql`select to_regclass('meta.schema_migration') is not null as exists`,
  );
  if (!exists) return [];
  return administration.all<AppliedMigration>(
    sql`select name, checksum from meta.schema_migration order by name`,
  );
}

/**
 * What is left to apply.
 * @throws StartError when an applied migration was edited or is unknown, or a new one would come before it
 */
export function pendingOf(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of applied) {
    const current = checksums.get(name);
    if (current === undefined) {
      throw new StartError(
        'configuration',
        `the database has migration ${name}, which this version does not know: start the newer version`,
      );
    }
    if (current !== checksum) {
      throw new StartError(
        'configuration',
        `migration ${name} was changed after it was applied: restore the file and write a new one, or start with an empty database`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !done.has(name));
  const last = applied
    .map(({ name }) => name)
    .sort()
    .at(-1);
  const late = pending.find(({ name }) => last !== undefined && name < last);
  if (late) {
    throw new StartError(
      'configuration',
      `migration ${late.name} comes before ${last}, which is applied already: give it the next number, or start with an empty database`,
    );
  }
  return pending;
}
