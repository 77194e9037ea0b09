import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '#contract/instance';
import type { Site } from '#contract/places';
import type { VillageDetail } from '#contract/villages';
import type { Database } from '../../server/database/database.ts';
import { removeDemonstration } from '../../server/database/load/demonstration.ts';
import { loadShippedData } from '../../server/database/load/index.ts';
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { hiddenSitesOf } from '../../server/features/releases/redaction.ts';
import {
  madeFromRelease,
  neverCopied,
  releaseTables,
  tableCopies,
} from '../../server/features/releases/tableCopies.ts';
import type { Services } from '../../server/services.ts';
import { asOwner, rowsOf, startOwnDatabase } from './ownDatabase.ts';
import { bodyOf, get, testApp, type TestApp } from './testApp.ts';

let database: Database;
let stop: () => Promise<void>;
let services: Services;
let anonymous: TestApp;
let staff: TestApp;

/** Sites the rules are tried on, and a canary in everything that must not come out. */
const exact = 1;
const withheld = 2;
const small = 3;
const canary = '金丝雀不得公开';

beforeAll(async () => {
  ({ database, stop } = await startOwnDatabase());
  anonymous = testApp(database, { as: null });
  services = await anonymous.services;
  staff = testApp(database, { services });
  await asOwner(
    database,
    sql`update xiangtu.site set disclosure = 'exact' where id = ${exact}`,
    sql`update xiangtu.site set disclosure = 'withheld', name = ${`${canary}点`} where id = ${withheld}`,
    sql`update xiangtu.site set households = 3, people = 9, capacity_households = 3 where id = ${small}`,
    sql`update xiangtu.facility set is_public = false, name = ${`${canary}站`} where id = 1`,
    sql`update xiangtu.plan_version set label = ${`${canary}草案`} where id = 'xiangxi-2021-2025-v3'`,
    sql`
      update xiangtu.assignment set reason = ${`${canary}理由`}
      where version_id = 'xiangxi-2021-2025-v3' and status = 'unassigned'`,
    sql`update xiangtu.version_comment set text = ${`${canary}意见`}`,
    sql`update xiangtu.demonstration_attribute set income_yuan = 987654321 where village_id = 1`,
  );
  await services.releases.prepare({ report: () => {} });
});
afterAll(async () => {
  await services?.close();
  await stop?.();
});

const siteOf = async (app: TestApp, id: number, side: '' | 'public/') =>
  bodyOf<Site>(app, `/api/${side}sites/${id}`);

