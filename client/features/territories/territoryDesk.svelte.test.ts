import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TerritoryOutcome } from '#contract/territoryEdits';
import { encodeArcs } from '#domain/territories/encodedArcs';
import { squareTerritories } from '../../../tests/support/squareTerritories.ts';
import { forgetAnswers } from '../../api/call.ts';
import { TerritoryDesk } from './territoryDesk.svelte.ts';

const outcome: TerritoryOutcome = { villages: [], touchedVillages: [], assignments: [], placesOnGround: 0 };
/** What the server was sent: method and path, headers, body. */
let sent: { what: string; ifMatch: string | null; body: unknown }[];
let refuse: { status: number; body: object } | null;
let revision: number;

const answers: Record<string, () => object> = {
  'GET /api/territories': () => ({
    region: '433124',
    revision,
    scale: 1e-6,
    // Between 1 and 3 runs the border of a township.
    arcs: encodeArcs(squareTerritories().map((arc) => (arc.id === 4 ? { ...arc, rank: 'township' } : arc))),
  }),
  'GET /api/village-facts': () => ({
    ids: [1, 2, 3, 4],
    names: ['甲村', '乙村', '丙村', '丁村'],
    townshipCodes: ['433124101', '433124101', '433124102', '433124101'],
    areas: [10, 20, 30, 40],
    people: [1, 2, null, 4],
    isDemonstration: true,
  }),
  'GET /api/territory-edits': () => ({ items: [] }),
  'POST /api/territory-edits/trial': () => ({ outcome, refusal: null }),
  'POST /api/territory-edits': () => ({ edit: { id: 9 }, outcome, dataVersion: 'x' }),
};

beforeEach(() => {
  sent = [];
  refuse = null;
  revision = 7;
  forgetAnswers();
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const what = `${init.method} ${new URL(url, 'http://x').pathname}`;
    const headers = new Headers(init.headers);
    if (init.method === 'POST') {
      sent.push({ what, ifMatch: headers.get('if-match'), body: JSON.parse(String(init.body)) });
      if (refuse) return Response.json(refuse.body, { status: refuse.status });
    }
    return Response.json(answers[what]!());
  });
});
afterEach(() => vi.unstubAllGlobals());

async function deskAt(village: number): Promise<TerritoryDesk> {
  const desk = new TerritoryDesk();
  await desk.load('433124');
  desk.choose(village);
  return desk;
}

describe('choosing', () => {
  test('offers neighbours of the township only', async () => {
    const desk = await deskAt(1);
    expect(desk.neighbours.map(({ name }) => name)).toEqual(['乙村']);
    expect((await deskAt(4)).neighbours.map(({ id }) => id)).toEqual([2, 3]);
  });

  test('a click takes a neighbour where one is wanted, else another village', async () => {
    const desk = await deskAt(1);
    desk.pick(2);
    expect([desk.village?.id, desk.neighbour?.id]).toEqual([1, 2]);
    desk.pick(4);
    expect([desk.village?.id, desk.neighbour]).toEqual([4, null]);
    desk.chooseTool('split');
    desk.pick(2);
    expect(desk.village?.id).toBe(2);
  });

  test('a border is redrawn from what it is, and is asked about once it differs', async () => {
    const desk = await deskAt(1);
    desk.chooseNeighbour(2);
    expect(desk.line).toEqual([
      [110, 28],
      [110, 29],
    ]);
    expect(desk.request).toBeNull();
    desk.setLine([
      [110, 28],
      [110.1, 28.5],
      [110, 29],
    ]);
    expect(desk.request).toMatchObject({ kind: 'redraw', arc: 1, villages: [1, 2] });
  });
});

describe('asking the server', () => {
  test('tries what is drawn on the borders that were read', async () => {
    const desk = await deskAt(1);
    desk.chooseTool('merge');
    expect(desk.request).toBeNull();
    desk.chooseNeighbour(2);
    await desk.attempt();
    expect(sent).toEqual([
      {
        what: 'POST /api/territory-edits/trial',
        ifMatch: '"7"',
        body: { kind: 'merge', kept: 1, gone: 2, acceptsPointOutside: false },
      },
    ]);
    expect(desk.answer).toEqual({ kind: 'outcome', outcome });
  });

  test('tells a refusal with its place, and edits of others with who made them', async () => {
    const desk = await deskAt(1);
    desk.chooseTool('merge');
    desk.chooseNeighbour(2);
    const refusal = { code: 'sliver', sentence: { zh: '窄', en: 'narrow' }, place: null, villages: [] };
    refuse = { status: 200, body: { outcome: null, refusal } };
    await desk.attempt();
    expect(desk.answer).toEqual({ kind: 'refusal', refusal });
    const edits = [
      { id: 8, kind: 'redraw', by: { id: 2, name: '李四' }, at: '2026-11-23T08:00:00Z', subjects: [] },
    ];
    refuse = { status: 409, body: { code: 'stale-revision', title: 'x', revision: 8, edits } };
    await desk.attempt();
    expect(desk.answer).toEqual({ kind: 'meantime', edits });
  });

  test('saves nothing before reason and approval are there, then begins anew on the latest borders', async () => {
    const desk = await deskAt(1);
    desk.chooseTool('merge');
    desk.chooseNeighbour(2);
    expect(desk.missing).toEqual(['approval', 'reason']);
    expect(await desk.save()).toBe(false);
    expect(sent).toEqual([]);
    desk.reason = ' 合村 ';
    desk.approval = '文号';
    revision = 9;
    expect(await desk.save()).toBe(true);
    expect(sent[0]).toMatchObject({ what: 'POST /api/territory-edits', ifMatch: '"7"' });
    expect(sent[0]!.body).toMatchObject({ reason: '合村', approval: '文号' });
    expect([desk.village, desk.reason, desk.ground?.revision, desk.saved?.edit.id]).toEqual([null, '', 9, 9]);
  });

  test('what failed stays on the desk', async () => {
    const desk = await deskAt(1);
    desk.chooseTool('merge');
    desk.chooseNeighbour(2);
    desk.reason = '合村';
    desk.approval = '文号';
    refuse = { status: 403, body: { code: 'forbidden', title: 'x' } };
    expect(await desk.save()).toBe(false);
    expect([desk.answer?.kind, desk.neighbour?.id, desk.reason]).toEqual(['failure', 2, '合村']);
  });
});
