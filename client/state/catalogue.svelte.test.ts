import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeAssignments } from '#domain/classification/assignmentCodes';
import { forgetAnswers } from '../api/call.ts';
import { setSide } from '../api/side.ts';
import { Catalogue } from './catalogue.svelte.ts';
import { CoverageState } from './coverage.svelte.ts';
import { layerContext } from './layerContext.ts';
import { Preferences } from './preferences.svelte.ts';
import { ViewState } from './view.svelte.ts';

const region = (code: string, level: string, name: string, parentCode: string | null) => ({
  code,
  level,
  name,
  nameEn: '',
  parentCode,
});
const count = (listed: number) => [{ categoryKey: 'demonstration', listed, declared: listed }];
const answers: Record<string, unknown> = {
  '/api/public/instance': { versionId: 'v1', planId: 'plan', schemeId: 'scheme', isDemonstration: true },
  '/api/public/plans': { items: [{ id: 'plan', regionCode: '433100' }] },
  '/api/public/schemes': {
    items: [
      {
        id: 'scheme',
        categories: [
          { key: 'keyAssistance', order: 2, slot: 2 },
          { key: 'demonstration', order: 1, slot: 1 },
        ],
      },
    ],
  },
  '/api/public/versions/v1': { id: 'v1' },
  '/api/public/regions': {
    items: [
      region('433124110', 'township', '双龙镇', '433124'),
      region('433124', 'county', '花垣县', '433100'),
      region('433100', 'prefecture', '湘西州', null),
    ],
  },
  '/api/public/facility-kinds': {
    items: [
      { key: 'clinic', order: 2 },
      { key: 'school', order: 1 },
    ],
  },
  '/api/public/routes': { items: [{ id: 'red', number: 1 }] },
  '/api/public/versions/v1/assignments': {
    villageCount: 4,
    values: encodeAssignments(Uint8Array.of(1, 0, 2, 254)),
  },
  '/api/public/versions/v1/summary': {
    rows: [{ regionCode: '433124', counts: count(1), members: 2, villages: 5 }],
    totals: count(9),
    members: 20,
    villages: 30,
  },
};

let isDown: boolean;
/** What the server says instead of an answer, where it has nothing published. */
let problem: { code: string; status: number } | null;

beforeEach(() => {
  isDown = false;
  problem = null;
  forgetAnswers();
  setSide({ audience: 'public', csrfToken: null });
  vi.stubGlobal('fetch', async (url: string) => {
    if (isDown) throw new TypeError('network');
    if (problem && url !== '/api/public/releases') {
      return new Response(JSON.stringify(problem), { status: problem.status });
    }
    const body = answers[url];
    return new Response(JSON.stringify(body ?? { code: 'not-found', status: 404 }), {
      status: body === undefined ? 404 : 200,
    });
  });
});

afterEach(() => vi.unstubAllGlobals());

async function loaded(): Promise<Catalogue> {
  const catalogue = new Catalogue();
  await catalogue.load();
  expect(catalogue.failure).toBeNull();
  return catalogue;
}

describe('the catalogue', () => {
  test('tells the category of each village from its byte', async () => {
    const catalogue = await loaded();
    expect([1, 2, 3, 4, 99].map((id) => catalogue.categoryOf(id)?.key ?? null)).toEqual([
      'demonstration',
      null,
      'keyAssistance',
      null,
      null,
    ]);
    expect(catalogue.codeOf(4)).toBe(254);
    expect(catalogue.categories.map(({ order }) => order)).toEqual([1, 2]);
  });

  test('knows the way from the prefecture to a township', async () => {
    const catalogue = await loaded();
    expect(catalogue.pathOf('433124110').map(({ name }) => name)).toEqual(['湘西州', '花垣县', '双龙镇']);
    expect(catalogue.pathOf('999999')).toEqual([]);
    expect(catalogue.childrenOf('433100').map(({ code }) => code)).toEqual(['433124']);
  });

  test('says why it failed and can be loaded again', async () => {
    isDown = true;
    const catalogue = new Catalogue();
    await catalogue.load();
    expect(catalogue.status).toBe('failed');
    expect(catalogue.failure?.isOffline).toBe(true);
    isDown = false;
    await catalogue.load();
    expect(catalogue.status).toBe('ready');
  });

  test('says what was withdrawn, and shows nothing of it', async () => {
    const catalogue = await loaded();
    forgetAnswers();
    problem = { code: 'nothing-published', status: 404 };
    answers['/api/public/releases'] = {
      items: [
        { id: 'r2', state: 'retracted', retractionReason: '名单有误', isDemonstration: true },
        { id: 'r1', state: 'superseded' },
      ],
    };
    await catalogue.load();
    expect(catalogue.status).toBe('unpublished');
    expect(catalogue.tombstone?.retractionReason).toBe('名单有误');
    expect(catalogue.isDemonstration).toBe(true);
    expect(catalogue.version).toBeNull();
    expect(catalogue.categoryOf(1)).toBeNull();
  });

  test('says when nothing was ever published', async () => {
    problem = { code: 'nothing-published', status: 404 };
    answers['/api/public/releases'] = { items: [] };
    const catalogue = new Catalogue();
    await catalogue.load();
    expect(catalogue.status).toBe('unpublished');
    expect(catalogue.tombstone).toBeNull();
  });

  test('the last of two loads counts, whichever answers first', async () => {
    const catalogue = new Catalogue();
    isDown = true;
    const first = catalogue.load();
    isDown = false;
    await Promise.all([first, catalogue.load()]);
    expect(catalogue.status).toBe('ready');
  });

  test('gives layers the counts of the shown region', async () => {
    const catalogue = await loaded();
    const view = new ViewState();
    const preferences = new Preferences();
    const coverage = new CoverageState(view);
    const figures = () => {
      const { counts, outsideCount } = layerContext({ view, catalogue, coverage, preferences });
      return [counts?.get('demonstration') ?? null, outsideCount];
    };
    expect(figures()).toEqual([9, 10]);
    view.goToRegion('433124');
    expect(figures()).toEqual([1, 3]);
    view.goToRegion('433124110');
    expect(figures()).toEqual([null, null]);
  });
});
