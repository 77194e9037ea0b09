import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartError } from '../../startError.ts';

/** A database made by another major version of PostgreSQL cannot be opened: the name carries it. */
const databaseName = 'database-pg18';
/** `pg` derives the file name from the port. */
export const socketPort = 5432;
const socketName = `.s.PGSQL.${socketPort}`;
/** What fits into the address of a Unix socket everywhere (macOS has least). */
const longestSocketPath = 103;

/** @throws StartError when the directory cannot be made or written to. */
export function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(
      'cannotCreate',
      `the data directory ${directory} cannot be written (${reason}): make it writable, or set XIANGTU_DATA_DIR`,
      { cause: error },
    );
  }
}

export const databaseDirectoryIn = (directory: string): string => path.join(directory, databaseName);

/**
 * A directory only this user can enter, for the socket: the engine asks for no password.
 * In the data directory, or under the system's temporary directory when that path is too long.
 */
export function makeSocketDirectory(dataDirectory: string): {
  directory: string;
  socketPath: string;
  remove: () => void;
} {
  const inside = path.join(dataDirectory, 'socket');
  const isShort = Buffer.byteLength(path.join(inside, socketName)) <= longestSocketPath;
  const directory = isShort ? inside : mkdtempSync(path.join(os.tmpdir(), 'xiangtu-'));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  return {
    directory,
    socketPath: path.join(directory, socketName),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
