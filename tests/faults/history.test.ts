import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { numberedRandom } from '../../scripts/geography/random.ts';
import { sql } from '../../server/database/sql.ts';
import { connectTo, connectToEngine, copyFilledDirectory, startEmbeddedEngine } from '../support/engines.ts';
import { startPostgres, type PostgresCluster } from '../support/postgres.ts';
import { ServerProcess } from '../support/server.ts';
import { documentVersion } from '../support/team.ts';

/** `npm run test:long` runs the size of the acceptance. */
const isLong = Boolean(process.env.XIANGTU_TEST_LONG);
const clients = 16;
const batchesAClient = isLong ? 250 : 8;
const villagesABatch = isLong ? 20 : 4;
const password = 'demonstration password of the test';
const login = 'planner';

/** A server that is started again whenever it was killed, with a session that outlives it. */
class RestartedServer {
  readonly #settings: Record<string, string>;
  #process: ServerProcess;
  #address: Promise<string>;
  #cookie = '';
  #token = '';
  kills = 0;

  constructor(settings: Record<string, string>) {
    this.#settings = settings;
    this.#process = new ServerProcess(settings);
    this.#address = this.#process.ready();
  }

  async logIn(): Promise<void> {
    const response = await fetch(`${await this.#address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    if (response.status !== 200) throw new Error(`no login: ${response.status} ${await response.text()}`);
    this.#cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    this.#token = ((await response.json()) as { csrfToken: string }).csrfToken;
  }

  /** Asks once. @throws Error when the server went away before it answered */
  async ask(
    method: 'POST' | 'PATCH',
    path: string,
    { body, headers = {} }: { body: object; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${await this.#address}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: this.#cookie,
        'x-csrf-token': this.#token,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async kill(): Promise<void> {
    await this.#process.kill('SIGKILL');
    this.kills += 1;
    this.#process = new ServerProcess(this.#settings);
    this.#address = this.#process.ready();
    await this.#address;
  }

  async stop(): Promise<void> {
    await this.#address.catch(() => {});
    await this.#process.kill('SIGTERM');
  }
}

type Value = {
  status: string;
  categoryKey: string | null;
  reviewDate: string | null;
  reason: string | null;
} | null;
/** A batch the server said it accepted. */
interface Acknowledged {
  client: number;
  revision: number;
  changed: number;
  villages: number[];
  /** The reason of every village of the batch; no two batches have the same. */
  reason: string;
}

interface Run {
  server: RestartedServer;
  version: string;
  villages: number[];
  random: () => number;
  ledger: Acknowledged[];
}

/** One client: batches one after the other, each sent again under its key until it is answered. */
async function edit({ server, version, villages, random, ledger }: Run, client: number): Promise<void> {
  let revision = 1;
  for (let number = 0; number < batchesAClient; number += 1) {
    const chosen = new Set<number>();
    while (chosen.size < villagesABatch) chosen.add(villages[Math.floor(random() * villages.length)]!);
    const reason = `${client}-${number}`;
    const edits = [
      random() < 0.5
        ? { status: 'unassigned', villageIds: [...chosen], reason }
        : { status: 'deferred', reviewDate: '2030-01-01', villageIds: [...chosen], reason },
    ];
    let overwrite: number[] = [];
    let key = randomUUID();
    for (;;) {
      const headers = { 'if-match': `"${revision}"`, 'idempotency-key': key };
      const answer = await server
        .ask('PATCH', `/api/versions/${version}/assignments`, { body: { edits, overwrite }, headers })
        .catch(() => null);
      // Killed before it answered, or starting: whether the batch is in is found out by sending it again.
      if (answer === null || answer.status === 503) {
        await pause(50);
        continue;
      }
      revision = Number(answer.body.revision);
      if (answer.status === 200) {
        const changed = Number(answer.body.changed);
        ledger.push({ client, revision, changed, villages: [...chosen], reason });
        break;
      }
      if (answer.status !== 409)
        throw new Error(`client ${client}: ${answer.status} ${JSON.stringify(answer.body)}`);
      // Somebody else was there: seen, and decided to go on top of it.
      const conflicts = answer.body.conflicts as { villageId: number }[];
      overwrite = [...overwrite, ...conflicts.map(({ villageId }) => villageId)];
      key = randomUUID();
    }
  }
}

interface Journal {
  revision: number;
  villageId: number;
  before: Value;
  after: Value;
}

/** What the database says in the end, looked at without the server. */
async function readHistory(database: Database, version: string) {
  return database.administer(async (administration) => ({
    revision: (
      await administration.one<{ revision: number }>(sql`
        select revision from xiangtu.plan_version where id = ${version}`)
    ).revision,
    journal: await administration.all<Journal>(sql`
      select revision, village_id as "villageId", before, after
      from xiangtu.assignment_change where version_id = ${version} order by revision, village_id`),
    // The list of the copy as it began.
    first: await listOf(administration, documentVersion),
    last: await listOf(administration, version),
    audits: await administration.all<{ revision: number }>(sql`
      select (after ->> 'revision')::integer as revision
      from xiangtu.audit_event
      where subject_id = ${version} and action = 'change-assignments' order by 1`),
  }));
}

const listOf = (administration: Parameters<Parameters<Database['administer']>[0]>[0], version: string) =>
  administration.all<{ villageId: number; value: Value }>(sql`
    select village_id as "villageId", jsonb_build_object(
      'status', status, 'categoryKey', category_key, 'reviewDate', review_date, 'reason', reason
    ) as value
    from xiangtu.assignment where version_id = ${version} order by village_id`);

const text = (value: Value | undefined) =>
  value ? [value.status, value.categoryKey, value.reviewDate, value.reason].join('|') : 'outside';

/** Compares the clients' ledger with what is there. */
async function check(database: Database, { version, ledger }: Run): Promise<string> {
  const { revision, journal, first, last, audits } = await readHistory(database, version);
  // Acknowledged is there: every batch with all of its villages, at the revision that was told.
  const journaled = new Map<string, Journal>();
  for (const row of journal) journaled.set(`${row.revision} ${row.villageId}`, row);
  const missing = ledger.flatMap((batch) =>
    batch.villages
      .filter((village) => journaled.get(`${batch.revision} ${village}`)?.after?.reason !== batch.reason)
      .map((village) => `${batch.reason}: ${village} at ${batch.revision}`),
  );
  expect(missing).toEqual([]);
  // What is there was acknowledged: nothing has two effects.
  expect(journal).toHaveLength(ledger.reduce((sum, batch) => sum + batch.changed, 0));
  // Revisions are one apart, for all and (rising) for each client.
  const revisions = ledger.map((batch) => batch.revision).sort((a, b) => a - b);
  expect(revisions).toEqual(Array.from({ length: ledger.length }, (_, index) => index + 2));
  expect(revision).toBe(ledger.length + 1);
  expect(audits.map((event) => event.revision)).toEqual(revisions);
  for (let client = 0; client < clients; client += 1) {
    const own = ledger.filter((batch) => batch.client === client).map((batch) => batch.revision);
    expect(own).toEqual([...own].sort((a, b) => a - b));
  }
  // No update was lost: each change says of what was before it what the change before it left.
  const replay = new Map(first.map((row) => [row.villageId, row.value]));
  const lost = journal.filter(({ villageId, before, after }) => {
    const isLost = text(before) !== text(replay.get(villageId));
    replay.set(villageId, after);
    return isLost;
  });
  expect(lost).toEqual([]);
  expect(last.map((row) => [row.villageId, text(row.value)])).toEqual(
    [...replay]
      .filter(([, value]) => value)
      .sort(([a], [b]) => a - b)
      .map(([id, value]) => [id, text(value)]),
  );
  return `${ledger.length} batches, ${journal.length} changes`;
}

interface Place {
  settings: Record<string, string>;
  /** The database without the server. */
  withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

async function embeddedPlace(): Promise<Place> {
  const dataDirectory = await copyFilledDirectory();
  return {
    settings: { XIANGTU_DATA_DIR: dataDirectory },
    withDatabase: async (work) => {
      const engine = await startEmbeddedEngine(dataDirectory);
      const database = connectToEngine(engine);
      try {
        return await work(database);
      } finally {
        await database.close();
        await engine.stop();
      }
    },
    remove: async () => rmSync(dataDirectory, { recursive: true, force: true }),
  };
}

async function postgresPlace(): Promise<Place> {
  const cluster: PostgresCluster = await startPostgres();
  // For audit.key and files.
  const { temporaryDirectory } = await import('../support/engines.ts');
  const dataDirectory = temporaryDirectory('history');
  return {
    settings: {
      XIANGTU_DATA_DIR: dataDirectory,
      DATABASE_URL: cluster.loginUrl,
      XIANGTU_ADMIN_URL: cluster.adminUrl,
    },
    withDatabase: async (work) => {
      const database = connectTo({
        engine: 'postgres',
        address: { url: cluster.loginUrl },
        adminAddress: { url: cluster.adminUrl },
      });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    },
    remove: async () => {
      await cluster.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

describe.each([
  ['embedded', embeddedPlace],
  ['postgres', postgresPlace],
] as const)('the history of a version, %s', (engine, makePlace) => {
  let place: Place;
  let server: RestartedServer;
  beforeAll(async () => {
    place = await makePlace();
    server = new RestartedServer({ ...place.settings, XIANGTU_DEMO_PASSWORD: password });
    await server.logIn();
  });
  afterAll(async () => {
    await server?.stop();
    await place?.remove();
  });

  for (const [name, kills] of isLong
    ? ([
        ['undisturbed', 0],
        ['killed with -9 in between', 20],
      ] as const)
    : ([['killed with -9 in between', 1]] as const)) {
    it(
      `loses nothing of ${clients} clients × ${batchesAClient} batches of ${villagesABatch} villages, ${name}`,
      async () => {
        const random = numberedRandom(20260105 + kills);
        const body = { kind: 'copy', from: documentVersion, label: `历史 ${name}` };
        const made = await server.ask('POST', '/api/versions', { body });
        expect(made).toMatchObject({ status: 200 });
        const run: Run = {
          server,
          version: String(made.body.id),
          villages: Array.from({ length: 1800 }, (_, index) => index + 1),
          random,
          ledger: [],
        };
        const started = performance.now();
        const killed = server.kills;
        const work = Promise.all(Array.from({ length: clients }, (_, client) => edit(run, client)));
        const total = clients * batchesAClient;
        for (let kill = 1; kill <= kills; kill += 1) {
          const moment = Math.floor((total * (kill - 0.5 + random() * 0.4)) / (kills + 1));
          while (run.ledger.length < moment) await pause(2);
          await pause(random() * 30);
          await server.kill();
        }
        await work;
        expect(server.kills - killed).toBe(kills);
        expect(run.ledger).toHaveLength(total);
        const seconds = (performance.now() - started) / 1000;
        if (engine === 'embedded') await server.stop();
        const summary = await place.withDatabase((database) => check(database, run));
        if (engine === 'embedded') {
          server = new RestartedServer({ ...place.settings, XIANGTU_DEMO_PASSWORD: password });
          await server.logIn();
        }
        console.log(`${engine}, ${kills} kills: ${summary} in ${seconds.toFixed(1)} s, 0 lost`);
      },
      isLong ? 7_200_000 : 120_000,
    );
  }
});
