import path from 'node:path';
import { z } from 'zod';
import { StartError } from './startError.ts';

/** A variable of the environment has a value that cannot be used. */
export class ConfigError extends StartError {
  constructor(variable: string, value: string, expected: string) {
    super('configuration', `${variable}=${JSON.stringify(value)} cannot be used: expected ${expected}`);
    this.name = 'ConfigError';
  }
}

interface Variable<Value> {
  name: string;
  /** The text used when the variable is unset or empty; null: the setting is then null. */
  fallback: string | null;
  /** Completes 「expected …」 in the error line. */
  expected: string;
  /** One line for the table in the README. */
  purpose: string;
  /** The value may hold a password or key: it is not repeated in messages. */
  isSecret?: boolean;
  schema: z.ZodType<Value, string>;
}

const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const databaseUrl = z.string().refine((text) => {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  return protocol === 'postgres:' || protocol === 'postgresql:';
});

const truth = { true: true, yes: true, on: true, '1': true, false: false, no: false, off: false, '0': false };
const boolean = z
  .string()
  .toLowerCase()
  .pipe(z.enum(Object.keys(truth) as (keyof typeof truth)[]))
  .transform((word) => truth[word]);

/** A variable with a default value: its setting is never null. */
const required = <Value>(variable: Variable<Value> & { fallback: string }) => variable;
/** A variable whose setting is null when it is unset. */
const optional = <Value>(variable: Omit<Variable<Value>, 'fallback'>) => ({
  ...variable,
  fallback: null,
});

