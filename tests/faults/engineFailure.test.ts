import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import type { EmbeddedEngine } from '../../server/database/embedded/engine.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { connectToEngine, copyFilledDirectory, startEmbeddedEngine } from '../support/engines.ts';

const hangSeconds = 3;
let dataDirectory: string;
let engine: EmbeddedEngine;
let database: Database;

beforeAll(async () => {
  dataDirectory = await copyFilledDirectory();
  engine = await startEmbeddedEngine(dataDirectory, hangSeconds);
  database = connectToEngine(engine, { querySeconds: 1 });
});
afterAll(async () => {
  await database.close();
  await engine.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const read = (query: ReturnType<typeof sql>) =>
  database.read('leader', noScope, (transaction) => transaction.all(query));

/** The engine may still be going down when the request has its answer. */
async function readWhenBack(): Promise<unknown> {
  for (;;) {
    try {
      return await read(sql`select 1 as one`);
    } catch (error) {
      if ((error as { status?: number }).status !== 503) throw error;
    }
  }
}

describe('an engine that fails', () => {
  it('is restarted after a stack overflow, which PGlite itself would keep silent about', async () => {
    const { pid } = engine;
    await expect(read(sql`select repeat('[', ${2_000_000})::json`)).rejects.toMatchObject({ status: 503 });
    expect(await readWhenBack()).toEqual([{ one: 1 }]);
    expect(engine.pid).not.toBe(pid);
  });

  it('lets requests go and is killed and restarted when a statement does not end', async () => {
    const { pid } = engine;
    const started = performance.now();
    await expect(read(sql`select count(*) from generate_series(1, 1e12::bigint)`)).rejects.toMatchObject({
      code: 'query-timeout',
    });
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await readWhenBack()).toEqual([{ one: 1 }]);
    expect(engine.pid).not.toBe(pid);
  });

  it('is not taken for hung while an administrator works', async () => {
    const { pid } = engine;
    await database.administer((administration) =>
      administration.run(sql`select pg_sleep(${hangSeconds + 2})`),
    );
    expect(engine.pid).toBe(pid);
  });
});
