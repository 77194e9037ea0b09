import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, readHolder } from '../../server/database/embedded/holder.ts';
import { copyFilledDirectory, temporaryDirectory } from '../support/engines.ts';
import { ServerProcess } from '../support/server.ts';

let dataDirectory: string;
const servers: ServerProcess[] = [];
const start = (settings: Record<string, string> = {}) => {
  const server = new ServerProcess({ XIANGTU_DATA_DIR: dataDirectory, ...settings });
  servers.push(server);
  return server;
};

beforeAll(async () => {
  dataDirectory = await copyFilledDirectory();
});
afterEach(async () => {
  for (const server of servers.splice(0)) if (server.process.exitCode === null) await server.kill('SIGKILL');
});
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

const health = async (address: string) => (await fetch(`${address}/api/health`)).status;
const engine = () => readHolder(path.join(dataDirectory, 'engine.pid'))!;

describe('a server', () => {
  it('says that it is ready in its last line, and ends cleanly on SIGTERM', async () => {
    const server = start();
    const address = await server.ready();
    expect(server.output.trim().split('\n').at(-1)).toBe(`乡图 ready: ${address}`);
    expect(await health(address)).toBe(200);
    expect((await fetch(`${address}/api/ready`)).status).toBe(200);
    const process = engine();
    expect(isAlive(process)).toBe(true);
    const started = performance.now();
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(isAlive(process)).toBe(false);
    expect(existsSync(path.join(dataDirectory, 'server.lock'))).toBe(false);
    expect(server.output.trim().split('\n').at(-1)).toBe(`乡图 ready: ${address}`);
    expect(server.errors).toBe('');
  });

  it('refuses a data directory that another server uses, and a port', async () => {
    const first = start();
    const address = await first.ready();
    const second = start();
    expect(await second.ended()).toBe(69);
    expect(second.errors).toBe(
      `乡图 cannot start: the data directory ${dataDirectory} is in use by process ${first.process.pid}: stop it, or set XIANGTU_DATA_DIR to another directory\n`,
    );
    const { port } = new URL(address);
    const third = start({ PORT: port });
    expect(await third.ended()).toBe(69);
    expect(third.errors).toBe(
      `乡图 cannot start: port ${port} on 127.0.0.1 is in use: stop the other program, or set PORT\n`,
    );
    expect(await health(address)).toBe(200);
  });

  it('starts again at once after it was killed', async () => {
    const killed = start();
    await killed.ready();
    const orphan = engine();
    await killed.kill('SIGKILL');
    const next = start();
    expect(await health(await next.ready())).toBe(200);
    expect(isAlive(orphan)).toBe(false);
    expect(readHolder(path.join(dataDirectory, 'server.lock'))!.pid).toBe(next.process.pid);
  });

  it('restarts a killed engine and answers again', async () => {
    const server = start({ XIANGTU_LOG_LEVEL: 'error' });
    const address = await server.ready();
    process.kill(engine().pid, 'SIGKILL');
    // Requests wait for the new engine, or are told to come back when that takes long.
    const statuses = new Set<number>();
    while (!statuses.has(200)) statuses.add((await fetch(`${address}/api/public/instance`)).status);
    expect([...statuses].filter((status) => ![200, 503].includes(status))).toEqual([]);
    expect(server.errors).toContain('the embedded database is restarted');
  });
});

describe('a server that cannot start', () => {
  it.each([
    [
      'a bad setting',
      { PORT: 'http' },
      78,
      /^乡图 cannot start: PORT="http" cannot be used: expected a port/,
    ],
    [
      'a data directory that cannot be made',
      { XIANGTU_DATA_DIR: '/dev/null/xiangtu' },
      73,
      /^乡图 cannot start: the data directory \/dev\/null\/xiangtu cannot be written \(ENOTDIR\)/,
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/nothing' },
      69,
      /^乡图 cannot start: the database nothing at 127\.0\.0\.1:1 cannot be reached as nobody \(DATABASE_URL\): .*ECONNREFUSED/,
    ],
  ])('says so in one line: %s', async (_, settings, exitCode, message) => {
    const server = start(settings as Record<string, string>);
    expect(await server.ended()).toBe(exitCode);
    expect(server.errors).toMatch(message);
    expect(server.errors.trim()).not.toContain('\n');
    expect(server.errors).not.toContain('secret');
    expect(server.output).toBe('');
  });
});

describe('the data directory', () => {
  it('can be entered by its owner only, and is left when the server is killed in its first start', async () => {
    const parent = temporaryDirectory('modes');
    const directory = path.join(parent, 'data');
    const record = path.join(directory, 'engine.pid');
    const server = start({ XIANGTU_DATA_DIR: directory });
    while (!readHolder(record)) await pause(20);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(directory, 'socket')).mode & 0o777).toBe(0o700);
    await server.kill('SIGKILL');
    const orphan = readHolder(record)!;
    // Nobody ends it: it ends by itself when its parent is gone.
    while (isAlive(orphan)) await pause(20);
    rmSync(parent, { recursive: true, force: true });
  });
});
