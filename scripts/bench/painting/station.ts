import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../../../tests/support/engines.ts';
import { startPostgres } from '../../../tests/support/postgres.ts';
import { ServerProcess } from '../../../tests/support/server.ts';

export type EngineName = 'postgres' | 'embedded';

/** A server on a synthetic country, with what opens it. */
export interface Station {
  engine: EngineName;
  url: string;
  login: string;
  password: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const maker = fileURLToPath(new URL('../../makeScale.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const password = 'demonstration of the bench';

/** Makes the country in a database of its own and serves it; nothing is left after `stop`. */
export async function startStation(engine: EngineName, villages: number): Promise<Station> {
  const directory = temporaryDirectory('bench');
  const cluster = engine === 'postgres' ? await startPostgres() : null;
  const settings = {
    XIANGTU_DATA_DIR: directory,
    XIANGTU_DEMO_PASSWORD: password,
    ...(cluster ? { DATABASE_URL: cluster.loginUrl, XIANGTU_ADMIN_URL: cluster.adminUrl } : {}),
  };
  const { stdout } = await run(process.execPath, ['--import', loader, maker, `--villages=${villages}`], {
    env: { PATH: process.env.PATH, ...settings },
    maxBuffer: 2 ** 24,
  });
  console.log(stdout.trim().split('\n').at(-1));
  const server = new ServerProcess(settings);
  return {
    engine,
    url: await server.ready(),
    login: 'planner',
    password,
    stop: async () => {
      await server.kill('SIGTERM');
      await cluster?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
