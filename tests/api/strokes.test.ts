import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stroke } from '../../server/contract/workflow.ts';
import type { Database } from '../../server/database/database.ts';
import { historyFromJournal } from '../../server/domain/painting/strokeHistory.ts';
import { exactEdits, ungroupChanges } from '../../server/domain/painting/valueChange.ts';
import { journalOf } from '../../server/features/workflow/strokes.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  deferred,
  listedVillages,
  makeDraft,
  makeTeam,
  newKey,
  patch,
  rowOf,
  siblingCounty,
  type Member,
  type Team,
  unassigned,
} from '../support/team.ts';
import { bodyOf, get, send } from './testApp.ts';

let database: Database;
let team: Team;
let villages: number[];
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'strokes');
  villages = await listedVillages(database, county, 6);
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

const strokesOf = async (member: Member, id: string) =>
  (await bodyOf<{ items: Stroke[]; isCut: boolean }>(team.apps[member], `/api/versions/${id}/strokes`)).items;
const entries = (strokes: Stroke[]) =>
  strokes.map((stroke) => ({ ...stroke, changes: ungroupChanges(stroke.changes) }));
const assigned = { status: 'assigned', categoryKey: 'demonstration' };

describe('strokes of a person', () => {
  it('come back as the history they were, and an undo restores every text', async () => {
    const id = await makeDraft(team.apps.planner);
    const keys = [newKey(), newKey(), newKey(), newKey()];
    const explained = { ...assigned, reason: '近乡镇', criterion: 'near-seat', clause: '第二章四（一）' };
    await patch(team.apps.planner, id, {
      revision: 1,
      key: keys[0],
      edits: [{ ...explained, villageIds: villages.slice(0, 2) }],
    });
    const first = await rowOf(team, id, villages[0]!);
    expect(first).toMatchObject(explained);
    await patch(team.apps.planner, id, {
      revision: 2,
      key: keys[1],
      edits: [deferred('2031-01-01', ...villages.slice(0, 3))],
    });
    // Nothing changes: no step.
    await patch(team.apps.planner, id, { revision: 3, edits: [deferred('2031-01-01', villages[0]!)] });
    const [, second] = entries(await strokesOf('planner', id));
    const back = second!.changes.map(({ villageId, before, after }) => ({
      villageId,
      before: after,
      after: before,
    }));
    const undone = await patch(team.apps.planner, id, {
      revision: 3,
      key: keys[2],
      edits: exactEdits(back),
      history: { kind: 'undo', reverses: keys[1] },
    });
    expect(undone.body).toMatchObject({ revision: 4, changed: 3 });
    expect({ ...(await rowOf(team, id, villages[0]!)), revision: 2, changedAt: null }).toEqual({
      ...first,
      revision: 2,
      changedAt: null,
    });
    await patch(team.apps.planner, id, {
      revision: 4,
      key: keys[3],
      edits: exactEdits(second!.changes),
      history: { kind: 'redo', reverses: keys[1] },
    });
    const strokes = await strokesOf('planner', id);
    expect(strokes.map(({ id: key, kind, reverses, revision }) => [key, kind, reverses, revision])).toEqual([
      [keys[0], 'stroke', null, 2],
      [keys[1], 'stroke', null, 3],
      [keys[2], 'undo', keys[1], 4],
      [keys[3], 'redo', keys[1], 5],
    ]);
    expect(strokes[0]!.changes[0]!.after).toMatchObject(explained);
    const history = historyFromJournal(entries(strokes));
    expect(history.strokes.map((stroke) => stroke.id)).toEqual([keys[0], keys[1]]);
    expect(history.undone).toEqual([]);
  });

  it('are their own, of one version, of the counties they may see', async () => {
    const id = await makeDraft(team.apps.planner);
    const key = newKey();
    const [sibling] = await listedVillages(database, siblingCounty, 1);
    await patch(team.apps.planner, id, {
      revision: 1,
      key,
      edits: [unassigned(villages[0]!, sibling!)],
    });
    expect(await strokesOf('colleague', id)).toEqual([]);
    const refusals: [Member, string, string][] = [
      ['colleague', id, key],
      ['planner', await makeDraft(team.apps.planner), key],
      ['planner', id, newKey()],
    ];
    for (const [member, version, reverses] of refusals) {
      const revision = version === id ? 2 : 1;
      const answer = await patch(team.apps[member], version, {
        revision,
        edits: [unassigned(villages[1]!)],
        history: { kind: 'undo', reverses },
      });
      expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, 'history.reverses']);
    }
    expect((await get(team.apps.leader, `/api/versions/${id}/strokes`)).status).toBe(403);
    expect((await get(team.apps.planner, '/api/versions/none/strokes')).status).toBe(404);
  });

  it('reach back as far as undo does, and no further than fits', () => {
    const batches = (kind: Stroke['kind'], count: number, changed = 1) =>
      Array.from({ length: count }, () => ({ kind, changed }));
    expect(journalOf([...batches('undo', 30), ...batches('stroke', 600)])).toHaveLength(530);
    expect(journalOf(batches('stroke', 400))).toHaveLength(400);
    expect(journalOf(batches('stroke', 100, 5000))).toHaveLength(40);
  });
});

