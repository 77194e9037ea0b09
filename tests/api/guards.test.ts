import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  county,
  documentVersion,
  listedVillages,
  makeDraft,
  makeTeam,
  patch,
  prefecture,
  type Team,
  unassigned,
} from '../support/team.ts';
import { send } from './testApp.ts';

/** Guards that work a statement at a time refuse what those of rows did, whoever asks. */
let database: Database;
let team: Team;
let village: number;
beforeAll(async () => {
  database = openTestDatabase();
  team = await makeTeam(database, 'guards');
  [village] = (await listedVillages(database, county, 1)) as [number];
});
afterAll(async () => {
  await team.remove();
  await database.close();
});

const administer = (statement: Fragment) =>
  database.administer((administration) => administration.run(statement));
const refused = (statement: Fragment) =>
  expect(administer(statement), statement.text).rejects.toMatchObject({ code: 'illegal-state' });

describe('the list of a decided version', () => {
  it('is refused in a statement that also touches a draft', async () => {
    const id = await makeDraft(team.apps.planner);
    await refused(sql`
      update xiangtu.assignment set reason = 'x'
      where version_id in (${id}, ${documentVersion}) and village_id = ${village}`);
    await refused(sql`
      delete from xiangtu.assignment where version_id in (${id}, ${documentVersion}) and village_id = ${village}`);
    await refused(sql`
      insert into xiangtu.assignment (version_id, county_code, village_id, status, source_id)
      select version, county_code, village.id, 'unassigned', source_id
      from xiangtu.village, unnest(array[${id}, ${documentVersion}]) as version
      where village.id = (
        select max(outside.id) from xiangtu.village as outside
        where not exists (select from xiangtu.assignment as listed where listed.village_id = outside.id)
      )`);
    expect(
      await administer(sql`
        update xiangtu.assignment set reason = 'x' where version_id = ${id} and village_id = ${village}`),
    ).toBe(1);
  });

  it('gets no rows from elsewhere, nor do drafts exchange theirs', async () => {
    const [one, other] = [await makeDraft(team.apps.planner), await makeDraft(team.apps.planner)];
    for (const to of [documentVersion, other]) {
      await expect(
        administer(sql`
          update xiangtu.assignment set version_id = ${to} where version_id = ${one} and village_id = ${village}`),
      ).rejects.toMatchObject({ code: 'illegal-state' });
    }
  });
});

describe('the journal of changes', () => {
  const entry = (version: string, person: number) => sql`
    insert into xiangtu.assignment_change (version_id, county_code, revision, village_id, before, after, person_id)
    values (${version}, ${county}, 900, ${village}, null, null, ${person})`;

  it('names versions and people that are there, as with a foreign key', async () => {
    const id = await makeDraft(team.apps.planner);
    for (const statement of [entry('none', team.ids.planner), entry(id, 2_000_000_000)]) {
      await expect(administer(statement)).rejects.toMatchObject({ cause: { code: '23503' } });
    }
    expect(await administer(entry(id, team.ids.clerk))).toBe(1);
    await expect(
      administer(sql`delete from xiangtu.person where id = ${team.ids.clerk}`),
    ).rejects.toMatchObject({ cause: { code: '23503' } });
  });

  it('is not rewritten, and goes with its draft', async () => {
    const id = await makeDraft(team.apps.planner);
    await patch(team.apps.planner, id, { revision: 1, edits: [unassigned(village)] });
    await refused(sql`update xiangtu.assignment_change set revision = 7 where version_id = ${id}`);
    const planner = { regions: [prefecture], personId: team.ids.planner };
    await expect(
      database.transaction('planner', planner, (transaction) =>
        transaction.run(sql`delete from assignment_change where version_id = ${id}`),
      ),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
    expect((await send(team.apps.planner, 'delete', `/api/versions/${id}`)).status).toBe(200);
    expect(await administer(sql`select from xiangtu.assignment_change where version_id = ${id}`)).toBe(0);
  });
});
