import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const installations = '/usr/lib/postgresql';
const port = 5432;
const leastMajor = 15;

/** A PostgreSQL with PostGIS that lives as long as a test run, reachable through a Unix socket only. */
export interface PostgresCluster {
  /** A superuser, as `XIANGTU_ADMIN_URL`. */
  adminUrl: string;
  /** A login without any right of its own, as `DATABASE_URL`. */
  loginUrl: string;
  /** Makes another empty database and returns the two addresses for it. */
  createDatabase(name: string): Promise<{ adminUrl: string; loginUrl: string }>;
  /** Ends every connection to the databases, as a failing network would. */
  dropConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** The newest installed version that has PostGIS. */
function programs(): string {
  const major = (existsSync(installations) ? readdirSync(installations) : [])
    .map(Number)
    .filter((version) => version >= leastMajor)
    .filter((version) => existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))
    .sort((a, b) => b - a)[0];
  if (major === undefined) {
    throw new Error('no PostgreSQL 15 or newer with PostGIS is installed: run `node scripts/test-setup.mjs`');
  }
  return path.join(installations, String(major), 'bin');
}

/** Starts a throw-away cluster; nothing of it is left after `stop`. */
export async function startPostgres(): Promise<PostgresCluster> {
  const bin = programs();
  const directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-postgres-'));
  const isRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root; its package brings the user postgres.
  const execute = (program: string, args: string[]) => {
    const command = path.join(bin, program);
    return isRoot
      ? run('runuser', ['-u', 'postgres', '--', command, ...args], { cwd: directory })
      : run(command, args, { cwd: directory });
  };
  if (isRoot) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    chownSync(directory, Number(stdout), -1);
  }
  const data = path.join(directory, 'data');
  await execute('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-N',
  ]);
  // Nobody needs this cluster after a crash of the machine.
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'listen_addresses=',
    `port=${port}`,
  ];
  const options = [...settings, `unix_socket_directories=${directory}`]
    .map((setting) => `-c ${setting}`)
    .join(' ');
  await execute('pg_ctl', [
    '-D',
    data,
    '-w',
    '-s',
    '-l',
    path.join(directory, 'log'),
    '-o',
    options,
    'start',
  ]);

  const urlOf = (user: string, database: string) =>
    `postgres://${user}@localhost/${database}?host=${encodeURIComponent(directory)}&port=${port}`;
  const asAdmin = async (statements: string[]) => {
    const client = new pg.Client({ connectionString: urlOf('postgres', 'postgres') });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const createDatabase = async (name: string) => {
    await asAdmin([`create database ${pg.escapeIdentifier(name)}`]);
    return { adminUrl: urlOf('postgres', name), loginUrl: urlOf('xiangtu_login', name) };
  };
  await asAdmin(['create role xiangtu_login login noinherit']);
  return {
    ...(await createDatabase('xiangtu')),
    createDatabase,
    dropConnections: () =>
      asAdmin(['select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()']),
    stop: async () => {
      await execute('pg_ctl', ['-D', data, '-m', 'immediate', '-s', 'stop']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
