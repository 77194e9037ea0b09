import { numberedRandom } from '../../scripts/geography/random.ts';
import { sql } from '../../server/database/sql.ts';
import type { Administration } from '../../server/database/transaction.ts';

/** Text that stands in every undisclosed row written here, with a number of its own. */
export const canary = (number: number): string => `机密金丝雀${number}号CANARY${number * 7919}X`;
export const canaryPattern = /金丝雀|CANARY/;
/** Digits that no other coordinate has. */
export const canaryDigits = '98765432';

/**
 * Writes random rows and values that no release may show, nor be changed by: drafts, comments, working notes, people,
 * events, invented attributes, withheld sites, facilities that are not public, the exact places of sites drawn at their
 * village. Runs as superuser, past the guards.
 * @returns how many rows it wrote or changed, by kind
 */
export async function writeUndisclosed(
  administration: Administration,
  seed: number,
): Promise<Record<string, number>> {
  const random = numberedRandom(seed);
  const pick = (most: number) => 1 + Math.floor(random() * most);
  let number = 0;
  const token = () => canary((number += 1));
  const counts: Record<string, number> = {};
  const note = (kind: string, rows: number) => {
    counts[kind] = (counts[kind] ?? 0) + rows;
  };
  const place = () => sql`ST_SetSRID(ST_MakePoint(
    ${Number(`109.${pick(8)}${canaryDigits}`)}, ${Number(`28.${pick(8)}${canaryDigits}`)}), 4490)`;
  await administration.script('set local session_replication_role = replica');

  const { id: person } = await administration.one<{ id: number }>(sql`
    insert into xiangtu.person (login, name) values (${`canary${seed}`}, ${token()}) returning id`);
  await administration.run(sql`
    insert into xiangtu.person_grant (person_id, role, region_code) values (${person}, 'planner', '433100')`);
  note('person', 2);

  for (let draft = 0; draft < 6; draft += 1) {
    const id = `canary-${seed}-${draft}`;
    await administration.run(sql`
      insert into xiangtu.plan_version (
        id, plan_id, number, state, scheme_id, scheme_revision, base_version, source_id, region_code, kind, label,
        author_id, decision_reason
      )
      select ${id}, plan_id, ${500 + seed * 10 + draft}, ${['draft', 'submitted', 'returned'][draft % 3]}, scheme_id,
        scheme_revision, base_version, source_id, region_code, 'copy', ${token()}, ${person}, ${token()}
      from xiangtu.plan_version where kind = 'document'`);
    const listed = await administration.run(sql`
      insert into xiangtu.assignment (version_id, county_code, village_id, category_key, reason, source_id)
      select ${id}, county_code, village_id, category_key, ${token()}, assignment.source_id
      from xiangtu.assignment
      where version_id = (select id from xiangtu.plan_version where kind = 'document')
        and village_id % ${20 + pick(20)} = 0`);
    note('assignments of drafts', listed);
    await administration.run(sql`
      insert into xiangtu.version_comment (version_id, region_code, text, author_id)
      values (${id}, '433100', ${token()}, ${person})`);
    await administration.run(sql`
      insert into xiangtu.outbox (topic, region_code, version_id, actor_id, payload)
      values ('assignments-changed', '433100', ${id}, ${person}, ${JSON.stringify({ note: token() })}::jsonb)`);
    note('drafts, comments and events', 3);
  }

  // Working notes on the published list: who changed what and why.
  const notes = await administration.run(sql`
    update xiangtu.assignment
    set reason = ${token()}, changed_by = ${person}, changed_at = now(), revision = 7
    where version_id = (select id from xiangtu.plan_version where kind = 'document') and village_id % 31 = ${pick(30)}`);
  note('working notes', notes);
  note(
    'invented attributes',
    await administration.run(sql`
      update xiangtu.demonstration_attribute
      set population = population + ${pick(900)}, income_yuan = ${pick(9000)}, households = households + 1
      where village_id % 23 = ${pick(22)}`),
  );

  for (let site = 0; site < 10; site += 1) {
    await administration.run(sql`
      insert into xiangtu.site (
        county_code, id, name, households, people, size_class, checks, geom, location_quality, is_demonstration,
        source_id, disclosure
      )
      select county_code, ${900_000 + seed * 100 + site}, ${token()}, ${pick(400)}, ${pick(1600)}, 'large', checks,
        ${place()}, location_quality, is_demonstration, source_id, 'withheld'
      from xiangtu.site order by id limit 1`);
    note('withheld sites', 1);
  }
  note(
    'exact places of sites',
    await administration.run(sql`
      update xiangtu.site
      set geom = ST_SetSRID(ST_MakePoint(ST_X(geom) + ${pick(9) / 1000}::float8, ST_Y(geom)), 4490)
      where disclosure = 'village' and id % 4 = ${pick(4) - 1}`),
  );
  for (let facility = 0; facility < 30; facility += 1) {
    await administration.run(sql`
      insert into xiangtu.facility (
        county_code, id, kind, name, capacity, status, geom, location_quality, is_demonstration, source_id, is_public
      )
      select county_code, ${900_000 + seed * 100 + facility}, kind, ${token()}, ${pick(500)}, 'working', ${place()},
        location_quality, is_demonstration, source_id, false
      from xiangtu.facility order by id offset ${pick(3000)} limit 1`);
    note('facilities that are not public', 1);
  }
  return counts;
}
