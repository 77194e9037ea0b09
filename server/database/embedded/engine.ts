import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { StartError } from '../../startError.ts';
import type { Address } from '../pool.ts';
import {
  databaseDirectoryIn,
  makeSocketDirectory,
  prepareDataDirectory,
  socketPort,
} from './dataDirectory.ts';
import { endOrphanEngine, lockDataDirectory } from './lock.ts';
import type { ChildArguments, ChildMessage, ParentMessage, Step } from './messages.ts';

export interface EmbeddedOptions {
  dataDirectory: string;
  /** The file of `child.ts`, or what the build made of it. */
  childEntry: URL;
  log: Logger;
  /** Tells a person at the console what takes so long. */
  report: (step: Step) => void;
  /** An engine that does not answer for so long is killed and started again. */
  hangSeconds: number;
}

const pingMilliseconds = 1_000;
const closeMilliseconds = 6_000;
const availableMilliseconds = 10_000;
/** Waits before the first, second … restart; the last one repeats. */
const backOffMilliseconds = [0, 500, 1_000, 2_000, 5_000, 10_000];
/** An engine that served so long is taken for healthy: its next failure restarts it at once. */
const healthyMilliseconds = 1_000;

/** Starts the embedded database and resolves when it takes connections. @throws StartError */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  prepareDataDirectory(options.dataDirectory);
  const unlock = lockDataDirectory(options.dataDirectory);
  try {
    await endOrphanEngine(options.dataDirectory);
    const engine = new EmbeddedEngine(options, unlock);
    await engine.start();
    return engine;
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The parent's side of the engine process: starts, watches, restarts and stops it. */
export class EmbeddedEngine {
  readonly address: Address;
  readonly #options: EmbeddedOptions;
  readonly #unlock: () => void;
  readonly #socket: ReturnType<typeof makeSocketDirectory>;
  #child: ChildProcess | null = null;
  /** Resolves when the engine takes connections; replaced when it is lost. */
  #available = defer();
  #isStopping = false;
  #restarts = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #watchTimer: NodeJS.Timeout | undefined;
  #missedPings = 0;
  #watchSuspensions = 0;

  constructor(options: EmbeddedOptions, unlock: () => void) {
    this.#options = options;
    this.#unlock = unlock;
    this.#socket = makeSocketDirectory(options.dataDirectory);
    this.address = {
      host: this.#socket.directory,
      port: socketPort,
      user: 'postgres',
      database: 'postgres',
    };
  }

  /** The process number of the engine while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    try {
      await this.#launch();
    } catch (error) {
      this.#isStopping = true;
      this.#child?.kill('SIGKILL');
      this.#socket.remove();
      throw new StartError(
        'unavailable',
        `the embedded database did not start: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
    this.#watchTimer = setInterval(() => this.#watch(), pingMilliseconds);
    this.#watchTimer.unref();
  }

  /** Waits while the engine restarts. @throws AppError database-unavailable when that takes too long. */
  async whenAvailable(): Promise<void> {
    if (this.#available.isResolved) return;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const error = new AppError('database-unavailable', 'waiting for the embedded database to restart');
      timer = setTimeout(() => reject(error), availableMilliseconds);
    });
    await Promise.race([this.#available.promise, tooLong]).finally(() => clearTimeout(timer));
  }

  /** Upkeep may run long statements: the engine is not taken for hung until the returned function is called. */
  suspendWatch(): () => void {
    this.#watchSuspensions += 1;
    return () => {
      this.#watchSuspensions -= 1;
      this.#missedPings = 0;
    };
  }

  /** Closes the database, kills an engine that does not close, and gives the data directory up. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#watchTimer);
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const killer = setTimeout(() => child.kill('SIGKILL'), closeMilliseconds);
      this.#send(child, { kind: 'stop' });
      await exited;
      clearTimeout(killer);
    }
    this.#socket.remove();
    this.#unlock();
  }

  /** Resolves when the new process is ready; rejects when it ends before. */
  #launch(): Promise<void> {
    const { dataDirectory, childEntry, log, report } = this.#options;
    const childArguments: ChildArguments = {
      dataDirectory,
      databaseDirectory: databaseDirectoryIn(dataDirectory),
      socketPath: this.#socket.socketPath,
    };
    const child = fork(fileURLToPath(childEntry), [JSON.stringify(childArguments)], {
      execArgv: loaderFor(childEntry),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#missedPings = 0;
    const startedAt = Date.now();
    let readyAt = Infinity;
    let complaint = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    return new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('message', (message: ChildMessage) => {
        this.#missedPings = 0;
        if (message.kind === 'step') report(message.step);
        if (message.kind !== 'ready') return;
        log.info({ milliseconds: Date.now() - startedAt, pid: child.pid }, 'the embedded database is open');
        readyAt = Date.now();
        this.#available.resolve();
        resolve();
      });
      child.on('exit', (code, signal) => {
        const reason = `its process ended (${signal ?? `exit ${code}`})${complaint && `: ${firstLine(complaint)}`}`;
        reject(new Error(reason));
        this.#onExit(child, { reason, complaint, servedMilliseconds: Math.max(Date.now() - readyAt, 0) });
      });
    });
  }

  #onExit(child: ChildProcess, end: { reason: string; complaint: string; servedMilliseconds: number }): void {
    if (this.#child !== child) return;
    this.#child = null;
    // Before the first start has succeeded, and when stopping, nobody wants another one.
    if (this.#isStopping || !this.#watchTimer) return;
    if (end.servedMilliseconds > healthyMilliseconds) this.#restarts = 0;
    if (this.#available.isResolved) this.#available = defer();
    const delay = backOffMilliseconds[Math.min(this.#restarts, backOffMilliseconds.length - 1)]!;
    this.#restarts += 1;
    this.#options.log.error(end, `the embedded database is restarted in ${delay} ms: ${end.reason}`);
    this.#restartTimer = setTimeout(() => {
      // A failure to launch ends in #onExit again, which logs it and waits longer.
      this.#launch().catch(() => {});
    }, delay);
  }

  /** Asks for a sign of life. Missed answers are counted, not timed: a machine that slept is no hung engine. */
  #watch(): void {
    const child = this.#child;
    if (!child || this.#watchSuspensions > 0 || !this.#available.isResolved) return;
    if (this.#missedPings * pingMilliseconds >= this.#options.hangSeconds * 1000) {
      this.#options.log.error({ pid: child.pid }, 'the embedded database does not answer and is killed');
      this.#missedPings = 0;
      child.kill('SIGKILL');
      return;
    }
    this.#missedPings += 1;
    this.#send(child, { kind: 'ping' });
  }

  #send(child: ChildProcess, message: ParentMessage): void {
    // A process that has just ended cannot be told: its 'exit' event says the rest.
    if (child.connected) child.send(message, () => {});
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0]!;

/** TypeScript needs a loader; the built file does not, and tsx may then be absent. */
function loaderFor(entry: URL): string[] {
  if (!entry.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

function defer(): { promise: Promise<void>; resolve: () => void; readonly isResolved: boolean } {
  let settle: () => void;
  let isResolved = false;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return {
    promise,
    resolve: () => {
      isResolved = true;
      settle();
    },
    get isResolved() {
      return isResolved;
    },
  };
}