/** Every setting, in the order of the README's table. Nothing else reads the environment. */
export const variables = {
  port: required({
    name: 'PORT',
    fallback: '3000',
    expected: 'a port from 0 to 65535 (0: any free port)',
    purpose: 'port to listen on',
    schema: integer(0, 65535),
  }),
  host: required({
    name: 'HOST',
    fallback: '127.0.0.1',
    expected: 'a host name or address without spaces',
    purpose: 'address to listen on; 0.0.0.0 opens the server to the network',
    schema: z.string().regex(/^[\w.:%-]+$/),
  }),
  databaseUrl: optional({
    name: 'DATABASE_URL',
    expected: 'postgres://user:password@host:port/database',
    purpose: 'a PostGIS to use instead of the embedded database (PostgreSQL 15+, PostGIS 3.3+)',
    isSecret: true,
    schema: databaseUrl,
  }),
  adminUrl: optional({
    name: 'XIANGTU_ADMIN_URL',
    expected: 'postgres://user:password@host:port/database',
    purpose: 'the same database with a role that may create extensions and roles; default DATABASE_URL',
    isSecret: true,
    schema: databaseUrl,
  }),
  dataDirectory: required({
    name: 'XIANGTU_DATA_DIR',
    fallback: './.xiangtu',
    expected: 'the path of a directory',
    purpose: 'where the embedded database lives',
    schema: z.string().transform((text) => path.resolve(text)),
  }),
  logLevel: required({
    name: 'XIANGTU_LOG_LEVEL',
    fallback: 'warn',
    expected: 'one of trace, debug, info, warn, error, fatal, silent',
    purpose: 'least severity that is logged (JSON lines on standard error)',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  tiandituKey: optional({
    name: 'XIANGTU_TIANDITU_KEY',
    expected: 'a key of 16 to 64 letters and digits',
    purpose: '天地图 server key; basemaps of 天地图 are offered when it is set',
    isSecret: true,
    schema: z.string().regex(/^[0-9A-Za-z]{16,64}$/),
  }),
  mapApprovalNumber: optional({
    name: 'XIANGTU_MAP_APPROVAL_NUMBER',
    expected: 'a 审图号 of 4 to 60 characters on one line',
    purpose: '审图号 shown at the foot of the map; without it the map says 示意图',
    schema: z.string().regex(/^[^\p{Cc}<>]{4,60}$/u),
  }),
  poolSize: required({
    name: 'XIANGTU_POOL_SIZE',
    fallback: '8',
    expected: 'a number of connections from 1 to 100',
    purpose: 'most connections to the database at once',
    schema: integer(1, 100),
  }),
  querySeconds: required({
    name: 'XIANGTU_QUERY_SECONDS',
    fallback: '15',
    expected: 'a number of seconds from 1 to 600',
    purpose: 'longest a request may keep the database busy',
    schema: integer(1, 600),
  }),
  tileCacheMegabytes: required({
    name: 'XIANGTU_TILE_CACHE_MB',
    fallback: '64',
    expected: 'a number of megabytes from 1 to 4096',
    purpose: 'memory for compressed tiles',
    schema: integer(1, 4096),
  }),
  filesDirectory: optional({
    name: 'XIANGTU_FILES_DIR',
    expected: 'the path of a directory',
    purpose:
      'where evidence and releases are stored; default `files` in XIANGTU_DATA_DIR; shared by all servers',
    schema: z.string().transform((text) => path.resolve(text)),
  }),
  auditKey: optional({
    name: 'XIANGTU_AUDIT_KEY',
    expected: '64 hexadecimal digits',
    purpose: 'key of the audit log; default: made once and kept in XIANGTU_DATA_DIR/audit.key',
    isSecret: true,
    schema: z.string().regex(/^[0-9a-f]{64}$/i),
  }),
  releaseZoom: required({
    name: 'XIANGTU_RELEASE_ZOOM',
    fallback: '14',
    expected: 'a zoom from 4 to 14',
    purpose:
      'highest zoom of the tiles of a release; a lower one makes smaller files and is quicker to publish',
    schema: integer(4, 14),
  }),
  sessionIdleMinutes: required({
    name: 'XIANGTU_SESSION_IDLE_MINUTES',
    fallback: '30',
    expected: 'a number of minutes from 1 to 720',
    purpose: 'a session ends after this long without a request',
    schema: integer(1, 720),
  }),
  sessionHours: required({
    name: 'XIANGTU_SESSION_HOURS',
    fallback: '12',
    expected: 'a number of hours from 1 to 168',
    purpose: 'a session ends at the latest this long after the login',
    schema: integer(1, 168),
  }),
  hasSecureCookie: required({
    name: 'XIANGTU_SECURE_COOKIE',
    fallback: 'false',
    expected: 'true or false',
    purpose: 'send the session cookie over HTTPS only; set it wherever TLS ends before this server',
    schema: boolean,
  }),
  trustedProxy: optional({
    name: 'XIANGTU_TRUSTED_PROXY',
    expected: 'addresses or networks separated by commas, for example 127.0.0.1,10.0.0.0/8',
    purpose: 'proxies whose X-Forwarded-For is believed; nobody is believed by default',
    schema: z.string().regex(/^[\da-fA-F.:/]+(,[\da-fA-F.:/]+)*$/),
  }),
  demonstrationPassword: optional({
    name: 'XIANGTU_DEMO_PASSWORD',
    expected: '10 to 256 characters',
    purpose: 'password of the demonstration accounts; otherwise made at random and printed once',
    isSecret: true,
    schema: z.string().min(10).max(256),
  }),
  hasRemoteDemonstration: required({
    name: 'XIANGTU_DEMO_REMOTE',
    fallback: 'false',
    expected: 'true or false',
    purpose: 'allow demonstration accounts although HOST is not a loopback address',
    schema: boolean,
  }),
  hasDemonstration: required({
    name: 'XIANGTU_DEMO',
    fallback: 'true',
    expected: 'true or false',
    purpose: 'load the demonstration data (示例) into an empty database',
    schema: boolean,
  }),
};

type Setting<Definition> = Definition extends { fallback: infer Fallback; schema: z.ZodType<infer Value> }
  ? Fallback extends string
    ? Value
    : Value | null
  : never;

/** What the server was told by its environment: validated, complete and frozen. */
export type Config = Readonly<{ [Key in keyof typeof variables]: Setting<(typeof variables)[Key]> }>;

/**
 * Reads the settings from an environment; an empty variable counts as unset.
 * @throws ConfigError for the first variable that cannot be used.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const entries = Object.entries(variables).map(([key, variable]: [string, Variable<unknown>]) => {
    const text = environment[variable.name]?.trim() || variable.fallback;
    if (text === null) return [key, null];
    const parsed = variable.schema.safeParse(text);
    if (!parsed.success) {
      throw new ConfigError(variable.name, variable.isSecret ? '…' : text, variable.expected);
    }
    return [key, parsed.data];
  });
  const config = Object.freeze(Object.fromEntries(entries) as Config);
  if (config.adminUrl !== null && config.databaseUrl === null) {
    throw new ConfigError('XIANGTU_ADMIN_URL', '…', 'DATABASE_URL to be set as well');
  }
  return config;
}
