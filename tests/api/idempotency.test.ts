import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  listedVillages,
  makeDraft,
  makeTeam,
  newKey,
  patch,
  type Team,
  unassigned,
  deferred,
  stateOf,
  rowOf,
} from '../support/team.ts';
import { send, testCsrfToken } from './testApp.ts';

let database: Database;
let team: Team;
let villages: number[];
beforeAll(async () => {
  database = openTestDatabase({ poolSize: 8 });
  team = await makeTeam(database, 'idempotency');
  villages = await listedVillages(database, county, 40);
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

describe('a batch sent twice', () => {
  it('has one effect and one answer, whatever happened in between', async () => {
    const id = await makeDraft(team.apps.planner);
    const batch = { revision: 1, key: newKey(), edits: [unassigned(villages[0]!)] };
    const first = await patch(team.apps.planner, id, batch);
    await patch(team.apps.colleague, id, { revision: 2, edits: [deferred('2030-01-01', villages[0]!)] });
    const again = await patch(team.apps.planner, id, batch);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await rowOf(team, id, villages[0]!)).toMatchObject({ status: 'deferred' });
    await send(team.apps.planner, 'post', `/api/versions/${id}/submit`, {});
    expect((await patch(team.apps.planner, id, batch)).body).toEqual(first.body);
  });

  it('at the same time has one effect too', async () => {
    const id = await makeDraft(team.apps.planner);
    const batch = { revision: 1, key: newKey(), edits: [unassigned(villages[0]!)] };
    const answers = await Promise.all(Array.from({ length: 6 }, () => patch(team.apps.planner, id, batch)));
    for (const { status, body } of answers) {
      expect([status, body]).toEqual([200, { versionId: id, revision: 2, changed: 1, merged: 0 }]);
    }
    expect(await stateOf(database, id)).toEqual({ revision: 2, journal: 1, batches: 1, audits: 1, news: 1 });
  });

  it('under the same key with another body, or by somebody else, is a mistake', async () => {
    const id = await makeDraft(team.apps.planner);
    const key = newKey();
    await patch(team.apps.planner, id, { revision: 1, key, edits: [unassigned(villages[0]!)] });
    const edits = [unassigned(villages[1]!)];
    for (const app of [team.apps.planner, team.apps.colleague]) {
      const answer = await patch(app, id, { revision: 2, key, edits });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'header.idempotency-key']);
    }
    expect(await stateOf(database, id)).toMatchObject({ revision: 2, journal: 1 });
  });

  it('because the answer never came has one effect', async () => {
    const id = await makeDraft(team.apps.planner);
    const batch = { revision: 1, key: newKey(), edits: [unassigned(villages[0]!)] };
    const server = http.createServer(team.apps.planner).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const cut = http.request({
      port,
      method: 'PATCH',
      path: `/api/versions/${id}/assignments`,
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': testCsrfToken,
        'if-match': '"1"',
        'idempotency-key': batch.key,
      },
    });
    cut.on('error', () => {});
    cut.end(JSON.stringify({ edits: batch.edits }));
    await new Promise((resolve) => cut.once('finish', resolve));
    await pause(5);
    cut.destroy();
    while ((await stateOf(database, id)).revision === 1) await pause(10);
    const again = await patch(team.apps.planner, id, batch);
    expect([again.status, again.body]).toEqual([200, { versionId: id, revision: 2, changed: 1, merged: 0 }]);
    expect(await stateOf(database, id)).toMatchObject({ revision: 2, journal: 1, audits: 1 });
    server.close();
  });
});
