import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { StartError } from '../startError.ts';
import { connect, type Database } from './database.ts';
import { startEmbedded } from './embedded/engine.ts';
import { sql } from './sql.ts';

export interface OpenDatabaseOptions {
  config: Pick<Config, 'databaseUrl' | 'adminUrl' | 'dataDirectory' | 'poolSize' | 'querySeconds'>;
  /** See `EmbeddedOptions`. */
  childEntry: URL;
  log: Logger;
  /** One line for a person at the console, while a first start takes its time. */
  report: (line: string) => void;
}

const connectMilliseconds = 10_000;
const checkpointMilliseconds = 5 * 60_000;
/** The engine may finish a statement that nobody waits for any more, this much longer than a request would. */
const hangMarginSeconds = 15;

const stepLines = {
  creating: 'first start: creating the embedded database, about 10 s …',
  extensions: 'first start: adding PostGIS …',
} as const;

/**
 * The database of the configuration: the embedded one, or the PostGIS at `DATABASE_URL`.
 * @throws StartError when it cannot be started or reached
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { databaseUrl, adminUrl } = options.config;
  return databaseUrl === null
    ? openEmbedded(options)
    : openPostgres(options, databaseUrl, adminUrl ?? databaseUrl);
}

async function openPostgres(
  { config, log }: OpenDatabaseOptions,
  url: string,
  adminUrl: string,
): Promise<Database> {
  await refuseUnreachable('DATABASE_URL', url);
  if (adminUrl !== url) await refuseUnreachable('XIANGTU_ADMIN_URL', adminUrl);
  const { poolSize, querySeconds } = config;
  return connect({
    engine: 'postgres',
    address: { url },
    adminAddress: { url: adminUrl },
    poolSize,
    querySeconds,
    log,
  });
}

async function openEmbedded({ config, childEntry, log, report }: OpenDatabaseOptions): Promise<Database> {
  const { dataDirectory, poolSize, querySeconds } = config;
  const engine = await startEmbedded({
    dataDirectory,
    childEntry,
    log,
    report: (step) => report(stepLines[step]),
    hangSeconds: querySeconds + hangMarginSeconds,
  });
  const { address } = engine;
  const database = connect({
    engine: 'embedded',
    address,
    adminAddress: address,
    poolSize,
    querySeconds,
    log,
    whenAvailable: () => engine.whenAvailable(),
    suspendWatch: () => engine.suspendWatch(),
    onClose: async () => {
      clearInterval(upkeep);
      await engine.stop();
    },
  });
  const upkeep = setInterval(() => void checkpoint(database, log), checkpointMilliseconds);
  upkeep.unref();
  return database;
}

/** The role a URL logs in as, which may also come from the environment of libpq or the operating system. */
export const loginRoleOf = (url: string): string => new pg.Client({ connectionString: url }).user!;

/** One connection, to say clearly at the start what would otherwise fail at every request. */
async function refuseUnreachable(variable: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMilliseconds });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { host, port, database, user } = client;
    const reason =
      error instanceof AggregateError ? error.errors.map(String).join('; ') : (error as Error).message;
    throw new StartError(
      'unavailable',
      `the database ${database} at ${host}:${port} cannot be reached as ${user} (${variable}): ${reason}`,
      { cause: error },
    );
  }
}

/**
 * The embedded engine has no background processes: without this its log of changes would grow until
 * the next clean stop, and so would the time to recover from a kill.
 */
async function checkpoint(database: Database, log: Logger): Promise<void> {
  try {
    await database.administer((administration) => administration.run(sql`checkpoint`));
  } catch (error) {
    log.warn({ err: error }, 'the embedded database could not write its checkpoint');
  }
}
