import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { numberedRandom } from '../../scripts/geography/random.ts';
import type { Database } from '../../server/database/database.ts';
import { databaseRole, scopeSettings, type Role } from '../../server/database/role.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { counties, planRegion, relations, type Relation } from '../support/authorization.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';

/** Rights to draw straight in the database, past the API: role × relation of the region × county of the row × command. */
const commands = ['insert', 'update', 'delete'] as const;
type Command = (typeof commands)[number];
const roles: Role[] = ['public', 'leader', 'planner', 'reviewer', 'clerk', 'admin', 'gate', 'publisher'];
type County = keyof typeof counties;

const coversPlan = (relation: Relation) => relation === 'own' || relation === 'parent';
const coversCounty = (relation: Relation, county: County) =>
  coversPlan(relation) || (relation === 'child' && county === 'granted');

/** The row of a county that a command is tried on; routes lie in none. */
const rowOf = (table: 'site' | 'facility', county: County): Fragment => sql`
  county_code = ${counties[county]} and id = (
    select min(id) from ${sql.identifier(`xiangtu.${table}`, ['xiangtu.site', 'xiangtu.facility'])}
    where county_code = ${counties[county]}
  )`;
const firstPlace = (county: County) => sql`
  (plan_id, project_number, "order") = (
    select plan_id, project_number, "order" from xiangtu.project_place
    where county_code = ${counties[county]} order by project_number limit 1
  )`;
const sign = (personId: number) => sql`changed_by = ${personId}, revision = revision + 1`;

const statements: Record<string, Record<Command, (county: County, personId: number) => Fragment>> = {
  site: {
    insert: (county) => sql`
      insert into xiangtu.site (county_code, name, size_class, geom, location_quality, is_demonstration, source_id)
      values (${counties[county]}, 'x', 'small', 'SRID=4490;POINT(109 28)', 'surveyed', false, 'xiangxi-plan')`,
    update: (county, person) => sql`update xiangtu.site set ${sign(person)} where ${rowOf('site', county)}`,
    delete: (county) => sql`delete from xiangtu.site where ${rowOf('site', county)}`,
  },
  facility: {
    insert: (county) => sql`
      insert into xiangtu.facility (
        county_code, kind, name, status, geom, location_quality, is_demonstration, source_id
      )
      values (
        ${counties[county]}, 'clinic', 'x', 'working', 'SRID=4490;POINT(109 28)', 'surveyed', false, 'xiangxi-plan'
      )`,
    update: (county, person) =>
      sql`update xiangtu.facility set ${sign(person)} where ${rowOf('facility', county)}`,
    delete: (county) => sql`delete from xiangtu.facility where ${rowOf('facility', county)}`,
  },
  project_place: {
    insert: (county) => sql`
      insert into xiangtu.project_place (
        plan_id, project_number, "order", place, county_code, geom, location_quality, is_demonstration, source_id
      )
      select plan_id, 1, 900, 'x', ${counties[county]}, 'SRID=4490;POINT(109 28)', 'surveyed', false, 'xiangxi-plan'
      from xiangtu.project where number = 1`,
    update: (county, person) =>
      sql`update xiangtu.project_place set ${sign(person)} where ${firstPlace(county)}`,
    delete: (county) => sql`delete from xiangtu.project_place where ${firstPlace(county)}`,
  },
  deleted_place: {
    insert: (county, person) => sql`
      insert into xiangtu.deleted_place (layer, key, region_code, content, is_demonstration, deleted_by)
      values ('sites', 'new', ${counties[county]}, '{}', false, ${person})`,
    update: (county, person) => sql`
      update xiangtu.deleted_place set deleted_by = ${person} where key = ${`kept-${county}`}`,
    delete: (county) => sql`delete from xiangtu.deleted_place where key = ${`kept-${county}`}`,
  },
  search_entry: {
    insert: (county) => sql`
      insert into xiangtu.search_entry (type, target_id, tier, name, name_en, context, is_demonstration)
      select 'facility', max(id)::text, 2, 'x', 'x', '', false
      from xiangtu.facility where county_code = ${counties[county]} and id not in (
        select target_id::integer from xiangtu.search_entry where type = 'facility'
      )`,
    // Entries are made anew, never changed.
    update: () => sql`update xiangtu.search_entry set name = 'x' where type = 'site'`,
    delete: (county) => sql`
      delete from xiangtu.search_entry where type = 'site' and target_id in (
        select id::text from xiangtu.site where county_code = ${counties[county]}
      )`,
  },
};
const ofWholePlan: Record<string, Record<Command, (person: number) => Fragment>> = {
  tourism_route: {
    insert: (person) => sql`
      insert into xiangtu.tourism_route (plan_id, id, number, name, name_en, source_id, changed_by)
      select plan_id, 'x', 900, 'x', 'x', 'drawing', ${person}::integer from xiangtu.project where number = 1`,
    update: (person) => sql`update xiangtu.tourism_route set ${sign(person)} where id = 'red-tourism'`,
    delete: () => sql`delete from xiangtu.tourism_route where id = 'drawn-900'`,
  },
  route_line: {
    insert: () => sql`
      insert into xiangtu.route_line (plan_id, route_id, geom, location_quality, is_demonstration, source_id)
      select plan_id, 'drawn-900', 'SRID=4490;MULTILINESTRING((109 28,109.1 28))', 'surveyed', false, 'drawing'
      from xiangtu.project where number = 1`,
    update: () => sql`update xiangtu.route_line set is_demonstration = true where route_id = 'red-tourism'`,
    delete: () => sql`delete from xiangtu.route_line where route_id = 'red-tourism'`,
  },
  route_stop: {
    insert: () => sql`
      insert into xiangtu.route_stop (
        plan_id, route_id, "order", name, is_anchor, geom, location_quality, is_demonstration, source_id
      )
      select plan_id, 'red-tourism', 900, 'x', false, 'SRID=4490;POINT(109 28)', 'surveyed', false, 'drawing'
      from xiangtu.project where number = 1`,
    update: () => sql`update xiangtu.route_stop set name = 'x' where route_id = 'red-tourism'`,
    delete: () => sql`delete from xiangtu.route_stop where route_id = 'red-tourism'`,
  },
};

