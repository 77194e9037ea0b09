import pg from 'pg';
import { valueParsers } from './valueParsers.ts';

/** Where a database is: a URL, or the socket directory of the embedded one. */
export type Address = { url: string } | { host: string; port: number; user: string; database: string };

interface PoolOptions {
  size: number;
  /** Statements of a connection are sent without waiting for the answers before them. */
  isPipelined?: boolean;
  /** How long a request may wait for a free connection. */
  acquireMilliseconds: number;
  /** Called when an idle connection is lost; the pool replaces it by itself. */
  onLoss: (error: Error) => void;
}

const fieldsOf = (address: Address): pg.ClientConfig =>
  'url' in address ? { connectionString: address.url } : address;

/** A pool whose connections give values as `valueParsers` says. */
export function openPool(
  address: Address,
  { size, acquireMilliseconds, onLoss, isPipelined = false }: PoolOptions,
): pg.Pool {
  const pool = new pg.Pool({
    ...fieldsOf(address),
    max: size,
    connectionTimeoutMillis: acquireMilliseconds,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: isPipelined,
    application_name: 'xiangtu',
    types: valueParsers,
  });
  pool.on('error', onLoss);
  // A connection lost while a transaction has it fails the transaction's statements; the event besides
  // would end the process, as nobody listens to a client that is not idle.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
