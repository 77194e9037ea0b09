import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { numberedRandom } from '../../scripts/geography/random.ts';
import type { Database } from '../../server/database/database.ts';
import { databaseRole, scopeSettings, type Role } from '../../server/database/role.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { counties, relations, type Relation } from '../support/authorization.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';

/** Rights to edit territories straight in the database, past the API: role × relation × county of the row. */
const roles: Role[] = ['public', 'leader', 'planner', 'reviewer', 'clerk', 'admin', 'gate', 'publisher'];
type County = keyof typeof counties;
const covers = (relation: Relation, county: County) =>
  relation === 'own' || relation === 'parent' || (relation === 'child' && county === 'granted');

/** The first village of a county, and a border of it that no other county has. */
const firstVillage = (county: County) => sql`
  (select min(id) from xiangtu.village where county_code = ${counties[county]} and territory is not null)`;
const firstBorder = (county: County) => sql`
  (select min(id) from xiangtu.village_edge where rank = 'village' and county_code = ${counties[county]})`;
const township = (county: County) => sql`
  (select township_code from xiangtu.village where id = ${firstVillage(county)})`;

const statements: Record<string, (county: County, person: number) => Fragment> = {
  'give a village another territory': (county) => sql`
    update xiangtu.village set territory = ST_Multi(ST_Buffer(territory, 0.001)) where id = ${firstVillage(county)}`,
  'move a border': (county) => sql`
    update xiangtu.village_edge set source_id = 'drawing' where id = ${firstBorder(county)}`,
  'remove a border': (county) => sql`delete from xiangtu.village_edge where id = ${firstBorder(county)}`,
  'add a border': (county) => sql`
    insert into xiangtu.village_edge (county_code, left_id, right_id, rank, geom, source_id)
    select county_code, left_id, right_id, rank, geom, source_id
    from xiangtu.village_edge where id = ${firstBorder(county)}`,
  'make a village': (county) => sql`
    insert into xiangtu.village (county_code, id, name, name_en, kind, township_code, pinyin, initials, source_id)
    values (${counties[county]}, 900000, 'x', 'x', 'village', ${township(county)}, 'x', 'x', 'drawing')`,
  'keep an edit': (county, person) => sql`
    insert into xiangtu.territory_edit (kind, township_code, subjects, villages, reason, inverse, person_id)
    values ('redraw', ${township(county)}, '{1}', '{1}', 'x', '{}', ${person}::integer)`,
};

/** Each refusal costs the embedded engine a little (docs/decisions/0008): there they are a sample. */
const share = inject('connection').engine === 'postgres' ? 1 : 0.2;

let database: Database;
beforeAll(() => {
  database = openTestDatabase();
});
afterAll(() => database.close());

interface Cell {
  label: string;
  role: Role;
  relation: Relation;
  isAllowed: boolean;
  of: (person: number) => Fragment;
}

/** Tries statements one by one, each taken back. @returns those that went otherwise than they should */
async function ask(cells: readonly Cell[]): Promise<string[]> {
  return rolledBack(database, async (administration) => {
    const { id: personId } = await administration.one<{ id: number }>(sql`
      insert into xiangtu.person (login, name) values ('territories-sql', 'x') returning id`);
    await administration.run(sql`
      insert into xiangtu.source (id, kind, title, title_en, licence) values ('drawing', 'person', 'x', 'x', 'x')
      on conflict do nothing`);
    const wrong: string[] = [];
    const random = numberedRandom(cells.length);
    for (const { label, role, relation, isAllowed, of } of cells) {
      if (!isAllowed && cells.length > 10 && random() >= share) continue;
      const settings = scopeSettings({ regions: [relations[relation]], personId }).map(
        ([name, value]) => `set_config('${name}', '${value}', true)`,
      );
      await administration.script(
        `savepoint attempt; select ${settings.join(', ')}; set local role ${databaseRole(role)}`,
      );
      const rows = await administration.run(of(personId)).catch((error: unknown) => {
        const { code } = (error as { cause?: { code?: string } }).cause ?? {};
        if (code !== '42501') throw error;
        return 0;
      });
      await administration.script('rollback to savepoint attempt; reset role');
      if (rows > 0 !== isAllowed) wrong.push(`${label}, ${role} of ${relation}: ${rows} rows`);
    }
    return wrong;
  });
}

it.each(Object.keys(statements))('to %s is for planners of its township', async (name) => {
  const cells = roles.flatMap((role) =>
    (Object.keys(relations) as Relation[]).flatMap((relation) =>
      (Object.keys(counties) as County[]).map((county) => ({
        label: county,
        role,
        relation,
        isAllowed: role === 'planner' && covers(relation, county),
        of: (person: number) => statements[name]!(county, person),
      })),
    ),
  );
  expect(await ask(cells)).toEqual([]);
});

const moved = (county: County, metres: number) => sql`
  select xiangtu.move_by_a_vertex(
    (
      select jsonb_agg(jsonb_build_object('id', id, 'geom', ST_AsGeoJSON(ST_Translate(territory, ${metres / 111_320}, 0), 9)::jsonb))
      from xiangtu.village where id = ${firstVillage(county)}
    ), '[]')`;

it('a neighbour elsewhere gets a vertex from a planner, and from nobody more than that', async () => {
  const elsewhere = { relation: 'child' as const, label: 'neighbour' };
  expect(
    await ask([
      { ...elsewhere, role: 'planner', isAllowed: true, of: () => moved('other', 0.1) },
      { ...elsewhere, role: 'planner', isAllowed: false, of: () => moved('other', 5) },
      { ...elsewhere, role: 'leader', isAllowed: false, of: () => moved('other', 0.1) },
      { ...elsewhere, role: 'reviewer', isAllowed: false, of: () => moved('other', 0.1) },
    ]),
  ).toEqual([]);
});

it('nobody signs as another, unmakes a village of the register, or renames one', async () => {
  const planner = { role: 'planner' as const, relation: 'own' as const, isAllowed: false, label: 'forgery' };
  const attempts: ((person: number) => Fragment)[] = [
    (person) => statements['keep an edit']!('granted', person + 1),
    () => sql`delete from xiangtu.village where id = ${firstVillage('granted')}`,
    () => sql`update xiangtu.village set name = 'x' where id = ${firstVillage('granted')}`,
    () => sql`update xiangtu.territory_edit set reason = 'x'`,
    () => sql`delete from xiangtu.territory_edit`,
    () => sql`
      insert into xiangtu.village (county_code, id, name, name_en, kind, township_code, pinyin, initials, source_id)
      values (${counties.granted}, 900000, 'x', 'x', 'village', ${township('granted')}, 'x', 'x', 'xiangxi-plan')`,
  ];
  expect(await ask(attempts.map((of) => ({ ...planner, of })))).toEqual([]);
});
