import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberedRandom } from '../../scripts/geography/random.ts';
import type { TerritoryEditRow } from '../../server/contract/territoryEdits.ts';
import type { VillageDetail } from '../../server/contract/villages.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { neighboursOf } from '../../server/domain/territories/topology.ts';
import { accepts, across, approval, BorderTeam, reason, redraw, villagesOf } from '../support/borderTeam.ts';
import { county, makeTeam, type Team } from '../support/team.ts';
import { rowsOf, startOwnDatabase } from './ownDatabase.ts';
import { bodyOf, get } from './testApp.ts';

let database: Database;
let stop: () => Promise<void>;
let team: Team;
let borders: BorderTeam;
beforeAll(async () => {
  ({ database, stop } = await startOwnDatabase());
  team = await makeTeam(database, 'borders');
  borders = await BorderTeam.of(database, team);
});
afterAll(() => stop());

describe('merging', () => {
  it('keeps the village that has no ground any more in plans and lists', async () => {
    const before = await borders.ground();
    const { arcs } = await borders.borders(county);
    const [listed] = await rowsOf<{ id: number; versions: number }>(
      database,
      sql`
        select village_id as id, count(*)::integer as versions from xiangtu.assignment
        join xiangtu.village on village.id = village_id
        where assignment.county_code = ${county} and territory is not null
        group by village_id order by 2 desc, 1 limit 1`,
    );
    const gone = listed!.id;
    const townships = await borders.townships();
    const kept = neighboursOf(arcs, gone).find((id) => townships.get(id) === townships.get(gone))!;
    expect((await borders.edit({ kind: 'merge', kept, gone, ...reason })).status).toBe(400);
    const { edit: row, outcome } = await borders.accepted({
      kind: 'merge',
      kept,
      gone,
      ...reason,
      ...approval,
    });
    expect(await borders.faults(before)).toEqual([]);
    expect(outcome.villages.find(({ id }) => id === gone)).toMatchObject({
      squareMetresAfter: null,
      territory: null,
    });
    expect(outcome.assignments.length).toBeGreaterThan(0);
    const village = await bodyOf<VillageDetail>(team.apps.leader, `/api/villages/${gone}`);
    expect(village).toMatchObject({
      areaSquareMetres: null,
      territoryQuality: 'unknown',
      mergedInto: { id: kept },
    });
    expect(village.assignment).not.toBeNull();
    const left = await rowsOf<{ versions: number }>(
      database,
      sql`select count(*)::integer as versions from xiangtu.assignment where village_id = ${gone}`,
    );
    expect(left).toEqual([{ versions: listed!.versions }]);
    const again = await borders.undo(row.id);
    expect(again.status).toBe(200);
    expect(await borders.ground()).toEqual(before);
    expect((await bodyOf<VillageDetail>(team.apps.leader, `/api/villages/${gone}`)).mergedInto).toBeNull();
  });
});

