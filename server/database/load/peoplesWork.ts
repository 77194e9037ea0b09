import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';

interface Work {
  people: number;
  versions: number;
  comments: number;
  changes: number;
  evidence: number;
  drawings: number;
  borders: number;
}

/**
 * What people have made here, in words; null where there is nothing but what the loader and demonstration accounts
 * made. Loading data anew would throw it away.
 */
export async function countPeoplesWork(transaction: Transaction): Promise<string | null> {
  const work = await transaction.one<Work>(sql`
    with person as (select id from xiangtu.person where not is_demonstration)
    select
      (select count(*) from person)::integer as people,
      (
        select count(*) from xiangtu.plan_version
        where kind <> 'document' and not is_demonstration
          and (author_id is null or author_id in (select id from person))
      )::integer as versions,
      (
        select count(*) from xiangtu.version_comment where author_id in (select id from person)
      )::integer as comments,
      (
        select count(*) from xiangtu.assignment_change where person_id in (select id from person)
      )::integer as changes,
      (select count(*) from xiangtu.evidence where uploaded_by in (select id from person))::integer as evidence,
      (
        select count(*)
        from (
          select changed_by from xiangtu.site
          union all select changed_by from xiangtu.facility
          union all select changed_by from xiangtu.project_place
          union all select changed_by from xiangtu.tourism_route
          union all select deleted_by from xiangtu.deleted_place
        ) as drawn(person_id)
        where person_id in (select id from person)
      )::integer as drawings,
      (
        select count(*) from xiangtu.territory_edit where person_id in (select id from person)
      )::integer as borders`);
  const parts = Object.entries(work).filter(([, count]) => count > 0);
  return parts.length === 0 ? null : parts.map(([what, count]) => `${count} ${what}`).join(', ');
}
