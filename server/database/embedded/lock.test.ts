import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, thisProcess } from './holder.ts';
import { endOrphanEngine, lockDataDirectory } from './lock.ts';

let directory: string;
let lockFile: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-lock-'));
  lockFile = path.join(directory, 'server.lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A process that only lives. */
async function bystander(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
  await once(child.stdout!, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('lockDataDirectory', () => {
  it('is taken by one server at a time and can be given up', () => {
    const unlock = lockDataDirectory(directory);
    expect(() => lockDataDirectory(directory)).toThrow(
      `the data directory ${directory} is in use by process ${process.pid}: stop it, or set XIANGTU_DATA_DIR to another directory`,
    );
    unlock();
    lockDataDirectory(directory)();
    expect(existsSync(lockFile)).toBe(false);
  });

  it('takes over from a server that was killed', async () => {
    const killed = await bystander();
    writeFileSync(lockFile, JSON.stringify({ pid: killed.pid, birth: null }));
    expect(() => lockDataDirectory(directory)).toThrow(`in use by process ${killed.pid}`);
    await end(killed);
    lockDataDirectory(directory);
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual(thisProcess());
  });

  it('does not take another process with the same number for the server', () => {
    writeFileSync(lockFile, JSON.stringify({ pid: process.pid, birth: 'an earlier boot:42' }));
    lockDataDirectory(directory);
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual(thisProcess());
  });

  it('takes over a record that a crash cut short', () => {
    writeFileSync(lockFile, '{"pid":');
    lockDataDirectory(directory);
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual(thisProcess());
  });
});

describe('endOrphanEngine', () => {
  it('kills an engine whose server is gone and returns when it is dead', async () => {
    const orphan = await bystander();
    writeFileSync(path.join(directory, 'engine.pid'), JSON.stringify({ pid: orphan.pid, birth: null }));
    await endOrphanEngine(directory);
    expect(isAlive({ pid: orphan.pid!, birth: null })).toBe(false);
  });

  it('leaves a process alone that only has the number of a former engine', async () => {
    const stranger = await bystander();
    writeFileSync(
      path.join(directory, 'engine.pid'),
      JSON.stringify({ pid: stranger.pid, birth: 'earlier:1' }),
    );
    await endOrphanEngine(directory);
    expect(isAlive({ pid: stranger.pid!, birth: null })).toBe(true);
    await end(stranger);
  });
});