describe('splitting', () => {
  const newVillage = { name: '新光村', kind: 'village', code: null };

  it('makes a village that is found, listed nowhere, and goes and comes with the edit', async () => {
    const before = await borders.ground();
    const { arcs } = await borders.borders(county);
    const village = (await borders.longBorder(county)).left;
    const body = {
      kind: 'split',
      village,
      side: 'left',
      line: across(arcs, village),
      newVillage,
      ...reason,
      ...approval,
      ...accepts,
    };
    const { edit: row, outcome } = await borders.accepted(body);
    expect(await borders.faults(before)).toEqual([]);
    const made = outcome.villages.find(({ name }) => name === '新光村')!;
    expect(made).toMatchObject({ squareMetresBefore: null, people: null, isPointInside: true });
    const detail = await bodyOf<VillageDetail>(team.apps.leader, `/api/villages/${made.id}`);
    expect(detail).toMatchObject({
      code: null,
      membership: 'outside',
      locationQuality: 'estimated',
      territoryQuality: 'estimated',
      source: { id: 'drawing', place: approval.approval },
    });
    const found = () =>
      bodyOf<{ items: { id: string }[] }>(team.apps.leader, `/api/search?q=${encodeURIComponent('新光村')}`);
    expect((await found()).items.map(({ id }) => id)).toContain(String(made.id));
    expect((await borders.edit(body)).body.code).toBe('already-exists');
    const wrongCode = { ...newVillage, name: '新辉村', code: '430000000000' };
    expect((await borders.edit({ ...body, newVillage: wrongCode })).body.errors[0].path).toBe(
      'newVillage.code',
    );

    const back = await borders.undo(row.id);
    expect(back.status).toBe(200);
    expect((await get(team.apps.leader, `/api/villages/${made.id}`)).status).toBe(404);
    expect((await found()).items.map(({ id }) => id)).not.toContain(String(made.id));
    expect(await borders.ground()).toEqual(before);
    const again = await borders.undo(back.body.edit.id);
    expect(again.status).toBe(200);
    expect(await bodyOf<VillageDetail>(team.apps.leader, `/api/villages/${made.id}`)).toEqual(detail);
    expect(await borders.faults(before)).toEqual([]);
    expect((await borders.undo(again.body.edit.id)).status).toBe(200);
    expect(await borders.ground()).toEqual(before);
  });
});

it('random edits keep borders sound through the database, and all of them can be taken back in turn', async () => {
  const [before, regions] = [await borders.ground(), await borders.regions()];
  const random = numberedRandom(1717);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const done: Record<string, number> = { redraw: 0, handOver: 0, split: 0, merge: 0 };
  const ids: number[] = [];
  for (let round = 0; round < 18; round++) {
    const { arcs } = await borders.borders(county);
    const townships = await borders.townships();
    const village = pick(villagesOf(arcs, townships, county));
    const neighbours = neighboursOf(arcs, village).filter(
      (id) => townships.get(id) === townships.get(village),
    );
    if (neighbours.length === 0) continue;
    const neighbour = pick(neighbours);
    const arc = arcs.find(
      ({ left, right }) => [left, right].includes(village) && [left, right].includes(neighbour),
    )!;
    const line = across(arcs, village, random() * Math.PI * 2);
    const rest = { ...reason, ...accepts };
    const kind = pick(Object.keys(done));
    const body = {
      redraw: redraw(arc, random() - 0.5),
      handOver: { kind, village, receiver: neighbour, side: pick(['left', 'right']), line, ...rest },
      split: {
        kind,
        village,
        side: 'right',
        line,
        ...rest,
        ...approval,
        newVillage: { name: `随机${round}村`, kind: 'village', code: null },
      },
      merge: { kind, kept: village, gone: neighbour, ...rest, ...approval },
    }[kind]!;
    const answer = await borders.edit(body);
    if (answer.status !== 200) {
      expect([answer.status, answer.body.code]).toEqual([409, 'territory-refused']);
      continue;
    }
    done[kind]! += 1;
    ids.push(answer.body.edit.id);
    expect(await borders.faults(before)).toEqual([]);
  }
  expect(Object.values(done).filter((count) => count > 0)).toHaveLength(4);
  if (ids.length > 2) {
    const all = await bodyOf<{ items: TerritoryEditRow[] }>(
      team.apps.leader,
      `/api/territory-edits?region=${county}&limit=200`,
    );
    const covered = all.items.find(({ id, state }) => ids.includes(id) && state === 'covered');
    if (covered) {
      const refused = await borders.undo(covered.id);
      expect([refused.status, refused.body.code]).toEqual([409, 'edit-covered']);
      expect(refused.body.edits[0].by.name).toBe('planner');
    }
  }
  for (const id of ids.toReversed()) expect([id, (await borders.undo(id)).status]).toEqual([id, 200]);
  expect(await borders.ground()).toEqual(before);
  expect(await borders.regions()).toEqual(regions);
}, 300_000);
