/**
 * The process of the embedded database: PostgreSQL in WebAssembly behind a Unix socket. It is apart
 * because the engine runs on its thread and a heavy statement would stop every request of the server.
 * Its parent starts, watches, restarts and stops it; without a parent it ends.
 */
import './symbolLookup.ts';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite, type Extension } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { recordEngine } from './lock.ts';
import type { ChildArguments, ChildMessage, ParentMessage } from './messages.ts';
import { smallPostgisBundle } from './postgisBundle.ts';
import { batchStatements } from './statementBatches.ts';

const { dataDirectory, databaseDirectory, socketPath } = JSON.parse(process.argv[2]!) as ChildArguments;
const softwareFailure = 70;
const closeMilliseconds = 5_000;

const tell = (message: ChildMessage) => {
  if (process.connected) process.send!(message);
};

const smallPostgis: Extension = {
  name: 'postgis',
  setup: async (database, options) => {
    const setup = await postgis.setup(database, options);
    return { ...setup, bundlePath: await smallPostgisBundle(setup.bundlePath, dataDirectory) };
  },
};

/** Opens the database, making it first when it is absent or its making was interrupted. */
async function openDatabase(): Promise<PGlite> {
  const completeMarker = path.join(databaseDirectory, 'xiangtu-complete');
  const isComplete = existsSync(completeMarker);
  if (!isComplete) {
    rmSync(databaseDirectory, { recursive: true, force: true });
    tell({ kind: 'step', step: 'creating' });
  }
  const database = await PGlite.create({
    dataDir: databaseDirectory,
    extensions: { postgis: smallPostgis, pg_trgm },
    // Every acknowledged commit is in the operating system's hands, so that it survives a kill.
    relaxedDurability: false,
    startParams: [...PGlite.defaultStartParams, '-c', 'max_wal_size=256MB', '-c', 'min_wal_size=32MB'],
  });
  if (!isComplete) {
    tell({ kind: 'step', step: 'extensions' });
    await database.exec('create extension if not exists postgis; create extension if not exists pg_trgm');
    await database.exec('checkpoint');
    writeFileSync(completeMarker, '');
  }
  return database;
}

/**
 * PGlite swallows what is thrown inside the engine, also traps and stack overflows after which its
 * memory cannot be trusted and the caller would wait for ever. Only 'unwind' is PostgreSQL's own error
 * handling; anything else ends the process, and the parent starts a clean one.
 */
function endOnEngineFailure(database: PGlite): void {
  const engine = database.Module as unknown as { _PostgresMainLoopOnce: () => void };
  const runOnce = engine._PostgresMainLoopOnce.bind(engine);
  engine._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if (error !== 'unwind' && !isStopping) fail(error);
      throw error;
    }
  };
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(softwareFailure);
}

let isStopping = false;

async function main(): Promise<void> {
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // The terminal and systemd signal the whole group; the parent still needs the database to finish requests.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  // Until it is open there is nothing to close: an interrupted start is found and mended by the next.
  const leave = () => process.exit(0);
  process.on('disconnect', leave);
  recordEngine(dataDirectory);
  if (!process.connected) leave();

  const database = await openDatabase();
  endOnEngineFailure(database);
  batchStatements(database);
  rmSync(socketPath, { force: true });
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 256 });
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(softwareFailure), closeMilliseconds).unref();
    await server.stop();
    await database.close();
    process.exit(0);
  };
  process.off('disconnect', leave).on('disconnect', () => void stop());
  process.on('message', (message: ParentMessage) => {
    if (message.kind === 'ping') tell({ kind: 'alive' });
    else void stop();
  });
  await server.start();
  chmodSync(socketPath, 0o600);
  tell({ kind: 'ready' });
}

main().catch(fail);
