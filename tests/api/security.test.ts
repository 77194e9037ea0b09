import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { databaseRoleNames, type Role } from '../../server/database/role.ts';
import { applySecurity, compareSecurity } from '../../server/database/security/security.ts';
import { sql } from '../../server/database/sql.ts';
import { tileLayers } from '../../tiles/index.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';
import { securityFile } from '../support/engines.ts';

const { engine } = inject('connection');
const staff: Role[] = ['leader', 'planner', 'reviewer', 'clerk', 'admin'];
let database: Database;

beforeAll(() => {
  database = openTestDatabase();
});
afterAll(() => database.close());

const names = async (query: ReturnType<typeof sql>): Promise<string[]> =>
  database.administer(async (administration) =>
    (await administration.all<{ name: string }>(query)).map(({ name }) => name),
  );

describe('the catalog', () => {
  it('has no working table without row-level security', async () => {
    const open = await names(sql`
      select nspname || '.' || relname as name
      from pg_class
      join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('xiangtu', 'archive') and relkind in ('r', 'p') and not relrowsecurity`);
    expect(open).toEqual([]);
  });

  it('lets request roles neither log in nor own nor create anything', async () => {
    const strong = await names(sql`
      select rolname as name from pg_roles
      where rolname = any(${databaseRoleNames})
        and (rolcanlogin or rolinherit or rolsuper or rolcreatedb or rolcreaterole or rolbypassrls)`);
    expect(strong).toEqual([]);
    const owned = await names(sql`
      select relname as name
      from pg_class join pg_roles on pg_roles.oid = relowner
      where rolname = any(${databaseRoleNames})`);
    expect(owned).toEqual([]);
    const creators = await names(sql`
      select rolname || ' in ' || nspname as name
      from pg_roles, pg_namespace
      where rolname = any(${databaseRoleNames}) and nspname !~ '^pg_'
        and has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'create')`);
    expect(creators).toEqual([]);
  });

  it('lets the public reach the views of releases and nothing else', async () => {
    const reachable = await names(sql`
      select distinct nspname as name
      from pg_class
      join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('xiangtu', 'release', 'archive', 'meta') and relkind in ('r', 'p', 'v')
        and (has_table_privilege('xiangtu_public', pg_class.oid, 'select, insert, update, delete, truncate')
          or has_any_column_privilege('xiangtu_public', pg_class.oid, 'select, insert, update'))`);
    expect(reachable).toEqual(['release']);
    const writable = await names(sql`
      select relname as name
      from pg_class
      join pg_namespace on pg_namespace.oid = relnamespace
      where nspname = 'release'
        and has_table_privilege('xiangtu_public', pg_class.oid, 'insert, update, delete, truncate')`);
    expect(writable).toEqual([]);
    const schemas = await names(sql`
      select nspname as name from pg_namespace
      where nspname in ('xiangtu', 'release', 'archive', 'meta')
        and has_schema_privilege('xiangtu_public', oid, 'usage')`);
    expect(schemas).toEqual(['release']);
  });

  it('shows passwords and sessions to the gate alone', async () => {
    const readers = await names(sql`
      select rolname || ' ' || secret as name
      from pg_roles
      cross join (values
        ('xiangtu.person', 'password_hash'), ('xiangtu.session', 'sess'), ('xiangtu.session', 'sid')
      ) as secrets (relation, secret)
      where rolname = any(${databaseRoleNames}) and has_column_privilege(rolname, relation, secret, 'select')
      order by name`);
    expect(readers).toEqual(['xiangtu_gate password_hash', 'xiangtu_gate sess', 'xiangtu_gate sid']);
  });

  it('has a release view for every table that is copied, column by column', async () => {
    const different = await names(sql`
      select coalesce(shown.table_name, kept.table_name) || '.' || coalesce(shown.column_name, kept.column_name) as name
      from (select * from information_schema.columns where table_schema = 'release') as shown
      full join (
        select columns.*
        from information_schema.columns
        where table_schema = 'xiangtu' and table_name in (
          select viewname from pg_views where schemaname = 'release' and viewname not in ('release', 'data_state')
        )
      ) as kept
        on kept.table_name = shown.table_name and kept.column_name = shown.column_name
      where (shown.column_name is null or kept.column_name is null)
        and coalesce(shown.table_name, '') not in ('release', 'data_state')`);
    expect(different).toEqual([]);
  });
});

