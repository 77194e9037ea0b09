import { describe, expect, it } from 'vitest';
import { checksOf } from './ready.ts';
import { databaseRoleNames } from './role.ts';

const migrations = ['0001_a', '0002_b'].map((name) => ({ name, text: '', checksum: '' }));
const complete = {
  version: 150_004,
  extensions: { plpgsql: '1.0', postgis: '3.3.2', pg_trgm: '1.6' },
  roles: [...databaseRoleNames],
  takenRoles: [...databaseRoleNames],
  migrations: ['0001_a', '0002_b'],
  security: { missing: [] as string[], unexpected: [] as string[] },
};
const failures = (observed: Parameters<typeof checksOf>[0]) =>
  checksOf(observed, migrations)
    .filter(({ isOk }) => !isOk)
    .map(({ name, detail }) => `${name}: ${detail}`);

describe('checksOf', () => {
  it('finds nothing missing in a complete database', () => {
    expect(failures(complete)).toEqual([]);
    expect(checksOf(complete, migrations).map(({ name }) => name)).toEqual([
      'postgresql',
      'postgis',
      'extensions',
      'roles',
      'security',
      'migrations',
    ]);
  });

  it.each([
    ['an old PostgreSQL', { version: 140_011 }, ['postgresql: version 14; 15 or newer is needed']],
    [
      'an old PostGIS',
      { extensions: { postgis: '3.2.5', pg_trgm: '1.6' } },
      ['postgis: version 3.2.5; 3.3 or newer is needed'],
    ],
    [
      'a dump restored without its policies',
      { security: { missing: ['row-level security of xiangtu.village'], unexpected: [] } },
      ['security: missing: row-level security of xiangtu.village'],
    ],
    [
      'a right given by hand',
      { security: { missing: [], unexpected: ['right to select xiangtu.village of xiangtu_public'] } },
      ['security: not expected: right to select xiangtu.village of xiangtu_public'],
    ],
    [
      'no extensions',
      { extensions: null },
      ['postgis: version none; 3.3 or newer is needed', 'extensions: missing: postgis, pg_trgm'],
    ],
    [
      'a role that is not there',
      { roles: databaseRoleNames.slice(1), takenRoles: databaseRoleNames.slice(1) },
      ['roles: missing: xiangtu_public'],
    ],
    [
      'a role the login may not take',
      { takenRoles: databaseRoleNames.slice(1) },
      ['roles: not granted to the login role: xiangtu_public'],
    ],
    ['a migration not applied', { migrations: ['0001_a'] }, ['migrations: not applied: 0002_b']],
  ])('names %s', (_, difference, expected) => {
    expect(failures({ ...complete, ...difference })).toEqual(expected);
  });

  it('takes newer major versions', () => {
    expect(
      failures({ ...complete, version: 180_003, extensions: { postgis: '4.0.0', pg_trgm: '2' } }),
    ).toEqual([]);
  });
});