describe('the description of the copy', () => {
  it('says of every working column whether it is copied, redacted or withheld', async () => {
    const columns = await rowsOf<{ table: string; column: string }>(
      database,
      sql`
        select table_name as table, column_name as column
        from information_schema.columns
        where table_schema = 'xiangtu' and table_name in (
          select table_name from information_schema.tables where table_schema = 'archive' and table_name <> 'release'
        )`,
    );
    const described = new Set(
      tableCopies.flatMap(({ table, columns: copied, geometry = [], redacted = {}, withheld: left = [] }) =>
        [...copied, ...geometry, ...Object.keys(redacted), ...left].map((column) => `${table}.${column}`),
      ),
    );
    const listed = tableCopies.reduce(
      (sum, { columns: copied, geometry = [], redacted = {}, withheld: left = [] }) =>
        sum + copied.length + geometry.length + Object.keys(redacted).length + left.length,
      0,
    );
    const others = new Set([...madeFromRelease, ...neverCopied]);
    const present = columns
      .filter(({ table }) => !others.has(table))
      .map(({ table, column }) => `${table}.${column}`);
    expect(present.filter((column) => !described.has(column))).toEqual([]);
    expect([...described].filter((column) => !present.includes(column))).toEqual([]);
    expect(listed).toBe(described.size);
  });

  it('knows every table a release can hold', async () => {
    const tables = await rowsOf<{ name: string }>(
      database,
      sql`
        select table_name as name from information_schema.tables
        where table_schema = 'archive' and table_name <> 'release' order by 1`,
    );
    expect([...releaseTables, ...neverCopied].toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
  });
});

describe('in public', () => {
  it('a site is drawn at its village, one that is cleared at its own place', async () => {
    const drawn = await siteOf(anonymous, 4, 'public/');
    const working = await siteOf(staff, 4, '');
    expect(drawn.position).not.toEqual(working.position);
    const village = await bodyOf<VillageDetail>(anonymous, `/api/public/villages/${working.villageId}`);
    expect(drawn.position).toEqual(village.position);
    expect(drawn.locationQuality).toBe(village.locationQuality);
    expect((await siteOf(anonymous, exact, 'public/')).position).toEqual(
      (await siteOf(staff, exact, '')).position,
    );
    const [mercator] = await rowsOf<{ wrong: number }>(
      database,
      sql`
        select count(*)::integer as wrong from archive.site
        where ST_Distance(geom_mercator, ST_Transform(geom, 3857)) > 0.01`,
    );
    expect(mercator!.wrong).toBe(0);
  });

  it('what is withheld or not public is not there', async () => {
    expect((await siteOf(staff, withheld, '')).name).toContain(canary);
    expect((await get(anonymous, `/api/public/sites/${withheld}`)).status).toBe(404);
    expect((await get(staff, '/api/facilities/1')).status).toBe(200);
    expect((await get(anonymous, '/api/public/facilities/1')).status).toBe(404);
    expect((await bodyOf<{ total: number }>(anonymous, '/api/public/sites')).total).toBe(75);
  });

  it('invented attributes, reasons and people are not there', async () => {
    const working = await bodyOf<VillageDetail>(staff, '/api/villages/1');
    expect(working.demonstration?.incomeYuan).toBe(987654321);
    expect((await bodyOf<VillageDetail>(anonymous, '/api/public/villages/1')).demonstration).toBeNull();
    const [left] = await rowsOf<{ notes: number; people: number }>(
      database,
      sql`
        select
          (
            select count(*) from archive.assignment
            where reason is not null or changed_by is not null or changed_at is not null or revision <> 1
          )::integer as notes,
          (
            select count(*) from archive.plan_version
            where coalesce(author_id, submitted_by, decided_by) is not null or decision_reason is not null
              or submitted_at is not null or decided_at is not null or based_on is not null
          )::integer as people`,
    );
    expect(left).toEqual({ notes: 0, people: 0 });
    const [control] = await rowsOf<{ reasons: number }>(
      database,
      sql`
        select count(*)::integer as reasons from xiangtu.assignment
        where version_id = 'xiangxi-2021-2025-v1' and reason is not null`,
    );
    expect(control!.reasons).toBeGreaterThan(0);
  });

  it('no canary is in any row or file', async () => {
    const tables = await database.administer(async (administration) => {
      const found: string[] = [];
      for (const table of [...releaseTables, ...neverCopied].map((name) => `archive.${name}`)) {
        const { rows } = await administration.one<{ rows: number }>(sql`
          select count(*)::integer as rows
          from ${sql.identifier(table, [table])} as kept
          where to_jsonb(kept)::text like ${`%${canary}%`}`);
        if (rows > 0) found.push(table);
      }
      return found;
    });
    expect(tables).toEqual([]);
    const release = (await services.releases.find((await services.releases.currentId())!))!;
    const texts = release.files.filter(({ name }) => /\.(csv|geojson)$/.test(name));
    expect(texts.length).toBe(14);
    for (const { name } of texts) {
      const { text, body } = await get(anonymous, `/releases/${release.id}/${name}`).buffer(true);
      const content = text ?? String(body);
      expect([name, content.length > 100, content.includes(canary)]).toEqual([name, true, false]);
    }
  });

  it('figures of small groups are hidden, with others so that no total gives them away', async () => {
    const hidden = await rowsOf<{ id: number }>(
      database,
      sql`select id from archive.site where households is null and people is null and capacity_households is null`,
    );
    const ids = hidden.map(({ id }) => id);
    expect(ids).toContain(small);
    expect(ids.length).toBeGreaterThan(1);
    // An attacker knows the true total of each county and what is published.
    const open = await rowsOf<{ county: string; hidden: number; missing: number }>(
      database,
      sql`
        select working.county_code as county, count(*) filter (where kept.households is null)::integer as hidden,
          sum(working.households) filter (where kept.households is null)::integer as missing
        from xiangtu.site as working
        join archive.site as kept using (id)
        group by working.county_code
        having bool_or(kept.households is null)`,
    );
    for (const { hidden: parts, missing } of open) {
      expect(parts).toBeGreaterThan(1);
      expect(missing).toBeGreaterThan(5);
    }
    const csv = await get(anonymous, `/releases/${await services.releases.currentId()}/sites.csv`).buffer(
      true,
    );
    const row = csv.text.split('\n').find((line) => line.startsWith(`${small},`))!;
    expect(row).toContain(',,,');
  });
});

describe('the role of the public', () => {
  it('releases are all the role public has rights on', async () => {
    const rights = await rowsOf<{ right: string }>(
      database,
      sql`
        select nspname || '.' || relname as right
        from pg_class
        join pg_namespace on pg_namespace.oid = relnamespace
        where nspname not in ('pg_catalog', 'information_schema', 'release', 'public') and relkind in ('r', 'v', 'p', 'm')
          and nspname !~ '^pg_toast'
          and (has_table_privilege('xiangtu_public', pg_class.oid, 'select, insert, update, delete, truncate')
            or has_any_column_privilege('xiangtu_public', pg_class.oid, 'select, insert, update'))
        union all
        select 'write ' || relname
        from pg_class
        join pg_namespace on pg_namespace.oid = relnamespace
        where nspname = 'release'
          and has_table_privilege('xiangtu_public', pg_class.oid, 'insert, update, delete, truncate')`,
    );
    expect(rights).toEqual([]);
    const readable = await database.read(
      'public',
      { ...noScope, releaseId: (await services.releases.currentId())! },
      (transaction) =>
        transaction.one<{ villages: number }>(sql`select count(*)::integer as villages from village`),
    );
    expect(readable.villages).toBe(1819);
    await expect(
      database.read('public', noScope, (transaction) => transaction.all(sql`select id from xiangtu.village`)),
    ).rejects.toThrow('(select id …) failed');
  });
});

describe('hidden sites', () => {
  const site = (id: number, countyCode: string, households: number | null) => ({
    id,
    countyCode,
    households,
    people: households === null ? null : households * 4,
  });

  it('are none without a small one, and never one alone in its county', () => {
    const large = [site(1, 'a', 20), site(2, 'a', 30), site(3, 'b', 40)];
    expect(hiddenSitesOf(large, 'top')).toEqual({ small: [], complementary: [] });
    const { small: few, complementary } = hiddenSitesOf([...large, site(4, 'a', 2)], 'top');
    expect(few).toEqual([4]);
    expect(complementary).toEqual([1]);
  });
});

describe('when demonstration data is removed', () => {
  it('the public sees a release without it, and the accounts are closed', async () => {
    const before = await bodyOf<Instance>(anonymous, '/api/public/instance');
    expect(before.isDemonstration).toBe(true);
    const lines: string[] = [];
    const deleted = await database.administer(removeDemonstration);
    await services.releases.prepare({ report: (line) => lines.push(line) });
    expect(deleted).toMatchObject({ plan_version: 2, version_comment: 2, person: 6, site: 76 });
    expect(lines.length).toBeGreaterThan(0);
    const after = await bodyOf<Instance>(anonymous, '/api/public/instance');
    expect(after.isDemonstration).toBe(false);
    expect(after.release!.id).not.toBe(before.release!.id);
    expect(after.release).toMatchObject({ versionId: before.release!.versionId, isDemonstration: false });
    expect(after.release!.contact).not.toContain('示例');
    for (const { name } of after.release!.files.filter((file) => /\.(csv|geojson)$/.test(file.name))) {
      const { text } = await get(anonymous, `/releases/${after.release!.id}/${name}`).buffer(true);
      // The plan's own notes speak of examples; a row that is one says so in a cell.
      expect([name, /演示|[,"]示例[,"]/.test(text ?? '')]).toEqual([name, false]);
    }
    const description = await get(anonymous, `/releases/${after.release!.id}/tiles/places.json`);
    expect(description.text).not.toContain('演示');
    const again: string[] = [];
    await services.releases.prepare({ report: (line) => again.push(line) });
    expect(again).toEqual([]);
  }, 120_000);

  it('a newer shipped state is loaded only where nobody has worked', async () => {
    const stale = sql`update meta.data_load set checksum = 'older' where key = 'plan'`;
    const somebody = sql`insert into xiangtu.person (login, name) values ('zhang', '张老师')`;
    await asOwner(database, stale, somebody);
    const lines: string[] = [];
    const options = { withDemonstration: false, log: (line: string) => lines.push(line) };
    expect((await loadShippedData(database, options)).isLoaded).toBe(false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('1 people');
    await asOwner(database, sql`delete from xiangtu.person where login = 'zhang'`);
    expect((await loadShippedData(database, options)).isLoaded).toBe(true);
  });
});
