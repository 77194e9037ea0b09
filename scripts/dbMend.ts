import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { readConfig, type Config } from '../server/config.ts';
import { databaseDirectoryIn } from '../server/database/embedded/dataDirectory.ts';
import { loginRoleOf, openDatabase } from '../server/database/openDatabase.ts';
import { mendDatabase } from '../server/database/security/mendDatabase.ts';
import { describeDifference } from '../server/database/security/security.ts';
import { StartError } from '../server/startError.ts';

const isBuilt = !import.meta.url.endsWith('.ts');
/** The engine's process beside this file once built, in the sources before. */
const childEntry = new URL(
  isBuilt ? './embeddedChild.js' : '../server/database/embedded/child.ts',
  import.meta.url,
);
const securityFile = new URL(
  'server/database/security/security.sql',
  new URL(isBuilt ? '../../' : '../', import.meta.url),
);

const report = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(config: Config): Promise<string> {
  if (config.databaseUrl === null && !existsSync(databaseDirectoryIn(config.dataDirectory))) {
    throw new StartError('unavailable', `there is no database in ${config.dataDirectory}`);
  }
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const database = await openDatabase({ config, childEntry, log, report });
  try {
    const difference = await mendDatabase(database, {
      securityScript: await readFile(securityFile, 'utf8'),
      loginRole: config.databaseUrl === null ? null : loginRoleOf(config.databaseUrl),
    });
    if (difference.missing.length + difference.unexpected.length === 0) {
      return 'roles, rights, policies and flags are as they should be';
    }
    throw new StartError(
      'unavailable',
      `not mended, a superuser is needed (XIANGTU_ADMIN_URL): ${describeDifference(difference)}`,
    );
  } finally {
    await database.close();
  }
}

try {
  report(await run(readConfig()));
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(`db:mend: ${isExpected ? error.message : String(error)}\n`);
  process.exitCode = isExpected ? error.exitCode : 1;
}
