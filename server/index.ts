import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import manifest from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { readConfig, type Config } from './config.ts';
import type { Database } from './database/database.ts';
import { readMigrations, type Migration } from './database/migrate.ts';
import { loginRoleOf, openDatabase } from './database/openDatabase.ts';
import { prepareDatabase } from './database/prepareDatabase.ts';
import { checkReadiness } from './database/ready.ts';
import { prepareServices } from './features/prepareServices.ts';
import { createTileHandler } from './features/tiles/tileHandler.ts';
import { listen, type ListeningServer } from './httpServer.ts';
import { createServices, type Services } from './services.ts';
import { StartError } from './startError.ts';

/** The sources run as they are in development; the build puts this file into dist/server. */
const isBuilt = !import.meta.url.endsWith('.ts');
const root = new URL(isBuilt ? '../../' : '../', import.meta.url);
const migrationDirectory = fileURLToPath(new URL('server/database/migrations', root));
const securityFile = new URL('server/database/security/security.sql', root);
const childEntry = new URL(isBuilt ? './embeddedChild.js' : './database/embedded/child.ts', import.meta.url);
const clientDirectory = fileURLToPath(new URL('dist/client', root));

const stopMilliseconds = 10_000;
/** Another program may change a shared database while this one runs. */
const dataVersionMilliseconds = 30_000;
const softwareFailure = 70;

const report = (line: string): void => {
  process.stdout.write(`乡图 ${line}\n`);
};

interface Running {
  database: Database;
  services: Services;
  server: ListeningServer;
  log: Logger;
}

/** Config, port, database, schema, data, application: in this order, each only when the one before is there. */
async function start(config: Config, log: Logger): Promise<Running> {
  const server = await listen(config.host, config.port);
  let database: Database | undefined;
  try {
    database = await openDatabase({ config, childEntry, log, report });
    const migrations = await readMigrations(migrationDirectory);
    await prepareDatabase(database, {
      migrations,
      securityScript: await readFile(securityFile, 'utf8'),
      loginRole: config.databaseUrl === null ? null : loginRoleOf(config.databaseUrl),
      withDemonstration: config.hasDemonstration,
      report,
    });
    const services = await createServices({ database, config, log });
    await prepareServices(services, config, report);
    await serve({ database, services, server, log }, config, migrations);
    report(`ready: ${server.url}`);
    return { database, services, server, log };
  } catch (error) {
    await Promise.allSettled([server.close(), database?.close()]);
    throw error;
  }
}

async function serve(
  { database, services, server, log }: Running,
  config: Config,
  migrations: Migration[],
): Promise<void> {
  const { dataVersion } = services;
  await dataVersion.refresh();
  if (database.engine === 'postgres') {
    // What could not be looked up is looked up again next time.
    const refresh = () => void dataVersion.refresh().catch(() => {});
    setInterval(refresh, dataVersionMilliseconds).unref();
  }
  const tiles = createTileHandler({
    database,
    authenticate: services.sessions.authenticate,
    dataVersion: (tilesetId) => dataVersion.of(tilesetId),
    meetVersion: (tilesetId, version) => dataVersion.meet(tilesetId, version),
    cacheBytes: config.tileCacheMegabytes * 2 ** 20,
    log,
  });
  const app = createApp({
    database,
    services,
    config,
    log,
    version: manifest.version,
    checkReadiness: () => checkReadiness(database, migrations),
    clientDirectory: existsSync(clientDirectory) ? clientDirectory : null,
  });
  server.serve((request, response) => {
    if (!tiles(request, response)) app(request, response);
  });
}

/** Finishes requests, closes the database and ends; at the latest after ten seconds. */
async function stop({ database, services, server, log }: Running, signal: string): Promise<void> {
  log.info({ signal }, 'stopping');
  setTimeout(() => {
    log.error('stopping took too long: ending now');
    process.exit(softwareFailure);
  }, stopMilliseconds).unref();
  await services.close();
  await server.close();
  await database.close();
  process.exit(0);
}

/** One line for what a person can mend; the rest is a fault of the program and is logged whole. */
function explain(error: unknown, log: Logger): number {
  if (error instanceof StartError) {
    process.stderr.write(`乡图 cannot start: ${error.message}\n`);
    return error.exitCode;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  log.fatal({ err: error }, 'the server could not start');
  process.stderr.write(
    `乡图 cannot start: ${error instanceof Error ? error.message : String(error)}${cause}\n`,
  );
  return softwareFailure;
}

async function main(): Promise<void> {
  const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }));
  let running: Running | undefined;
  let isStopping = false;
  const onSignal = (signal: string) => {
    // During the start there is no request to finish; a second signal means now.
    if (!running || isStopping) process.exit(softwareFailure);
    isStopping = true;
    void stop(running, signal);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, onSignal);
  try {
    const config = readConfig();
    log.level = config.logLevel;
    running = await start(config, log);
  } catch (error) {
    process.exit(explain(error, log));
  }
}

await main();
