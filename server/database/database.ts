import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { Deadline } from './deadline.ts';
import { isConnectionLoss, toAppError } from './databaseError.ts';
import { openPool, type Address } from './pool.ts';
import { databaseRole, schemasOf, scopeSettings, type Role, type Scope } from './role.ts';
import type { Query } from './sql.ts';
import { OpenTransaction, type Administration, type Transaction } from './transaction.ts';

/**
 * The one door to the database. Nothing runs outside a transaction under a role: on the embedded
 * engine the connection is a superuser, so a forgotten role would be a hole.
 */
export interface Database {
  readonly engine: 'embedded' | 'postgres';
  /** A read-only transaction that sees one state of the data throughout. @param options see `transaction` */
  read<T>(
    role: Role,
    scope: Scope,
    work: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * The only row of one statement in a read-only transaction of its own. On PostgreSQL the whole
   * transaction is one round trip and the statement is prepared once a connection: for statements that are
   * asked often, with a text that varies little. @throws AppError internal-error when there is not one row.
   */
  readOne<Row extends object>(role: Role, scope: Scope, query: Query): Promise<Row>;
  /**
   * A transaction that may write; it commits when `work` resolves and rolls back when it rejects.
   * @param options seconds: its time limit, where that of requests is too short
   */
  transaction<T>(
    role: Role,
    scope: Scope,
    work: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** A transaction of the administrator, without a time limit: migrations, loading data, upkeep. */
  administer<T>(work: (administration: Administration) => Promise<T>): Promise<T>;
  /** Waits for open transactions, then closes connections and the embedded engine. */
  close(): Promise<void>;
}

export interface TransactionOptions {
  seconds?: number;
}

export interface DatabaseOptions {
  engine: Database['engine'];
  address: Address;
  /** The administrator's connection; the same as `address` on the embedded engine. */
  adminAddress: Address;
  poolSize: number;
  /** Longest time one transaction of a request may take. */
  querySeconds: number;
  log: Logger;
  /** Resolves when the engine takes connections: the embedded one may be restarting. */
  whenAvailable?: () => Promise<void>;
  /** Stops the embedded engine from being taken for hung; returns what resumes the watch. */
  suspendWatch?: () => () => void;
  onClose?: () => Promise<void>;
}

const acquireMilliseconds = 10_000;
const readOnly = 'begin isolation level repeatable read read only';
/** Extensions go into the first schema of the path, which must be public; the rest is for shared queries. */
const administratorBegin = 'begin; set local statement_timeout = 0; set local search_path = public, xiangtu';
const beginAttempts = 3;
const retryMilliseconds = 100;
/** PostgreSQL cancels a statement this much before the client gives up, so that the server is not left busy. */
const cancelLeadMilliseconds = 250;

/** Names a prepared statement after its text; 63 bytes is the most PostgreSQL keeps. */
const statementName = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Opens the pools; no connection is made before the first transaction. */
export function connect(options: DatabaseOptions): Database {
  return new PooledDatabase(options);
}

class PooledDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #options: DatabaseOptions;
  readonly #pool: pg.Pool;
  readonly #adminPool: pg.Pool;
  readonly #limitMilliseconds: number;
  /** Set while a transaction is open in this chain of calls: a second connection could wait for the first for ever. */
  readonly #isInTransaction = new AsyncLocalStorage<true>();

  constructor(options: DatabaseOptions) {
    const onLoss = (error: Error) => options.log.warn({ err: error }, 'an idle database connection was lost');
    this.engine = options.engine;
    this.#options = options;
    this.#limitMilliseconds = options.querySeconds * 1000;
    const isPipelined = options.engine === 'postgres';
    this.#pool = openPool(options.address, {
      size: options.poolSize,
      acquireMilliseconds,
      onLoss,
      isPipelined,
    });
    this.#adminPool = openPool(options.adminAddress, { size: 1, acquireMilliseconds, onLoss });
  }

  async read<T>(
    role: Role,
    scope: Scope,
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    return this.#runAs(role, scope, { begin: readOnly, ...options }, work);
  }

  async readOne<Row extends object>(role: Role, scope: Scope, query: Query): Promise<Row> {
    // All clients of the embedded engine share one backend, where the names of prepared statements collide.
    if (this.engine === 'embedded') {
      return this.read(role, scope, (transaction) => transaction.one<Row>(query));
    }
    this.#refuseNesting();
    const begin = this.#beginAs(role, scope, readOnly);
    const deadline = new Deadline(this.#limitMilliseconds);
    try {
      // A connection found dead is replaced once: reading twice does no harm.
      return await this.#readPipelined<Row>(begin, query, deadline).catch((error: unknown) => {
        if (!isConnectionLoss(error)) throw error;
        return this.#readPipelined<Row>(begin, query, deadline);
      });
    } catch (error) {
      throw toAppError(error, 'the database statement');
    } finally {
      deadline.cancel();
    }
  }

  async transaction<T>(
    role: Role,
    scope: Scope,
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    return this.#runAs(role, scope, { begin: 'begin', ...options }, work);
  }

  async administer<T>(work: (administration: Administration) => Promise<T>): Promise<T> {
    const resumeWatch = this.#options.suspendWatch?.();
    try {
      return await this.#run(this.#adminPool, administratorBegin, null, work);
    } finally {
      resumeWatch?.();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#adminPool.end()]);
    await this.#options.onClose?.();
  }

  /**
   * Begin, statement and commit go out together. If the role cannot be taken the transaction is already
   * failed when the statement arrives, so it never runs as anybody else.
   */
  async #readPipelined<Row extends object>(begin: string, query: Query, deadline: Deadline): Promise<Row> {
    const { text, values } = query;
    const client = await this.#pool.connect();
    let isReusable = false;
    try {
      const [opened, answer, closed] = await deadline.race(
        Promise.allSettled([
          client.query(begin),
          client.query<Row>({ name: statementName(text), text, values: [...values] }),
          client.query('commit'),
        ]),
      );
      isReusable = closed.status === 'fulfilled';
      if (opened.status === 'rejected') throw opened.reason;
      if (answer.status === 'rejected') throw answer.reason;
      const { rows } = answer.value;
      if (rows.length !== 1) throw new Error(`one row was expected, ${rows.length} came`);
      return rows[0]!;
    } finally {
      client.release(!isReusable);
    }
  }

  #runAs<T>(
    role: Role,
    scope: Scope,
    { begin, seconds }: TransactionOptions & { begin: string },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const limit = seconds === undefined ? this.#limitMilliseconds : seconds * 1000;
    return this.#run(this.#pool, this.#beginAs(role, scope, begin, limit), limit, work);
  }

  /** One text, one round trip: the role and the scope last exactly as long as the transaction. */
  #beginAs(role: Role, scope: Scope, begin: string, limitMilliseconds = this.#limitMilliseconds): string {
    const settings = scopeSettings(scope).map(
      ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
    );
    const statements = [
      begin,
      `set local role ${databaseRole(role)}`,
      `set local search_path = ${schemasOf(role)}`,
      `select ${settings.join(', ')}`,
    ];
    if (this.engine === 'postgres') {
      const milliseconds = Math.max(limitMilliseconds - cancelLeadMilliseconds, 1);
      // Compiling costs more than the short queries of a server: 50 ms for a tile of 10 ms.
      statements.push(`set local statement_timeout = ${milliseconds}`, 'set local jit = off');
    }
    return statements.join('; ');
  }

  #refuseNesting(): void {
    if (this.#isInTransaction.getStore()) {
      throw new Error('a transaction is already open here: pass it on instead of opening a second one');
    }
  }

  async #run<T>(
    pool: pg.Pool,
    begin: string,
    limitMilliseconds: number | null,
    work: (transaction: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    this.#refuseNesting();
    const deadline = new Deadline(limitMilliseconds);
    try {
      const client = await this.#begin(pool, begin, deadline).catch((error: unknown) => {
        throw toAppError(error, 'opening a transaction');
      });
      return await this.#finish(client, deadline, work);
    } finally {
      deadline.cancel();
    }
  }

  /** A connection with an open transaction. One found dead is replaced: nothing was begun on it. */
  async #begin(pool: pg.Pool, begin: string, deadline: Deadline): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#options.whenAvailable?.();
      let client: pg.PoolClient | undefined;
      try {
        client = await pool.connect();
        await deadline.race(client.query(begin));
        return client;
      } catch (error) {
        client?.release(true);
        if (attempt === beginAttempts || !isConnectionLoss(error)) throw error;
        // The end of the engine's process is noticed a moment after the end of its connections.
        await pause(retryMilliseconds);
      }
    }
  }

  async #finish<T>(
    client: pg.PoolClient,
    deadline: Deadline,
    work: (transaction: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    const transaction = new OpenTransaction(client);
    let isReusable = false;
    try {
      const result = await deadline.race(this.#isInTransaction.run(true, () => work(transaction)));
      transaction.end();
      const { command } = await deadline.race(client.query('commit')).catch((error: unknown) => {
        throw toAppError(error, 'committing a transaction');
      });
      isReusable = command === 'COMMIT' || command === 'ROLLBACK';
      // COMMIT of a failed transaction answers ROLLBACK: somebody swallowed an error of a statement.
      if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
      return result;
    } catch (error) {
      transaction.end();
      if (!isReusable) isReusable = await rollBack(client, deadline);
      throw error;
    } finally {
      client.release(!isReusable);
    }
  }
}

/** False when the connection cannot be used again: closing it then ends its transaction. */
async function rollBack(client: pg.PoolClient, deadline: Deadline): Promise<boolean> {
  try {
    await deadline.race(client.query('rollback'));
    return true;
  } catch {
    return false;
  }
}