describe('the script', () => {
  it('gives the same state when it is applied again', async () => {
    const difference = await rolledBack(database, async (administration) => {
      await applySecurity(administration, `${readFileSync(securityFile, 'utf8')}\n-- again`);
      return compareSecurity(administration);
    });
    expect(difference).toEqual({ missing: [], unexpected: [] });
  });

  it.each([
    [
      'a policy',
      'drop policy facts_are_read on xiangtu.village',
      /^policy facts_are_read of xiangtu.village/,
    ],
    [
      'row-level security',
      'alter table xiangtu.village disable row level security',
      /^row-level security of/,
    ],
    [
      'a right',
      'revoke select on xiangtu.village from xiangtu_leader',
      /^right to select xiangtu.village of/,
    ],
    [
      'a leakproof flag',
      'alter function geometry_overlaps(geometry, geometry) not leakproof',
      /^leakproof geometry_overlaps/,
    ],
  ])('what is lost is named: %s', async (_, statement, expected) => {
    const { missing } = await rolledBack(database, async (administration) => {
      await administration.script(statement);
      return compareSecurity(administration);
    });
    expect(missing).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['a right of the public', 'grant select on xiangtu.village to xiangtu_public'],
    ['a right of everybody', 'grant select on xiangtu.village to public'],
    ['a policy', 'create policy open on xiangtu.assignment for select to xiangtu_leader using (true)'],
  ])('what was added by hand is named: %s', async (_, statement) => {
    const { unexpected } = await rolledBack(database, async (administration) => {
      await administration.script(statement);
      return compareSecurity(administration);
    });
    expect(unexpected).toHaveLength(1);
  });
});

describe('spatial indexes serve under row-level security', () => {
  const spatial = tileLayers.map((layer) => [layer.id, layer] as const);
  it.each(spatial)('%s', async (_, layer) => {
    for (const role of staff) {
      const plan = await database.read(role, { regions: ['433124'], personId: 1 }, async (transaction) => {
        // A small table may be read whole; what is asked is whether the index can be used at all.
        await transaction.run(sql`set local enable_seqscan = off`);
        return transaction.all<{ 'QUERY PLAN': string }>(sql`
          explain select 1 from ${layer.from}
          where ${layer.geometry} && ST_MakeEnvelope(12200000, 3300000, 12201000, 3301000, 3857)`);
      });
      const text = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect(text, `${role}: ${text}`).toMatch(/Index (Only )?Scan .*mercator|Index Cond: \(.*mercator &&/);
    }
  });
});

it('leakproof operators keep the index under a policy that depends on the row', async () => {
  const plans = await rolledBack(database, async (administration) => {
    await administration.script(`
      drop policy facts_are_read on xiangtu.village;
      create policy by_region on xiangtu.village for select to xiangtu_planner
        using (xiangtu.scope_covers(county_code));
      set local enable_seqscan = off`);
    const explain = async () => {
      await administration.script('set local role xiangtu_planner');
      const rows = await administration.all<{ 'QUERY PLAN': string }>(sql`
        explain select 1 from xiangtu.village
        where geom_mercator && ST_MakeEnvelope(12200000, 3300000, 12201000, 3301000, 3857)`);
      await administration.script('reset role');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const flagged = await explain();
    await administration.script('alter function geometry_overlaps(geometry, geometry) not leakproof');
    return { flagged, unflagged: await explain() };
  });
  expect(plans.flagged).toMatch(/Index Cond: \(geom_mercator &&/);
  expect(plans.unflagged).toMatch(/Seq Scan/);
});

it.runIf(engine === 'postgres')('the login role alone can do nothing', async () => {
  const rights = await names(sql`
    select nspname || '.' || relname as name
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('xiangtu', 'release', 'archive', 'meta') and relkind in ('r', 'p', 'v')
      and has_table_privilege('xiangtu_login', pg_class.oid, 'select, insert, update, delete')`);
  expect(rights).toEqual([]);
  const inherits = await names(
    sql`select rolname as name from pg_roles where rolname = 'xiangtu_login' and rolinherit`,
  );
  expect(inherits).toEqual([]);
});

it('a scope of one county does not see the undecided list of another', async () => {
  const seen = await rolledBack(database, async (administration) => {
    await administration.script(`
      insert into xiangtu.plan_version (
        id, plan_id, number, state, scheme_id, scheme_revision, base_version, source_id, region_code
      )
      select 'security-test', plan_id, 999, 'draft', scheme_id, scheme_revision, base_version, source_id, region_code
      from xiangtu.plan_version where number = 1;
      insert into xiangtu.assignment (version_id, county_code, village_id, category_key, source_id)
      select 'security-test', county_code, village_id, category_key, source_id
      from xiangtu.assignment
      where version_id = (select id from xiangtu.plan_version where number = 1)`);
    const count = async (regions: string) => {
      await administration.script(`set local role xiangtu_planner;
        select set_config('xiangtu.scope', '${regions}', true), set_config('xiangtu.person', '1', true)`);
      const rows = await administration.all<{ county: string; state: string }>(sql`
        select distinct county_code as county, state
        from xiangtu.assignment
        join xiangtu.plan_version on id = version_id and id = 'security-test'
        order by county_code`);
      await administration.script('reset role');
      return rows.map(({ county }) => county);
    };
    return {
      own: await count('433124'),
      parent: await count('4331'),
      foreign: await count('4301'),
      none: await count(''),
    };
  });
  expect(seen.own).toEqual(['433124']);
  expect(seen.parent.length).toBe(8);
  expect(seen.foreign).toEqual([]);
  expect(seen.none).toEqual([]);
});
