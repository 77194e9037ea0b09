import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { numberedRandom } from '../../scripts/geography/random.ts';
import { databaseDirectoryIn } from '../../server/database/embedded/dataDirectory.ts';
import type { EmbeddedEngine } from '../../server/database/embedded/engine.ts';
import { readHolder } from '../../server/database/embedded/holder.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import {
  connectToEngine,
  copyFilledDirectory,
  startEmbeddedEngine,
  temporaryDirectory,
} from '../support/engines.ts';

/** `npm run test:long` runs the size of the acceptance. */
const kills = process.env.XIANGTU_TEST_LONG ? 20 : 2;
const writerFile = fileURLToPath(new URL('./writer.ts', import.meta.url));
const batchSize = 200;

/** As long as it takes: a machine with much to do restarts an engine slowly. */
async function untilAvailable(engine: EmbeddedEngine): Promise<void> {
  for (;;) {
    try {
      return await engine.whenAvailable();
    } catch {
      // Not yet.
    }
  }
}

const prepare = (database: Database) =>
  database.administer((administration) =>
    administration.script(`
      drop schema if exists fault_test cascade;
      create schema fault_test;
      create table fault_test.note (id bigint primary key, batch bigint not null, version integer not null default 1);
      grant usage on schema fault_test to xiangtu_planner;
      grant select, insert, update on fault_test.note to xiangtu_planner`),
  );

const readNotes = (database: Database) =>
  database.read('planner', noScope, (transaction) =>
    transaction.all<{ id: number; batch: number; version: number }>(
      sql`select id, batch, version from fault_test.note order by id`,
    ),
  );

let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await copyFilledDirectory();
});
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** What the writers were told is safe. */
class Acknowledged {
  readonly single = new Set<number>();
  readonly batches = new Set<number>();
  readonly versions = new Map<number, number>();
}

/** Four writers with ids of their own: single rows, batches, repeated changes of one row, upkeep. */
function startWriters(
  database: Database,
  acknowledged: Acknowledged,
  isOver: () => boolean,
): Promise<unknown> {
  let next = 1;
  const forever = async (work: () => Promise<void>) => {
    // A write that fails was not acknowledged: whether it is there is not asked.
    while (!isOver()) await work().catch(() => pause(20));
  };
  const write = (query: ReturnType<typeof sql>) =>
    database.transaction('planner', noScope, (transaction) => transaction.run(query));
  const single = async () => {
    const id = next++;
    await write(sql`insert into fault_test.note (id, batch) values (${id}, ${0})`);
    acknowledged.single.add(id);
  };
  const batch = async () => {
    const first = next;
    next += batchSize;
    await write(sql`
      insert into fault_test.note (id, batch)
      select id, ${first} from generate_series(${first}::bigint, ${first + batchSize - 1}::bigint) as id`);
    acknowledged.batches.add(first);
  };
  let version = 1;
  const change = async () => {
    version += 1;
    const changed = version;
    await write(sql`
      insert into fault_test.note (id, batch, version) values (0, 0, ${changed})
      on conflict (id) do update set version = excluded.version`);
    acknowledged.versions.set(0, changed);
  };
  const upkeep = async () => {
    await pause(300);
    await database.administer((administration) => administration.run(sql`checkpoint`));
  };
  return Promise.all([forever(single), forever(single), forever(batch), forever(change), forever(upkeep)]);
}

describe('the embedded database', () => {
  it(`loses no acknowledged row when it is killed ${kills} times during writes`, async () => {
    const random = numberedRandom(20260103);
    const engine = await startEmbeddedEngine(dataDirectory);
    const database = connectToEngine(engine);
    const acknowledged = new Acknowledged();
    try {
      await prepare(database);
      let isOver = false;
      const writers = startWriters(database, acknowledged, () => isOver);
      for (let kill = 0; kill < kills; kill += 1) {
        await untilAvailable(engine);
        const before = acknowledged.single.size;
        while (acknowledged.single.size < before + 5) await pause(5);
        await pause(random() * 600);
        const { pid } = engine;
        process.kill(pid!, 'SIGKILL');
        while (engine.pid === pid || engine.pid === undefined) await pause(10);
      }
      await untilAvailable(engine);
      isOver = true;
      await writers;

      const notes = await readNotes(database);
      const present = new Set(notes.map(({ id }) => id));
      expect([...acknowledged.single].filter((id) => !present.has(id))).toEqual([]);
      const sizes = new Map<number, number>();
      for (const { batch } of notes) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
      expect([...acknowledged.batches].filter((first) => sizes.get(first) !== batchSize)).toEqual([]);
      // Whole or not at all, acknowledged or not.
      expect([...sizes].filter(([first, size]) => first !== 0 && size !== batchSize)).toEqual([]);
      expect(notes.find(({ id }) => id === 0)!.version).toBeGreaterThanOrEqual(acknowledged.versions.get(0)!);
      expect(acknowledged.single.size).toBeGreaterThan(kills * 5);
      expect(acknowledged.batches.size).toBeGreaterThan(0);
      console.log(
        `${kills} kills: ${acknowledged.single.size} rows, ${acknowledged.batches.size} batches and ${acknowledged.versions.get(0)} changes acknowledged, 0 lost`,
      );
    } finally {
      await database.close();
      await engine.stop();
    }
  });

  it('loses no acknowledged row when its server is killed, and the next server starts at once', async () => {
    const first = await startEmbeddedEngine(dataDirectory);
    const preparing = connectToEngine(first);
    await prepare(preparing);
    await preparing.close();
    await first.stop();
    let acknowledged: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const server = spawn(
        process.execPath,
        ['--import', 'tsx', writerFile, dataDirectory, String(round * 100_000)],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      let output = '';
      server.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      while (output.split('\n').length < 40 && server.exitCode === null) await pause(10);
      server.kill('SIGKILL');
      await once(server, 'close');
      // The last line may be cut short by the kill.
      acknowledged = [...acknowledged, ...output.split('\n').slice(0, -1).map(Number)];
    }
    const engine = await startEmbeddedEngine(dataDirectory);
    const database = connectToEngine(engine);
    const present = new Set((await readNotes(database)).map(({ id }) => id));
    await database.close();
    await engine.stop();
    expect(acknowledged.length).toBeGreaterThanOrEqual(78);
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
  });

  it('makes itself anew when it was killed while it was first made', async () => {
    const directory = temporaryDirectory('initdb');
    const random = numberedRandom(20260104);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const starting = startEmbeddedEngine(directory);
      const outcome = starting.then(
        () => 'started',
        (error: Error) => error.message,
      );
      while (!readHolder(path.join(directory, 'engine.pid'))) await pause(5);
      // First while the files are written, then at some moment before.
      if (attempt === 0)
        while (!existsSync(path.join(databaseDirectoryIn(directory), 'PG_VERSION'))) await pause(5);
      else await pause(random() * 1_000);
      process.kill(readHolder(path.join(directory, 'engine.pid'))!.pid, 'SIGKILL');
      expect(await outcome).toMatch(/^the embedded database did not start: its process ended \(SIGKILL\)/);
    }
    const engine = await startEmbeddedEngine(directory);
    const database = connectToEngine(engine);
    const { version } = await database.administer((administration) =>
      administration.one<{ version: string }>(sql`select postgis_lib_version() as version`),
    );
    expect(version).toBe('3.6.2');
    await database.close();
    await engine.stop();
    rmSync(directory, { recursive: true, force: true });
  });
});
