import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  TerritoryEditRow,
  TerritoryOutcome,
  WrittenTerritory,
} from '../../server/contract/territoryEdits.ts';
import type { VillageDetail } from '../../server/contract/villages.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { neighboursOf } from '../../server/domain/territories/topology.ts';
import type { Position, TerritoryArc } from '../../server/domain/territories/territoryArc.ts';
import { accepts, BorderTeam, reason, redraw, villagesOf } from '../support/borderTeam.ts';
import { county, makeTeam, siblingCounty, type Team } from '../support/team.ts';
import { rowsOf, startOwnDatabase } from './ownDatabase.ts';
import { bodyOf } from './testApp.ts';

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

describe('redrawing a border', () => {
  it('moves both villages, keeps the sum, tells everybody, and is taken back', async () => {
    const [before, regions] = [await borders.ground(), await borders.regions()];
    const arc = await borders.longBorder(county);
    const known = (await bodyOf<{ dataVersion: string }>(team.apps.leader, '/api/instance')).dataVersion;
    const { edit: row, outcome, dataVersion } = await borders.accepted(redraw(arc, 0.08));
    expect(row).toMatchObject({
      kind: 'redraw',
      undoes: null,
      reason: '按勘界记录',
      by: { id: team.ids.planner },
      state: 'free',
    });
    expect(row.subjects.map(({ id }) => id)).toEqual([arc.left, arc.right]);
    expect(dataVersion).not.toBe(known);
    const gains = outcome.villages.map((village) => village.squareMetresAfter! - village.squareMetresBefore!);
    expect(Math.abs(gains[0]!)).toBeGreaterThan(1000);
    expect(gains[0]! + gains[1]!).toBeCloseTo(0, 1);
    expect(await borders.faults(before)).toEqual([]);
    expect((await borders.borders()).revision).toBe(row.id);
    const village = await bodyOf<VillageDetail>(team.apps.leader, `/api/villages/${arc.left}`);
    expect(village.areaSquareMetres).toBeCloseTo(
      outcome.villages.find(({ id }) => id === arc.left)!.squareMetresAfter!,
      3,
    );
    expect(village.territoryQuality).toBe('estimated');
    const [news] = await rowsOf<{ payload: unknown }>(
      database,
      sql`select payload from xiangtu.outbox where topic = 'territories-changed' order by id desc limit 1`,
    );
    expect(news!.payload).toEqual({ edit: row.id, villages: [arc.left, arc.right] });
    const history = await bodyOf<{ items: { action: string; after: { reason: string } }[] }>(
      team.apps.planner,
      `/api/history/village/${arc.left}`,
    );
    expect(history.items[0]).toMatchObject({ action: 'redraw-territory', after: { reason: '按勘界记录' } });

    const back = await borders.undo(row.id);
    expect([back.status, back.body.edit.kind, back.body.edit.undoes]).toEqual([200, 'undo', row.id]);
    expect(await borders.ground()).toEqual(before);
    expect(await borders.regions()).toEqual(regions);
    expect((await borders.undo(row.id)).body.code).toBe('illegal-state');
    const { items } = await bodyOf<{ items: TerritoryEditRow[] }>(
      team.apps.leader,
      `/api/territory-edits?region=${county}`,
    );
    expect(items.map(({ kind, state }) => [kind, state])).toEqual([
      ['undo', 'free'],
      ['redraw', 'done'],
    ]);
  });

  it('is tried without leaving anything', async () => {
    const before = [await borders.ground(), await borders.borders(), await borders.regions()] as const;
    const arc = await borders.longBorder(county);
    const answer = await borders.post(
      'planner',
      '/api/territory-edits/trial',
      redraw(arc, 0.05),
      before[1]!.revision,
    );
    const { outcome } = answer.body as { outcome: TerritoryOutcome };
    expect(outcome.villages[0]!.squareMetresAfter).not.toBe(outcome.villages[0]!.squareMetresBefore);
    expect(outcome.villages[0]!.territory![0]![0]!.length).toBeGreaterThan(3);
    expect([await borders.ground(), await borders.borders(), await borders.regions()]).toEqual(before);
  });

  it('is refused with the place where it runs into another border, and changes nothing', async () => {
    const before = await borders.ground();
    const arc = await borders.longBorder(county);
    const answer = await borders.edit(redraw(arc, 9));
    expect([answer.status, answer.body.code]).toEqual([409, 'territory-refused']);
    const { refusal } = answer.body;
    const { revision } = await borders.borders();
    const tried = await borders.post('planner', '/api/territory-edits/trial', redraw(arc, 9), revision);
    expect([tried.status, tried.body]).toEqual([200, { outcome: null, refusal }]);
    expect(['touchesThirdVillage', 'touchesSameBorder', 'leavesTerritories']).toContain(refusal.code);
    expect(refusal.place.type).toBe('Point');
    expect(Math.abs(refusal.place.coordinates[0] - arc.points[0]![0])).toBeLessThan(0.5);
    expect(refusal.sentence.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(refusal.villages.map(({ id }: { id: number }) => id)).toEqual([arc.left, arc.right]);
    expect(await borders.ground()).toEqual(before);
  });

  it('moves no border of a township or above', async () => {
    const { arcs } = await borders.borders(county);
    const higher = arcs.find(({ rank, left, right }) => rank === 'township' && left !== 0 && right !== 0)!;
    const { body } = await borders.edit(redraw(higher, 0.05));
    expect([body.code, body.refusal.code]).toEqual(['territory-refused', 'higherBorder']);
  });

  it('asks before the place of a village is left outside its own territory', async () => {
    const { arcs } = await borders.borders(county);
    const places = await rowsOf<{ id: number; lng: number; lat: number }>(
      database,
      sql`select id, ST_X(geom) as lng, ST_Y(geom) as lat from xiangtu.village where county_code = ${county}`,
    );
    const inner = arcs.filter(({ rank, points }) => rank === 'village' && points.length === 2);
    let asked = 0;
    for (const arc of inner) {
      const village = places.find(({ id }) => id === arc.left)!;
      // Just past the place, as seen from the border.
      const middle = [
        (arc.points[0]![0] + arc.points[1]![0]) / 2,
        (arc.points[0]![1] + arc.points[1]![1]) / 2,
      ];
      const beyond = [
        middle[0]! + (village.lng - middle[0]!) * 1.15,
        middle[1]! + (village.lat - middle[1]!) * 1.15,
      ];
      const body = { ...redraw(arc, 0, {}), line: [arc.points[0], beyond, arc.points[1]] };
      const answer = await borders.edit(body);
      if (answer.body.refusal?.code !== 'pointOutside') continue;
      asked += 1;
      expect(answer.body.refusal.place.coordinates).toEqual([village.lng, village.lat]);
      expect(answer.body.refusal.villages).toMatchObject([{ id: arc.left }]);
      const written = await borders.accepted({ ...body, ...accepts });
      expect(written.outcome.villages.find(({ id }) => id === arc.left)!.isPointInside).toBe(false);
      expect((await borders.undo(written.edit.id)).status).toBe(200);
      break;
    }
    expect(asked).toBe(1);
  });
});

describe('who may edit territories', () => {
  it('are planners of all of it', async () => {
    const arc = await borders.longBorder(county);
    const body = redraw(arc, 0.03);
    for (const member of ['leader', 'reviewer', 'clerk', 'siblingPlanner'] as const) {
      expect([member, (await borders.edit(body, member)).status]).toEqual([member, 403]);
    }
    const row = await borders.edit(body, 'countyPlanner');
    expect(row.status).toBe(200);
    expect((await borders.undo(row.body.edit.id, 'siblingPlanner')).status).toBe(403);
    expect((await borders.undo(row.body.edit.id, 'countyPlanner')).status).toBe(200);
    expect((await borders.post('planner', '/api/territory-edits', body)).status).toBe(428);
    expect((await borders.edit({ ...body, villages: [arc.left, 99_999] })).status).toBe(404);
    expect((await borders.edit({ ...body, reason: '王小明 13812345678 要求' })).body.errors[0].path).toBe(
      'reason',
    );
  });

  it('may divide a village on the border of another county, where the neighbour gets a vertex and no more', async () => {
    const [before, regions] = [await borders.ground(), await borders.regions()];
    const { arcs } = await borders.borders(county);
    const townships = await borders.townships();
    const beside = (village: number) =>
      neighboursOf(arcs, village).filter((other) => !townships.get(other)!.startsWith(county));
    let done = 0;
    for (const village of villagesOf(arcs, townships, county)) {
      if (done === 2 || beside(village).length === 0) continue;
      const receiver = neighboursOf(arcs, village).find(
        (other) => townships.get(other) === townships.get(village),
      );
      if (receiver === undefined) continue;
      const [other] = beside(village);
      const shared = arcs.find(
        ({ left, right }) => [left, right].includes(village) && [left, right].includes(other!),
      )!;
      // From the middle of the border with the other county to the middle of the one with the receiver.
      const own = arcs.find(
        ({ left, right }) => [left, right].includes(village) && [left, right].includes(receiver),
      )!;
      const middle = ({ points }: TerritoryArc): Position => [
        (points[0]![0] + points[1]![0]) / 2,
        (points[0]![1] + points[1]![1]) / 2,
      ];
      for (const side of ['left', 'right'] as const) {
        const line = [middle(shared), middle(own)];
        const answer = await borders.edit(
          { kind: 'handOver', village, receiver, side, line, ...reason, ...accepts },
          'countyPlanner',
        );
        if (answer.status !== 200) {
          expect(answer.body.code).toBe('territory-refused');
          continue;
        }
        done += 1;
        expect(await borders.faults(before)).toEqual([]);
        const { outcome, edit: row } = answer.body as WrittenTerritory;
        expect(outcome.villages.map(({ id }) => id).toSorted()).toEqual([village, receiver].toSorted());
        const now = new Map((await borders.ground()).map(({ id, area }) => [id, area]));
        for (const { id } of outcome.touchedVillages) {
          expect(Math.abs(now.get(id)! - before.find((each) => each.id === id)!.area)).toBeLessThan(500);
        }
        // Outlines of townships and counties are the borders of their villages still.
        const apart = await rowsOf<{ code: string; metres: number }>(
          database,
          sql`
            select region.code, abs(ST_Area(ST_SetSRID(region.geom, 4326)::geography) - sum(
              ST_Area(ST_SetSRID(village.territory, 4326)::geography))) as metres
            from xiangtu.region
            join xiangtu.village
              on village.township_code = region.code or (region.level = 'county' and village.county_code = region.code)
            where region.geom is not null and region.level <> 'prefecture'
            group by region.code, region.geom
            having abs(ST_Area(ST_SetSRID(region.geom, 4326)::geography) - sum(
              ST_Area(ST_SetSRID(village.territory, 4326)::geography))) > 1`,
        );
        expect(apart).toEqual([]);
        expect((await borders.undo(row.id, 'countyPlanner')).status).toBe(200);
        expect(await borders.ground()).toEqual(before);
        break;
      }
    }
    expect(done).toBe(2);
    expect(await borders.regions()).toEqual(regions);
  });
});

describe('two planners', () => {
  it('at once on one border: one is told who was faster, and nothing is lost', async () => {
    const before = await borders.ground();
    const arc = await borders.longBorder(county);
    const { revision } = await borders.borders();
    const answers = await Promise.all([
      borders.edit(redraw(arc, 0.06), 'planner', revision),
      borders.edit(redraw(arc, -0.06), 'colleague', revision),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [won, lost] = answers[0]!.status === 200 ? [answers[0]!, answers[1]!] : [answers[1]!, answers[0]!];
    expect(lost.body.code).toBe('stale-revision');
    expect(lost.body.edits).toMatchObject([
      { id: won.body.edit.id, by: won.body.edit.by, at: won.body.edit.at },
    ]);
    expect(await borders.faults(before)).toEqual([]);
    expect((await borders.undo(won.body.edit.id)).status).toBe(200);
    expect(await borders.ground()).toEqual(before);
  });

  it('in different places do not disturb each other', async () => {
    const { revision } = await borders.borders();
    const [here, there] = [await borders.longBorder(county), await borders.longBorder(siblingCounty)];
    const answers = await Promise.all([
      borders.edit(redraw(here, 0.05), 'planner', revision),
      borders.edit(redraw(there, 0.05), 'colleague', revision),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const { body } of answers) expect((await borders.undo(body.edit.id)).status).toBe(200);
  });
});