describe('what a place rests on', () => {
  it('stays where the place stays, goes where it changes, and is taken away by an empty text', async () => {
    const id = await makeDraft(team.apps.planner);
    const village = villages[3]!;
    let revision = 1;
    const edit = async (...edits: object[]) => {
      const answer = await patch(team.apps.planner, id, { revision, edits });
      ({ revision } = answer.body);
      return rowOf(team, id, village);
    };
    const texts = { criterion: 'x'.repeat(200), clause: '款'.repeat(300) };
    expect(await edit({ ...assigned, ...texts, villageIds: [village] })).toMatchObject(texts);
    expect(await edit({ ...assigned, reason: '补充', villageIds: [village] })).toMatchObject({
      ...texts,
      reason: '补充',
    });
    expect(await edit({ ...assigned, criterion: '', villageIds: [village] })).toMatchObject({
      criterion: null,
      clause: texts.clause,
    });
    expect(await edit(unassigned(village))).toMatchObject({ criterion: null, clause: null, reason: null });
    for (const long of [{ criterion: 'x'.repeat(201) }, { clause: '款'.repeat(301) }]) {
      const answer = await patch(team.apps.planner, id, {
        revision,
        edits: [{ ...assigned, ...long, villageIds: [village] }],
      });
      expect(answer.body.errors[0].path).toBe(`body.edits.0.${Object.keys(long)[0]}`);
    }
  });

  it('goes along into a copy', async () => {
    const id = await makeDraft(team.apps.planner);
    const texts = { criterion: 'near-seat', clause: '第二章' };
    const edits = [{ ...assigned, ...texts, villageIds: [villages[0]] }];
    await patch(team.apps.planner, id, { revision: 1, edits });
    const copy = await send(team.apps.planner, 'post', '/api/versions', {
      kind: 'copy',
      from: id,
      label: '抄',
    });
    expect(await rowOf(team, copy.body.id, villages[0]!)).toMatchObject({ ...assigned, ...texts });
  });

  it('must be said of every changed village before a version is sent for review', async () => {
    const id = await makeDraft(team.apps.planner);
    const [changed, explained, removed, ...others] = await listedVillages(database, county, 30);
    await patch(team.apps.planner, id, {
      revision: 1,
      edits: [
        unassigned(changed!, ...others),
        { ...unassigned(explained!), criterion: 'fair' },
        { status: 'outside', villageIds: [removed] },
      ],
    });
    const submit = () => send(team.apps.planner, 'post', `/api/versions/${id}/submit`, {});
    const refused = await submit();
    expect([refused.status, refused.body.code, refused.body.total]).toEqual([409, 'reasons-missing', 28]);
    expect(refused.body.errors).toHaveLength(20);
    expect(refused.body.villageIds).not.toContain(explained);
    const edits = [{ ...unassigned(changed!, ...others), reason: '待研究' }];
    await patch(team.apps.planner, id, { revision: 2, edits });
    expect((await submit()).status).toBe(200);
  });
});
