/**
 * Fills an empty database with a synthetic country (示例) of any size, to try the program at it.
 * Usage: npx tsx scripts/makeScale.ts --villages=5000 [--seed=1] [--released]
 * The database is that of the environment, as for the server: DATABASE_URL and XIANGTU_ADMIN_URL, or the embedded one in
 * XIANGTU_DATA_DIR. See docs/operations.md.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { readConfig } from '../server/config.ts';
import { migrate, readMigrations } from '../server/database/migrate.ts';
import { loginRoleOf, openDatabase } from '../server/database/openDatabase.ts';
import { grantRequestRoles } from '../server/database/requestRoles.ts';
import { ensureSecurity } from '../server/database/security/security.ts';
import { StartError } from '../server/startError.ts';
import { fillWithScale, type ScaleOptions } from './scale/fillDatabase.ts';

const usage = 'usage: npx tsx scripts/makeScale.ts --villages=5000 [--seed=1] [--released]';

const log = (line: string): void => void process.stdout.write(`${line}\n`);

function readArguments(): ScaleOptions {
  const { values } = parseArgs({
    options: {
      villages: { type: 'string' },
      seed: { type: 'string', default: '1' },
      released: { type: 'boolean', default: false },
    },
  });
  const [villages, seed] = [Number(values.villages), Number(values.seed)];
  if (!Number.isSafeInteger(villages) || villages < 1 || !Number.isSafeInteger(seed)) {
    throw new StartError('configuration', usage);
  }
  return { villages, seed, isReleased: values.released, log };
}

async function run(options: ScaleOptions): Promise<void> {
  const config = readConfig();
  const started = performance.now();
  const database = await openDatabase({
    config,
    childEntry: new URL('../server/database/embedded/child.ts', import.meta.url),
    log: pino({ level: config.logLevel }, pino.destination(2)),
    report: log,
  });
  try {
    await migrate(
      database,
      await readMigrations(fileURLToPath(new URL('../server/database/migrations', import.meta.url))),
    );
    const security = new URL('../server/database/security/security.sql', import.meta.url);
    await ensureSecurity(database, await readFile(security, 'utf8'));
    if (config.databaseUrl !== null) await grantRequestRoles(database, loginRoleOf(config.databaseUrl));
    const opened = performance.now();
    await fillWithScale(database, options);
    const [prepared, filled] = [opened - started, performance.now() - opened].map((time) =>
      (time / 1000).toFixed(1),
    );
    log(
      `scale: ${options.villages} villages in ${filled} s on ${database.engine}, after ${prepared} s of setting up`,
    );
  } finally {
    await database.close();
  }
}

try {
  await run(readArguments());
} catch (error) {
  const isExpected = error instanceof StartError || error instanceof RangeError;
  process.stderr.write(`makeScale: ${isExpected ? error.message : String(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}
