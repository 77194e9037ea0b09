import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../../startError.ts';
import { isAlive, readHolder, thisProcess } from './holder.ts';

const lockName = 'server.lock';
const childName = 'engine.pid';

/** Writes a complete record under a name that nobody has; false when somebody has it. */
function claim(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(thisProcess()));
  try {
    // A link appears at once and complete, and fails when the name is taken.
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes away a record whose process is gone, unless another process has just replaced it. */
function removeStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  if (taken && isAlive(taken)) linkSync(aside, file);
  rmSync(aside, { force: true });
}

/**
 * Makes this process the only server of a data directory; a record left by a killed server is taken over.
 * @returns what gives the directory up again
 * @throws StartError when another server uses it
 */
export function lockDataDirectory(directory: string): () => void {
  const file = path.join(directory, lockName);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (claim(file)) return () => rmSync(file, { force: true });
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new StartError(
        'unavailable',
        `the data directory ${directory} is in use by process ${holder.pid}: stop it, or set XIANGTU_DATA_DIR to another directory`,
      );
    }
    removeStale(file);
  }
  throw new StartError(
    'unavailable',
    `the data directory ${directory} cannot be locked: ${file} keeps changing`,
  );
}

/** Written by the engine process before it opens the database. */
export function recordEngine(directory: string): void {
  writeFileSync(path.join(directory, childName), JSON.stringify(thisProcess()));
}

/**
 * Ends an engine whose server was killed: busy with a statement it may not have noticed yet, and two
 * engines on one database would destroy it. Call while holding the lock.
 */
export async function endOrphanEngine(directory: string): Promise<void> {
  const file = path.join(directory, childName);
  const orphan = readHolder(file);
  if (orphan && isAlive(orphan)) {
    process.kill(orphan.pid, 'SIGKILL');
    while (isAlive(orphan)) await pause(20);
  }
  rmSync(file, { force: true });
}
