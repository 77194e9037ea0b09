/**
 * How long a stroke over 5,000 villages takes from request to answer, beside a bare `insert … on conflict` of the same
 * rows by the administrator in the same run: no journal, no audit, no policies.
 * Usage: XIANGTU_TEST_ENGINE=postgres npx tsx scripts/bench/assignments.ts [rounds] [villages]
 */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { csrfHeader } from '../../server/http/forgery.ts';
import { connectTo, startFilledEngine } from '../../tests/support/engines.ts';
import { documentVersion, makeDraft, makeTeam, newKey } from '../../tests/support/team.ts';
import { testCsrfToken } from '../../tests/api/testApp.ts';

const rounds = Number(process.argv[2] ?? 20);
const count = Number(process.argv[3] ?? 5000);
const warmUp = 3;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
const spread = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`;

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Village {
  id: number;
  countyCode: string;
}

/** Villages to paint: those of the base map, and copies of them under higher ids until there are enough. */
async function makeVillages(database: Database): Promise<Village[]> {
  return database.administer(async (administration) => {
    const { known } = await administration.one<{ known: number }>(sql`
      select count(*)::integer as known from xiangtu.village`);
    await administration.run(sql`
      insert into xiangtu.village (
        county_code, id, name, name_en, kind, township_code, pinyin, initials, source_id
      )
      select
        county_code, 1000000 + row_number() over (), name, name_en, kind, township_code, pinyin, initials, source_id
      from xiangtu.village, generate_series(1, ${Math.ceil(count / known)}::integer)`);
    return administration.all<Village>(sql`
      select id, county_code as "countyCode" from xiangtu.village order by id limit ${count}`);
  });
}

/** The least a database can do to put the villages where the round wants them. */
function bareUpsert(database: Database, versionId: string, villages: readonly Village[], round: number) {
  return database.administer((administration) =>
    administration.run(sql`
      insert into xiangtu.bare_assignment (version_id, county_code, village_id, status, review_date, source_id)
      select ${versionId}, county_code, id, 'deferred', '2030-01-01'::date + ${round}::integer, source_id
      from unnest(
        ${villages.map(({ countyCode }) => countyCode)}::text[], ${villages.map(({ id }) => id)}::integer[]
      ) as village(county_code, id), (select min(id) as source_id from xiangtu.source) as source
      on conflict (version_id, county_code, village_id) do update set
        status = excluded.status, category_key = excluded.category_key, review_date = excluded.review_date`),
  );
}

const engine = await startFilledEngine();
const database = connectTo(engine.connection);
const team = await makeTeam(database, 'bench');
const villages = await makeVillages(database);
const villageIds = villages.map(({ id }) => id);
// The same columns, keys and checks; without triggers and policies.
await database.administer((administration) =>
  administration.script('create table xiangtu.bare_assignment (like xiangtu.assignment including all)'),
);
const draft = await makeDraft(team.apps.planner);
const server = http.createServer(team.apps.planner).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/versions/${draft}/assignments`;

let revision = 1;
async function stroke(round: number): Promise<void> {
  const reviewDate = new Date(Date.UTC(2030, 0, 1 + round)).toISOString().slice(0, 10);
  const response = await fetch(address, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/json',
      'if-match': `"${revision}"`,
      'idempotency-key': newKey(),
      [csrfHeader]: testCsrfToken,
    },
    body: JSON.stringify({ edits: [{ status: 'deferred', reviewDate, villageIds }] }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  ({ revision } = (await response.json()) as { revision: number });
}

const [ours, bare]: [number[], number[]] = [[], []];
for (let round = 0; round < warmUp + rounds; round += 1) {
  const times = [
    await timed(() => stroke(round)),
    await timed(async () => void (await bareUpsert(database, documentVersion, villages, round))),
  ] as const;
  if (round < warmUp) continue;
  ours.push(times[0]);
  bare.push(times[1]);
}
console.log(`${count} villages, ${rounds} rounds on ${database.engine}`);
console.log(`stroke through the API: ${spread(ours)}`);
console.log(`bare insert … on conflict: ${spread(bare)}`);
console.log(
  `ratio: p50 ${(quantile(ours, 0.5) / quantile(bare, 0.5)).toFixed(1)}, ` +
    `p95 ${(quantile(ours, 0.95) / quantile(bare, 0.95)).toFixed(1)}`,
);

server.closeAllConnections();
server.close();
await team.remove();
await database.close();
await engine.stop();
process.exit(0);
