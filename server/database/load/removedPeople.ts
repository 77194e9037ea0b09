import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Closes the demonstration accounts: those that never did anything are deleted, the others keep their name beside
 * what they did and cannot log in.
 * @returns number of accounts deleted
 */
export async function removeDemonstrationPeople(transaction: Transaction): Promise<number> {
  const own = sql`select id from xiangtu.person where is_demonstration`;
  await transaction.run(sql`delete from xiangtu.session where person_id in (${own})`);
  await transaction.run(sql`
    delete from xiangtu.setup_link where person_id in (${own}) or created_by in (${own})`);
  await transaction.run(sql`delete from xiangtu.person_grant where person_id in (${own})`);
  await transaction.run(sql`
    update xiangtu.person set is_disabled = true, password_hash = null where is_demonstration`);
  return transaction.run(sql`
    delete from xiangtu.person
    where is_demonstration and not exists (
      select from (
      select person_id from xiangtu.audit_event where person_id is not null
      union all select created_by from xiangtu.person where created_by is not null
      union all select granted_by from xiangtu.person_grant where granted_by is not null
      union all select unnest(array[author_id, submitted_by, decided_by]) from xiangtu.plan_version
        where coalesce(author_id, submitted_by, decided_by) is not null
      union all select changed_by from xiangtu.assignment where changed_by is not null
      union all select person_id from xiangtu.assignment_change
      union all select person_id from xiangtu.assignment_batch
      union all select unnest(array[author_id, resolved_by]) from xiangtu.version_comment
      union all select uploaded_by from xiangtu.evidence
      union all select added_by from xiangtu.assignment_evidence
      union all select changed_by from xiangtu.version_rule_list where changed_by is not null
      union all select changed_by from xiangtu.site where changed_by is not null
      union all select changed_by from xiangtu.facility where changed_by is not null
      union all select changed_by from xiangtu.project_place where changed_by is not null
      union all select changed_by from xiangtu.tourism_route where changed_by is not null
      union all select deleted_by from xiangtu.deleted_place
      union all select published_by from archive.release where published_by is not null
      union all select retracted_by from archive.release where retracted_by is not null
      ) as acted(person_id)
      where acted.person_id = person.id
    )`);
}
