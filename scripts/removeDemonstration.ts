import { existsSync } from 'node:fs';
import pino, { type Logger } from 'pino';
import { readConfig, type Config } from '../server/config.ts';
import type { Database } from '../server/database/database.ts';
import { databaseDirectoryIn } from '../server/database/embedded/dataDirectory.ts';
import { removeDemonstration } from '../server/database/load/demonstration.ts';
import { openDatabase } from '../server/database/openDatabase.ts';
import { sql } from '../server/database/sql.ts';
import { createAudit, type Audit } from '../server/features/audit/audit.ts';
import { createServices } from '../server/services.ts';
import { StartError } from '../server/startError.ts';

/** The engine's process beside this file once built, in the sources before. */
const childEntry = import.meta.url.endsWith('.ts')
  ? new URL('../server/database/embedded/child.ts', import.meta.url)
  : new URL('./embeddedChild.js', import.meta.url);

const nothingLoaded = 'there is no data yet; start with XIANGTU_DEMO=false to keep demonstration data out';

const report = (line: string): void => void process.stdout.write(`${line}\n`);

async function remove(database: Database, audit: Audit): Promise<string> {
  return database.administer(async (transaction) => {
    const { isLoaded } = await transaction.one<{ isLoaded: boolean }>(sql`
      select to_regclass('meta.data_load') is not null as "isLoaded"`);
    if (!isLoaded) return nothingLoaded;
    const deleted = await removeDemonstration(transaction);
    const rows = Object.entries(deleted).filter(([, count]) => count > 0);
    if (rows.length === 0) return 'there was no demonstration data';
    await audit.record(transaction, {
      principal: null,
      role: 'admin',
      action: 'remove-demonstration',
      subjectType: 'instance',
      subjectId: 'demonstration',
      regionCode: null,
      before: Object.fromEntries(rows),
      origin: null,
    });
    return `demonstration data removed: ${rows.map(([table, count]) => `${count} ${table}`).join(', ')}`;
  });
}

/** The public must not go on seeing demonstration data: its release is made anew. */
async function publishAnew(database: Database, config: Config, log: Logger): Promise<void> {
  const { hasSchema } = await database.administer((transaction) =>
    transaction.one<{ hasSchema: boolean }>(sql`
      select to_regclass('archive.release') is not null as "hasSchema"`),
  );
  if (!hasSchema) return;
  const services = await createServices({ database, config, log });
  try {
    await services.releases.prepare({ report });
  } finally {
    await services.close();
  }
}

async function run(config: Config): Promise<string> {
  if (config.databaseUrl === null && !existsSync(databaseDirectoryIn(config.dataDirectory)))
    return nothingLoaded;
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const database = await openDatabase({ config, childEntry, log, report });
  try {
    const audit = await createAudit({ key: config.auditKey, dataDirectory: config.dataDirectory });
    const outcome = await remove(database, audit);
    if (outcome !== nothingLoaded) await publishAnew(database, config, log);
    return outcome;
  } finally {
    await database.close();
  }
}

try {
  report(await run(readConfig()));
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(`demo:remove: ${isExpected ? error.message : String(error)}\n`);
  process.exitCode = isExpected ? error.exitCode : 1;
}
