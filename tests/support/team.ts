import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import type { Grant } from '../../server/domain/access/permissions.ts';
import { bodyOf, send, principalWith, testApp, type TestApp } from '../api/testApp.ts';

/** The version the shipped plan document is. */
export const documentVersion = 'xiangxi-2021-2025-v1';
export const planId = 'xiangxi-2021-2025';
export const prefecture = '433100';
/** 花垣县 and 保靖县: a county of the planner who has one, and a sibling of it. */
export const county = '433124';
export const siblingCounty = '433125';

const rolesOf = {
  planner: [{ role: 'planner', regionCode: prefecture }],
  colleague: [{ role: 'planner', regionCode: prefecture }],
  countyPlanner: [{ role: 'planner', regionCode: county }],
  siblingPlanner: [{ role: 'planner', regionCode: siblingCounty }],
  reviewer: [{ role: 'reviewer', regionCode: prefecture }],
  countyReviewer: [{ role: 'reviewer', regionCode: county }],
  both: [
    { role: 'planner', regionCode: prefecture },
    { role: 'reviewer', regionCode: prefecture },
  ],
  clerk: [{ role: 'clerk', regionCode: prefecture }],
  leader: [{ role: 'leader', regionCode: prefecture }],
} as const satisfies Record<string, readonly Grant[]>;
export type Member = keyof typeof rolesOf;

export interface Team {
  ids: Record<Member, number>;
  apps: Record<Member, TestApp>;
  /** Takes away the people and every version they made, decided ones too. */
  remove(): Promise<void>;
}

/** People of every role in the database of the run, and an application for each. */
export async function makeTeam(database: Database, purpose: string): Promise<Team> {
  const members = Object.keys(rolesOf) as Member[];
  const ids = {} as Team['ids'];
  const apps = {} as Team['apps'];
  for (const member of members) {
    const login = `${purpose}-${member.toLowerCase()}`;
    const { id } = await database.administer((administration) =>
      administration.one<{ id: number }>(sql`
        insert into xiangtu.person (login, name)
        values (${login}, ${member})
        on conflict (login) do update set name = excluded.name
        returning id`),
    );
    ids[member] = id;
    apps[member] = testApp(database, { as: principalWith(rolesOf[member], id) });
  }
  const services = await Promise.all(members.map((member) => apps[member].services));
  return {
    ids,
    apps,
    remove: async () => {
      await Promise.all(services.map((made) => made.close()));
      await removeWork(database, Object.values(ids));
    },
  };
}

/** Guards let nobody delete what is decided, so the test takes them off for its own rows. */
async function removeWork(database: Database, people: number[]): Promise<void> {
  await database.administer(async (administration) => {
    await administration.script('set local session_replication_role = replica');
    const versions = sql`(select id from xiangtu.plan_version where author_id = any(${people}::integer[]))`;
    for (const statement of [
      sql`delete from xiangtu.assignment_evidence where version_id in ${versions}`,
      sql`delete from xiangtu.declared_count where version_id in ${versions}`,
      sql`delete from xiangtu.assignment_batch where version_id in ${versions}`,
      sql`delete from xiangtu.assignment_change where version_id in ${versions}`,
      sql`delete from xiangtu.version_comment where version_id in ${versions}`,
      sql`delete from xiangtu.assignment where version_id in ${versions}`,
      sql`delete from xiangtu.version_rule where version_id in ${versions}`,
      sql`delete from xiangtu.version_rule_list where version_id in ${versions}`,
      sql`delete from xiangtu.version_presence where version_id in ${versions}`,
      sql`delete from xiangtu.version_presence where person_id = any(${people}::integer[])`,
      sql`delete from xiangtu.plan_version where author_id = any(${people}::integer[])`,
      sql`delete from xiangtu.evidence where uploaded_by = any(${people}::integer[])`,
      sql`delete from xiangtu.outbox where actor_id = any(${people}::integer[])`,
      sql`delete from xiangtu.person where id = any(${people}::integer[])`,
    ]) {
      await administration.run(statement);
    }
  });
}

let copies = 0;
/** A draft with the list of the document. Returns its id. */
export async function makeDraft(app: TestApp): Promise<string> {
  copies += 1;
  const body = { kind: 'copy', from: documentVersion, label: `测试草案 ${copies}` };
  const response = await send(app, 'post', '/api/versions', body);
  if (response.status !== 200) throw new Error(`no draft: ${response.status} ${response.text}`);
  return (response.body as { id: string }).id;
}

/** Ids of villages of a county that are in the document's list. */
export async function listedVillages(
  database: Database,
  countyCode: string,
  count: number,
): Promise<number[]> {
  const rows = await database.administer((administration) =>
    administration.all<{ id: number }>(sql`
      select village_id as id
      from xiangtu.assignment
      where version_id = ${documentVersion} and county_code = ${countyCode}
      order by village_id
      limit ${count}`),
  );
  return rows.map(({ id }) => id);
}

let keys = 0;
/** A key no other batch of this process has. */
export const newKey = (): string => `test-${process.pid}-${(keys += 1)}`;

/** Sends a batch of edits on top of a revision. */
export const patch = (
  app: TestApp,
  version: string,
  {
    revision,
    key = newKey(),
    ...body
  }: { revision: number; key?: string; edits: object[]; overwrite?: number[]; history?: object },
) =>
  send(app, 'patch', `/api/versions/${version}/assignments`)
    .set('if-match', `"${revision}"`)
    .set('idempotency-key', key)
    .send(body);

export const unassigned = (...villageIds: number[]) => ({ status: 'unassigned', villageIds });
export const deferred = (reviewDate: string, ...villageIds: number[]) => ({
  status: 'deferred',
  reviewDate,
  villageIds,
});

/** What the database holds of a draft: its revision, its journal, and that the journal tells of its list. */
export const stateOf = (database: Database, id: string) =>
  database.administer((administration) =>
    administration.one<{
      revision: number;
      journal: number;
      batches: number;
      audits: number;
      news: number;
    }>(sql`
      select
        revision,
        (select count(*)::integer from xiangtu.assignment_change where version_id = ${id}) as journal,
        (select count(*)::integer from xiangtu.assignment_batch where version_id = ${id}) as batches,
        (
          select count(*)::integer from xiangtu.audit_event
          where subject_id = ${id} and action = 'change-assignments'
        ) as audits,
        (
          select count(*)::integer from xiangtu.outbox
          where version_id = ${id} and topic = 'assignments-changed'
        ) as news
      from xiangtu.plan_version
      where id = ${id}`),
  );

/** A village's row in the list of a version, as a leader sees it. */
export const rowOf = async (team: Team, id: string, villageId: number) => {
  const list = await bodyOf<{ items: { villageId: number }[] }>(
    team.apps.leader,
    `/api/versions/${id}/assignments/rows?limit=1000&region=${county}`,
  );
  return list.items.find((row) => row.villageId === villageId);
};