/** Each refusal costs the embedded engine a little (docs/decisions/0008): there they are a sample. */
const share = inject('connection').engine === 'postgres' ? 1 : 0.05;

let database: Database;
beforeAll(() => {
  database = openTestDatabase();
});
afterAll(() => database.close());

/** Runs work with what the statements refer to, under a role; each attempt is taken back. */
async function ask(
  cells: readonly {
    label: string;
    role: Role;
    relation: Relation;
    isAllowed: boolean;
    of: (person: number) => Fragment;
  }[],
): Promise<string[]> {
  return rolledBack(database, async (administration) => {
    const { id: personId } = await administration.one<{ id: number }>(sql`
      insert into xiangtu.person (login, name) values ('drawings-sql', 'x') returning id`);
    await administration.run(sql`
      insert into xiangtu.source (id, kind, title, title_en, licence) values ('drawing', 'person', 'x', 'x', 'x')
      on conflict do nothing`);
    await administration.run(sql`
      insert into xiangtu.tourism_route (plan_id, id, number, name, name_en, source_id)
      select plan_id, 'drawn-900', 901, 'x', 'x', 'drawing' from xiangtu.project where number = 1`);
    for (const county of ['granted', 'other'] as const) {
      await administration.run(sql`
        insert into xiangtu.deleted_place (layer, key, region_code, content, is_demonstration, deleted_by)
        values ('sites', ${`kept-${county}`}, ${counties[county]}, '{}', false, ${personId})`);
      await administration.run(sql`
        insert into xiangtu.facility (county_code, kind, name, status, geom, location_quality, is_demonstration, source_id)
        values (${counties[county]}, 'clinic', 'x', 'working', 'SRID=4490;POINT(109 28)', 'surveyed', false, 'drawing')`);
    }
    const wrong: string[] = [];
    const random = numberedRandom(cells.length);
    for (const { label, role, relation, isAllowed, of } of cells) {
      // Whoever may do it is always asked: every denial has a positive control.
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

describe.each(Object.keys(statements))('%s', (table) => {
  it.each(commands)('%s goes by the county of the row', async (command) => {
    const cells = roles.flatMap((role) =>
      (Object.keys(relations) as Relation[]).flatMap((relation) =>
        (Object.keys(counties) as County[]).map((county) => ({
          label: county,
          role,
          relation,
          isAllowed:
            role === 'planner' &&
            coversCounty(relation, county) &&
            !(table === 'search_entry' && command === 'update'),
          of: (person: number) => statements[table]![command](county, person),
        })),
      ),
    );
    expect(await ask(cells)).toEqual([]);
  });
});

describe.each(Object.keys(ofWholePlan))('%s', (table) => {
  it.each(commands)('%s is for planners of the whole plan', async (command) => {
    const cells = roles.flatMap((role) =>
      (Object.keys(relations) as Relation[]).map((relation) => ({
        label: planRegion,
        role,
        relation,
        isAllowed: role === 'planner' && coversPlan(relation),
        of: (person: number) => ofWholePlan[table]![command](person),
      })),
    );
    expect(await ask(cells)).toEqual([]);
  });
});

it('nobody signs as another, deletes what the plan names, or invents a source', async () => {
  const planner = { role: 'planner' as const, relation: 'own' as const, isAllowed: false, label: 'forgery' };
  const attempts: ((person: number) => Fragment)[] = [
    (person) => sql`update xiangtu.site set changed_by = ${person + 1} where id = 1`,
    () => sql`update xiangtu.site set name = 'x' where id = 1`,
    () => sql`delete from xiangtu.tourism_route where id = 'red-tourism'`,
    () =>
      sql`insert into xiangtu.source (id, kind, title, title_en, licence) values ('y', 'person', 'x', 'x', 'x')`,
    () => sql`update xiangtu.drawing_state set changes = 0`,
  ];
  expect(await ask(attempts.map((of) => ({ ...planner, of })))).toEqual([]);
});
