import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { numberedRandom } from '../../scripts/geography/random.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { createAudit } from '../../server/features/audit/audit.ts';
import { Releases } from '../../server/features/releases/releases.ts';
import { FileStore } from '../../server/files/fileStore.ts';
import { brokenFiles } from '../api/ownDatabase.ts';
import {
  connectTo,
  startFilledEngine,
  temporaryDirectory,
  testLog,
  type RunningEngine,
} from '../support/engines.ts';

/** `npm run test:long` runs more. */
const kills = process.env.XIANGTU_TEST_LONG ? 30 : 2;
const publisherFile = fileURLToPath(new URL('./publisher.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const documentId = 'xiangxi-2021-2025-v1';

let engine: RunningEngine;
let database: Database;
let files: FileStore;
const directory = temporaryDirectory('publish');
beforeAll(async () => {
  engine = await startFilledEngine('postgres');
  database = connectTo(engine.connection);
  files = new FileStore(directory);
});
afterAll(async () => {
  await database?.close();
  await engine?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Makes a release due again, past the rules: the real ways to it need a person a round. */
const makeDue = () =>
  database.administer((administration) =>
    administration.script(`
      alter table xiangtu.plan_version disable trigger plan_version_guard;
      update xiangtu.plan_version set state = 'approved' where id = '${documentId}';
      alter table xiangtu.plan_version enable trigger plan_version_guard`),
  );

/** As if the heartbeats of a killed process were old: nobody has to wait for them to be. */
const letTimePass = () =>
  database.administer((administration) =>
    administration.script(`
      update archive.release set heartbeat_at = now() - interval '1 hour' where state = 'staged'`),
  );

/** Publishes in a process of its own. @returns milliseconds it took, null when it was killed before the end */
async function publishAndKill(
  afterMilliseconds: number | null,
): Promise<{ steps: string[]; took: number | null }> {
  const settings = JSON.stringify({ connection: engine.connection, directory });
  const child = spawn(process.execPath, ['--import', loader, publisherFile, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('begin') && child.exitCode === null) await pause(5);
  const started = performance.now();
  const closed = once(child, 'close');
  if (afterMilliseconds !== null) {
    await Promise.race([closed, pause(afterMilliseconds)]);
    child.kill('SIGKILL');
  }
  await closed;
  const steps = output.trim().split('\n');
  return { steps, took: steps.includes('end') ? performance.now() - started : null };
}

/** What the public would be shown now, and what is wrong with it. */
async function lookAsPublic() {
  const audit = await createAudit({ key: 'a5'.repeat(32), dataDirectory: directory });
  const releases = new Releases({ database, files, audit, log: testLog });
  const id = await releases.currentId();
  const release = (await releases.find(id!))!;
  const counts = await database.read('public', { ...noScope, releaseId: id! }, (transaction) =>
    transaction.one<Record<string, number>>(sql`
      select
        (select count(*) from village)::integer as villages,
        (select count(*) from assignment)::integer as assignments,
        (select count(*) from village_edge)::integer as edges,
        (select count(*) from facility)::integer as facilities,
        (select count(*) from search_term)::integer as terms,
        (select count(*) from source)::integer as sources`),
  );
  return { id, counts, files: release.files.length, broken: brokenFiles(files, release) };
}

describe('a publication that is killed', () => {
  it('leaves the old release or the new one, whole', async () => {
    const random = numberedRandom(20261123);
    const { took } = await publishAndKill(null);
    expect(took).not.toBeNull();
    const first = await lookAsPublic();
    expect(first).toMatchObject({ id: 'xiangxi-2021-2025-r1', broken: [], files: 18 });
    expect(first.counts['villages']).toBe(1819);
    const reached = new Map<string, number>();
    let current = first;
    for (let round = 0; round < kills; round += 1) {
      await makeDue();
      const { steps } = await publishAndKill(random() * took! * 1.05);
      const seen = await lookAsPublic();
      const last = steps.at(-1)!;
      reached.set(last, (reached.get(last) ?? 0) + 1);
      if (!steps.includes('commit')) expect(seen.id).toBe(current.id);
      if (steps.includes('committed')) expect(seen.id).not.toBe(current.id);
      expect({ ...seen, id: '' }).toEqual({ ...first, id: '' });
      current = seen;
      await letTimePass();
    }
    console.log(`kills at random moments, by the last step begun: ${JSON.stringify([...reached])}`);
    await makeDue();
    await publishAndKill(null);
    const last = await lookAsPublic();
    expect({ ...last, id: '' }).toEqual({ ...first, id: '' });
    expect(last.id).not.toBe(current.id);
    const left = await database.administer((administration) =>
      administration.all<{ state: string; releases: number }>(sql`
        select state, count(*)::integer as releases from archive.release
        where state in ('staged', 'published') group by state`),
    );
    expect(left).toEqual([{ state: 'published', releases: 1 }]);
  });
});
