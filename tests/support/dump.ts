import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Programs of PostgreSQL as an operator would call them (docs/operations.md). */
export const dump = (url: string, file: string) => run('pg_dump', ['--format=custom', '--file', file, url]);

/**
 * Restores into an empty database. What names roles that are not there fails, statement by statement; the rest
 * goes on. @returns what pg_restore complained of
 */
export const restore = (url: string, file: string): Promise<string> =>
  run('pg_restore', ['--no-owner', '--dbname', url, file], { maxBuffer: 2 ** 26 }).then(
    ({ stderr }) => stderr,
    (error: { stderr?: string }) => error.stderr ?? String(error),
  );
