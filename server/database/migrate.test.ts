import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pendingOf, readMigrations } from './migrate.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-migrations-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (files: Record<string, string>) =>
  Object.entries(files).forEach(([name, text]) => writeFileSync(path.join(directory, name), text));

describe('readMigrations', () => {
  it('reads SQL files in the order of their numbers and nothing else', async () => {
    write({ '0002_b.sql': 'select 2', '0001_a.sql': 'select 1', '0010_c.sql': 'select 3', 'README.md': '' });
    const migrations = await readMigrations(directory);
    expect(migrations.map(({ name, text }) => [name, text])).toEqual([
      ['0001_a', 'select 1'],
      ['0002_b', 'select 2'],
      ['0010_c', 'select 3'],
    ]);
  });

  it('gives the same checksum whatever line ends the checkout has', async () => {
    write({ '0001_a.sql': 'select 1;\n' });
    const [unix] = await readMigrations(directory);
    write({ '0001_a.sql': 'select 1;\r\n' });
    const [windows] = await readMigrations(directory);
    expect(windows!.checksum).toBe(unix!.checksum);
  });

  it.each([
    ['a number twice', { '0001_a.sql': '', '0001_b.sql': '' }, /migration 0001_b\.sql/],
    ['no number', { 'init.sql': '' }, /migration init\.sql: expected NNNN_name\.sql/],
  ])('refuses %s', async (_, files, message) => {
    write(files);
    await expect(readMigrations(directory)).rejects.toThrow(message);
  });
});

describe('pendingOf', () => {
  const migrations = ['0001_a', '0002_b', '0003_c'].map((name) => ({
    name,
    text: '',
    checksum: `sum of ${name}`,
  }));
  const applied = (...names: string[]) => names.map((name) => ({ name, checksum: `sum of ${name}` }));

  it('is everything for an empty database and nothing for a complete one', () => {
    expect(pendingOf(migrations, [])).toEqual(migrations);
    expect(pendingOf(migrations, applied('0001_a', '0002_b', '0003_c'))).toEqual([]);
  });

  it('is what comes after the last applied', () => {
    expect(pendingOf(migrations, applied('0001_a')).map(({ name }) => name)).toEqual(['0002_b', '0003_c']);
  });

  it.each([
    [
      'an edited migration',
      [{ name: '0001_a', checksum: 'another' }],
      /0001_a was changed after it was applied/,
    ],
    [
      'a migration of a newer version',
      applied('0001_a', '0009_z'),
      /0009_z, which this version does not know/,
    ],
    ['a migration that comes too late', applied('0001_a', '0003_c'), /0002_b comes before 0003_c/],
  ])('refuses %s', (_, known, message) => {
    expect(() => pendingOf(migrations, known)).toThrow(message);
  });
});
