import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { connect, type Database } from '../../server/database/database.ts';
import { startEmbedded, type EmbeddedEngine } from '../../server/database/embedded/engine.ts';
import { loadShippedData } from '../../server/database/load/index.ts';
import { migrate, readMigrations } from '../../server/database/migrate.ts';
import type { Address } from '../../server/database/pool.ts';
import { grantRequestRoles } from '../../server/database/requestRoles.ts';
import { mendDatabase } from '../../server/database/security/mendDatabase.ts';
import { ensureSecurity } from '../../server/database/security/security.ts';
import { dump, restore } from './dump.ts';
import { startPostgres, type PostgresCluster } from './postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = path.join(root, '.cache/test-database');
export const migrationDirectory = path.join(root, 'server/database/migrations');
export const securityFile = path.join(root, 'server/database/security/security.sql');
export const childEntry = new URL('../../server/database/embedded/child.ts', import.meta.url);
/** Tests look at results, not at logs; set XIANGTU_LOG_LEVEL to see them. */
export const testLog = pino({ level: process.env.XIANGTU_LOG_LEVEL ?? 'silent' }, pino.destination(2));

/** What a test process needs to reach the database of the run. */
export interface Connection {
  engine: Database['engine'];
  address: Address;
  adminAddress: Address;
}

export interface RunningEngine {
  connection: Connection;
  stop(): Promise<void>;
}

interface ConnectSettings {
  poolSize?: number;
  querySeconds?: number;
}

/** A `Database` on a running engine; close it when done, the engine goes on. */
export function connectTo(connection: Connection, settings: ConnectSettings = {}): Database {
  return connect({ poolSize: 4, querySeconds: 30, log: testLog, ...connection, ...settings });
}

/** The same on an engine of this process, whose restarts it waits for as a server would. */
export function connectToEngine(engine: EmbeddedEngine, settings: ConnectSettings = {}): Database {
  return connect({
    poolSize: 6,
    querySeconds: 30,
    log: testLog,
    ...connectionOf(engine),
    whenAvailable: () => engine.whenAvailable(),
    suspendWatch: () => engine.suspendWatch(),
    ...settings,
  });
}

export const temporaryDirectory = (purpose: string): string =>
  mkdtempSync(path.join(tmpdir(), `xiangtu-${purpose}-`));

/** Starts the embedded engine on a directory. */
export function startEmbeddedEngine(dataDirectory: string, hangSeconds = 120): Promise<EmbeddedEngine> {
  return startEmbedded({ dataDirectory, childEntry, log: testLog, report: () => {}, hangSeconds });
}

/** Migrations and all shipped data, demonstration included. */
async function fill(connection: Connection): Promise<void> {
  const database = connectTo(connection);
  try {
    await migrate(database, await readMigrations(migrationDirectory));
    await ensureSecurity(database, readFileSync(securityFile, 'utf8'));
    if (connection.engine === 'postgres') await grantRequestRoles(database, 'xiangtu_login');
    await loadShippedData(database, { withDemonstration: true, log: () => {} });
  } finally {
    await database.close();
  }
}

/** Starts the engine that XIANGTU_TEST_ENGINE names (embedded by default), migrated and loaded. */
export async function startFilledEngine(
  name = process.env.XIANGTU_TEST_ENGINE ?? 'embedded',
): Promise<RunningEngine> {
  if (name === 'postgres') return startFilledPostgres();
  if (name === 'embedded') return startFilledEmbedded();
  throw new Error(`XIANGTU_TEST_ENGINE=${name}: expected embedded or postgres`);
}

async function startFilledPostgres(): Promise<RunningEngine> {
  const cluster = await startPostgres();
  const connection = connectionTo(cluster);
  await fill(connection);
  if (process.env.XIANGTU_TEST_RESTORED !== '1') return { connection, stop: () => cluster.stop() };
  try {
    return await restoreElsewhere(cluster.adminUrl);
  } finally {
    await cluster.stop();
  }
}

/** The same database as a dump of it, restored into an empty cluster and mended as the operations page says. */
async function restoreElsewhere(adminUrl: string): Promise<RunningEngine> {
  const directory = temporaryDirectory('dump');
  const file = path.join(directory, 'xiangtu.dump');
  await dump(adminUrl, file);
  const cluster = await startPostgres();
  await restore(cluster.adminUrl, file);
  rmSync(directory, { recursive: true, force: true });
  const connection = connectionTo(cluster);
  const database = connectTo(connection);
  try {
    await mendDatabase(database, {
      securityScript: readFileSync(securityFile, 'utf8'),
      loginRole: 'xiangtu_login',
    });
  } finally {
    await database.close();
  }
  return { connection, stop: () => cluster.stop() };
}

const connectionTo = ({ loginUrl, adminUrl }: PostgresCluster): Connection => ({
  engine: 'postgres',
  address: { url: loginUrl },
  adminAddress: { url: adminUrl },
});

/** Changes when anything that decides the content of the database but the data files, whose checksums it keeps. */
function templateKey(): string {
  const hash = createHash('sha256');
  const parts = ['migrations', 'security', 'load', 'embedded'];
  for (const folder of parts.map((part) => `server/database/${part}`)) {
    for (const file of readdirSync(path.join(root, folder)).sort()) {
      hash.update(file).update(readFileSync(path.join(root, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const connectionOf = ({ address }: EmbeddedEngine): Connection => ({
  engine: 'embedded',
  address,
  adminAddress: address,
});

/**
 * A data directory with a filled database, for this test alone: a copy of one kept under .cache, as
 * creating and filling takes half a minute.
 */
export async function copyFilledDirectory(): Promise<string> {
  const template = path.join(templates, templateKey());
  const dataDirectory = temporaryDirectory('embedded');
  if (!existsSync(template)) {
    const engine = await startEmbeddedEngine(dataDirectory);
    await fill(connectionOf(engine));
    await engine.stop();
    rmSync(templates, { recursive: true, force: true });
    // Renamed when complete: an interrupted copy is no template.
    cpSync(dataDirectory, `${template}.unfinished`, { recursive: true });
    renameSync(`${template}.unfinished`, template);
    return dataDirectory;
  }
  cpSync(template, dataDirectory, { recursive: true });
  return dataDirectory;
}

async function startFilledEmbedded(): Promise<RunningEngine> {
  const dataDirectory = await copyFilledDirectory();
  const engine = await startEmbeddedEngine(dataDirectory);
  // Data files may have changed since the template was made.
  await fill(connectionOf(engine));
  return {
    connection: connectionOf(engine),
    stop: async () => {
      await engine.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
