import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchResult } from '../../server/contract/search.ts';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import { bodyOf, testApp, type TestApp } from './testApp.ts';

let database: Database;
let app: TestApp;
beforeAll(() => {
  database = openTestDatabase();
  app = testApp(database);
});
afterAll(() => database.close());

const find = async (q: string, limit = 10) =>
  (await bodyOf<{ items: SearchResult[] }>(app, `/api/search?q=${encodeURIComponent(q)}&limit=${limit}`))
    .items;

describe('十八洞村 is the first result for', () => {
  it.each([
    ['its initials', 'sbd', 'initials'],
    ['its initials in capitals', 'SBD', 'initials'],
    ['full-width initials', 'ｓｂｄ', 'initials'],
    ['its name', '十八洞村', 'name'],
    ['its name without 村', '十八洞', 'name'],
    ['its pinyin', 'shibadong', 'pinyin'],
    ['its pinyin with spaces', 'shi ba dong cun', 'pinyin'],
    ['its pinyin with tones', 'shí bā dòng', 'pinyin'],
    ['the beginning of its pinyin', 'shibado', 'pinyin'],
    ['its code', '433124110226', 'code'],
    ['its county and name', '花垣 十八洞', 'name'],
    ['a character that sounds the same', '十八动', 'approximate'],
    ['a wrong character', '十八同', 'approximate'],
    ['a missing letter', 'shibdong', 'approximate'],
    ['two letters swapped', 'shibadogn', 'approximate'],
  ])('%s: %s', async (_, q, match) => {
    const [first] = await find(q);
    expect([first?.name, first?.id, first?.match]).toEqual(['十八洞村', '745', match]);
  });
});

describe('search', () => {
  it('forgives one mistake, not two', async () => {
    expect(await find('十九动')).toEqual([]);
    expect((await find('shbadon')).map(({ name }) => name)).not.toContain('十八洞村');
  });

  it('forgives nothing where something begins as typed', async () => {
    expect((await find('十八洞')).map(({ match }) => match)).toEqual(['name']);
  });

  it('finds renamed townships by the name the plan prints', async () => {
    expect((await find('竿子坪')).map(({ name, match }) => [name, match])).toContainEqual([
      '筸子坪镇',
      'alias',
    ]);
    expect((await find('西岐乡'))[0]).toMatchObject({ name: '西歧乡', type: 'region' });
  });

  it('finds regions, sites, facilities, projects and routes by name', async () => {
    expect((await find('花垣'))[0]).toMatchObject({
      type: 'region',
      id: '433124',
      context: '湘西土家族苗族自治州',
    });
    expect((await find('示例安置点 01'))[0]).toMatchObject({ type: 'site', id: '1', isDemonstration: true });
    expect((await find('示例卫生室'))[0]).toMatchObject({ type: 'facility', isDemonstration: true });
    expect((await find('5G'))[0]).toMatchObject({ type: 'project' });
    expect((await find('红色旅游'))[0]).toMatchObject({ type: 'route', id: 'red-tourism' });
  });

  it('puts villages of the plan before others of the same rank and shows where each is', async () => {
    const found = (await find('团结村', 50)).filter(({ name }) => name === '团结村');
    expect(found.length).toBeGreaterThan(4);
    const isMember = found.map(({ categoryKey }) => categoryKey !== null);
    expect(isMember).toEqual(isMember.toSorted((a, b) => Number(b) - Number(a)));
    expect(new Set(found.map(({ context }) => context)).size).toBeGreaterThan(4);
  });

  it('finds a part inside a name after names that begin with it', async () => {
    const names = (await find('洞村', 50)).map(({ name }) => name);
    expect(names).toContain('十八洞村');
  });

  it.each(['%', '_', "'", '\\', '…', '%_%', ' . '])('takes %s for nothing and finds nothing', async (q) => {
    expect(await find(q)).toEqual([]);
  });

  it('finds every village by its full name, among the results of that name', async () => {
    const villages = await database.read('leader', noScope, (transaction) =>
      transaction.all<{ id: string; name: string }>(sql`
        select id::text, name from xiangtu.village where id % 97 = 0 order by id`),
    );
    expect(villages.length).toBeGreaterThan(15);
    for (const { id, name } of villages) {
      const ids = (await find(name, 50)).filter(({ type }) => type === 'village').map((result) => result.id);
      expect(ids, name).toContain(id);
    }
  });

  it('looks terms up in indexes, never in the whole table', async () => {
    const plan = await database.read('leader', noScope, (transaction) =>
      transaction.all<{ 'QUERY PLAN': string }>(sql`
        explain
        select entry_id from xiangtu.search_term
        where is_inner = false and tier = 0 and term >= 'sbd' and term < ${'sbd\u{10FFFF}'}
        order by term limit 200`),
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(
      /Index (Only )?Scan using search_term_beginning/,
    );
  });
});
