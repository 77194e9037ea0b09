import { grantRoles, type Grant, type GrantRole } from '../../server/domain/access/permissions.ts';
import { versionStates, type VersionState } from '../../server/domain/versions/versionState.ts';
import type { Administration } from '../../server/database/transaction.ts';
import { sql } from '../../server/database/sql.ts';
import type { StoredFile } from '../../server/files/fileStore.ts';
import type { Principal } from '../../server/http/principal.ts';

/** Region of the plan every fixture belongs to, and how a grant can lie to it. */
export const planRegion = '433100';
export const relations = {
  own: planRegion,
  parent: '430000',
  child: '433124',
  sibling: '430100',
  foreign: '110000',
} as const;
export type Relation = keyof typeof relations;

/** A county of the plan that the child grant covers, and one it does not. */
export const counties = { granted: '433124', other: '433125' } as const;

/** Somebody who asks: anonymous, or with these grants. */
export interface Asker {
  label: string;
  principal: Principal | null;
}

export const csrfToken = 'token-of-the-test';

const principalWith = (personId: number, grants: Grant[]): Principal => ({
  personId,
  login: 'authorization-test',
  name: '授权测试',
  grants,
  csrfToken,
});

/** Nobody, somebody without a grant, every role × relation, and one person with different roles in two regions. */
export function askers(personId: number): Asker[] {
  const single = grantRoles.flatMap((role) =>
    (Object.keys(relations) as Relation[]).map((relation) => ({
      label: `${role} of ${relation}`,
      principal: principalWith(personId, [{ role, regionCode: relations[relation] }]),
    })),
  );
  const mixed: [string, Grant[]][] = [
    ['nobody in particular', []],
    [
      'planner of own and reviewer of sibling',
      [
        { role: 'planner', regionCode: relations.own },
        { role: 'reviewer', regionCode: relations.sibling },
      ],
    ],
    [
      'reviewer of own and planner of foreign',
      [
        { role: 'reviewer', regionCode: relations.own },
        { role: 'planner', regionCode: relations.foreign },
      ],
    ],
    ['every role of own', grantRoles.map((role: GrantRole) => ({ role, regionCode: relations.own }))],
  ];
  return [
    { label: 'anonymous', principal: null },
    ...single,
    ...mixed.map(([label, grants]) => ({ label, principal: principalWith(personId, grants) })),
  ];
}

/** Steps by which a version reaches a state; the guard of the database allows no other. */
const pathTo: Record<VersionState, VersionState[]> = {
  draft: [],
  submitted: ['submitted'],
  returned: ['submitted', 'returned'],
  approved: ['submitted', 'approved'],
  published: ['submitted', 'approved', 'published'],
  superseded: ['submitted', 'approved', 'published', 'superseded'],
  retracted: ['submitted', 'approved', 'published', 'retracted'],
};

export const fixtureId = (state: VersionState, submitter: 'other' | 'actor' = 'other'): string =>
  `authorization-${state}-${submitter}`;

export interface Fixture {
  actorId: number;
  otherId: number;
  /** A village of the granted county and one of the other county, both in every list. */
  villages: { granted: number; other: number };
  /** An id of a comment in each version. */
  comments: Record<string, number>;
  evidence: string;
}

/**
 * Two people and a version in every state, submitted by the other person (and one of each undecided state submitted by
 * the actor), with one village of each county in its list, a comment and a file. `removeFixture` takes it away.
 * @param file what the evidence of each version is
 */
export async function insertFixture(
  administration: Administration,
  file: StoredFile = { hash: 'e'.repeat(64), bytes: 1 },
): Promise<Fixture> {
  const person = async (login: string) =>
    (
      await administration.one<{ id: number }>(sql`
        insert into xiangtu.person (login, name) values (${login}, ${login}) returning id`)
    ).id;
  const [actorId, otherId] = [await person('authorization-actor'), await person('authorization-other')];
  const villageOf = async (county: string) =>
    (
      await administration.one<{ id: number }>(sql`
        select min(village_id) as id from xiangtu.assignment where county_code = ${county}`)
    ).id;
  const villages = { granted: await villageOf(counties.granted), other: await villageOf(counties.other) };
  await administration.run(sql`
    insert into xiangtu.evidence (hash, media_type, bytes, uploaded_by)
    values (${file.hash}, 'application/pdf', ${file.bytes}, ${otherId})`);
  const comments: Record<string, number> = {};
  let number = 900;
  for (const state of versionStates) {
    for (const submitter of ['other', 'actor'] as const) {
      const id = fixtureId(state, submitter);
      number += 1;
      await administration.run(sql`
        insert into xiangtu.plan_version (
          id, plan_id, number, state, scheme_id, scheme_revision, base_version, source_id, region_code, kind, label,
          author_id
        )
        select ${id}, plan_id, ${number}, 'draft', scheme_id, scheme_revision, base_version, source_id, region_code,
          'copy', ${id}, ${otherId}
        from xiangtu.plan_version where kind = 'document'`);
      await administration.run(sql`
        insert into xiangtu.assignment (version_id, county_code, village_id, category_key, source_id)
        select ${id}, county_code, village_id, category_key, assignment.source_id
        from xiangtu.assignment
        join xiangtu.plan_version as document on document.id = version_id and document.kind = 'document'
        where village_id = any(${[villages.granted, villages.other]})`);
      await administration.run(sql`
        insert into xiangtu.assignment_evidence (version_id, county_code, village_id, hash, file_name, added_by)
        values (${id}, ${counties.granted}, ${villages.granted}, ${file.hash}, 'a.pdf', ${otherId})`);
      const comment = await administration.one<{ id: number }>(sql`
        insert into xiangtu.version_comment (version_id, region_code, text, author_id)
        values (${id}, ${planRegion}, 'text', ${otherId}) returning id`);
      comments[id] = comment.id;
      for (const next of pathTo[state]) {
        const isSubmission = next === 'submitted';
        await administration.run(sql`
          update xiangtu.plan_version
          set state = ${next},
            submitted_at = case when ${isSubmission} then now() else submitted_at end,
            decided_at = case when ${isSubmission} then null else now() end,
            submitted_by = case when ${isSubmission} then ${submitter === 'actor' ? actorId : otherId}::integer else submitted_by end
          where id = ${id}`);
      }
    }
  }
  return { actorId, otherId, villages, comments, evidence: file.hash };
}

/** Takes the fixture away again, past the guards that protect real versions. */
export async function removeFixture(administration: Administration): Promise<void> {
  await administration.script(`
    set local session_replication_role = replica;
    delete from xiangtu.assignment_evidence where version_id like 'authorization-%';
    delete from xiangtu.version_comment where version_id like 'authorization-%';
    delete from xiangtu.assignment where version_id like 'authorization-%';
    delete from xiangtu.version_rule where version_id like 'authorization-%';
    delete from xiangtu.version_rule_list where version_id like 'authorization-%';
    delete from xiangtu.version_presence where version_id like 'authorization-%';
    delete from xiangtu.assignment_batch where version_id like 'authorization-%';
    delete from xiangtu.plan_version where id like 'authorization-%';
    delete from xiangtu.evidence
    where uploaded_by in (select id from xiangtu.person where login like 'authorization-%');
    delete from xiangtu.person_grant where person_id in (select id from xiangtu.person where login like 'authorization-%');
    delete from xiangtu.setup_link where person_id in (select id from xiangtu.person where login like 'authorization-%');
    delete from xiangtu.person where login like 'authorization-%'`);
}
