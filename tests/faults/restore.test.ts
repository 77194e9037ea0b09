import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { loadShippedData } from '../../server/database/load/index.ts';
import { migrate, readMigrations, type Migration } from '../../server/database/migrate.ts';
import { prepareDatabase } from '../../server/database/prepareDatabase.ts';
import { checkReadiness } from '../../server/database/ready.ts';
import { grantRequestRoles } from '../../server/database/requestRoles.ts';
import { mendDatabase } from '../../server/database/security/mendDatabase.ts';
import { ensureSecurity } from '../../server/database/security/security.ts';
import { sql } from '../../server/database/sql.ts';
import { dump, restore } from '../support/dump.ts';
import { connectTo, migrationDirectory, securityFile, temporaryDirectory } from '../support/engines.ts';
import { startPostgres, type PostgresCluster } from '../support/postgres.ts';

const securityScript = readFileSync(securityFile, 'utf8');
const loginRole = 'xiangtu_login';

let clusters: PostgresCluster[] = [];
let migrations: Migration[];
let restored: Database;

const open = ({ loginUrl, adminUrl }: Pick<PostgresCluster, 'loginUrl' | 'adminUrl'>): Database =>
  connectTo({ engine: 'postgres', address: { url: loginUrl }, adminAddress: { url: adminUrl } });

const rolesOf = (database: Database) =>
  database.administer((administration) =>
    administration.all<{ rolname: string }>(sql`
      select rolname from pg_roles where rolname ^@ 'xiangtu_' and rolname <> ${loginRole}`),
  );

const prepare = () =>
  prepareDatabase(restored, {
    migrations,
    securityScript,
    loginRole,
    withDemonstration: true,
    report: () => {},
  });

let complaints: string;
beforeAll(async () => {
  migrations = await readMigrations(migrationDirectory);
  clusters = [await startPostgres(), await startPostgres()];
  const [first, second] = clusters as [PostgresCluster, PostgresCluster];
  const original = open(first);
  try {
    await migrate(original, migrations);
    await ensureSecurity(original, securityScript);
    await grantRequestRoles(original, loginRole);
    await loadShippedData(original, { withDemonstration: true, log: () => {} });
  } finally {
    await original.close();
  }
  const file = path.join(temporaryDirectory('dump'), 'xiangtu.dump');
  await dump(first.adminUrl, file);
  complaints = await restore(second.adminUrl, file);
  restored = open(second);
});
afterAll(async () => {
  await restored?.close();
  await Promise.all(clusters.map((cluster) => cluster.stop()));
});

describe('a dump restored into an empty cluster', () => {
  it('has the data, and neither roles nor rights', async () => {
    expect(complaints).toMatch(/role "xiangtu_leader" does not exist/);
    expect(await rolesOf(restored)).toEqual([]);
    const { villages } = await restored.administer((administration) =>
      administration.one<{ villages: number }>(
        sql`select count(*)::integer as villages from xiangtu.village`,
      ),
    );
    expect(villages).toBeGreaterThan(1500);
  });

  it('is not served, and the message says what is missing and what to do', async () => {
    await expect(prepare()).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(/db:mend.*missing:.*(leakproof|policy|right|role)/),
    });
    const checks = await checkReadiness(restored, migrations);
    expect(checks.every(({ isOk }) => isOk)).toBe(false);
  });

  it('is mended by db:mend, and serves', async () => {
    expect(await mendDatabase(restored, { securityScript, loginRole })).toEqual({
      missing: [],
      unexpected: [],
    });
    await prepare();
    const checks = await checkReadiness(restored, migrations);
    expect(checks.filter(({ isOk }) => !isOk)).toEqual([]);
    const { count } = await restored.read('leader', { regions: ['433100'] }, (transaction) =>
      transaction.one<{ count: number }>(sql`select count(*)::integer as count from village`),
    );
    expect(count).toBeGreaterThan(1500);
    const asPublic = restored.read('public', { regions: [] }, (transaction) =>
      transaction.all(sql`select id from xiangtu.village limit 1`),
    );
    await expect(asPublic).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('is mended again without any change', async () => {
    expect(await mendDatabase(restored, { securityScript, loginRole })).toEqual({
      missing: [],
      unexpected: [],
    });
    await prepare();
  });
});
