import type { InboxItem } from '#contract/workflow';
import type { Grant, GrantRole } from '#domain/access/permissions';
import { regionPrefix } from '#domain/regions/regionCodes';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { Principal } from '../../http/principal.ts';

/** Days before its end when a disclosure window asks for attention. */
const endingDays = 7;

/** Prefixes of the regions somebody has one of the roles in. */
const prefixesOf = (grants: readonly Grant[], roles: readonly GrantRole[]): string[] =>
  grants.filter(({ role }) => roles.includes(role)).map(({ regionCode }) => regionPrefix(regionCode));

const covered = (code: Fragment, prefixes: readonly string[]): Fragment =>
  sql`${code} ^@ any(${prefixes}::text[])`;

const person = (id: Fragment): Fragment => sql`(
  select jsonb_build_object('id', person.id, 'name', person.name)
  from person
  where person.id = ${id}
)`;

const title: Fragment = sql`
  plan.short_name || ' · ' || coalesce(version.label, '第 ' || version.number || ' 版') as title,
  plan.short_name_en || ' · ' || coalesce(version.label, 'version ' || version.number) as title_en`;

const versions: Fragment = sql`
  plan_version as version
  join plan on plan.id = version.plan_id`;

/** Submitted by others, where the asker reviews. */
const toReview = (personId: number, reviewing: readonly string[]): Fragment => sql`
  select
    'to-review' as kind, 2 as urgency, version.id as version_id, null::text as release_id, ${title},
    version.region_code, version.submitted_at as at, ${person(sql`version.submitted_by`)} as by,
    null::text as note, null::integer as count
  from ${versions}
  where version.state = 'submitted' and version.submitted_by is distinct from ${personId}::integer
    and ${covered(sql`version.region_code`, reviewing)}`;

/** Returned, where the asker plans or to whom sent it. */
const returned = (personId: number, planning: readonly string[]): Fragment => sql`
  select
    'returned-to-me', 1, version.id, null, ${title}, version.region_code, version.decided_at,
    ${person(sql`version.decided_by`)}, version.decision_reason, null::integer
  from ${versions}
  where version.state = 'returned' and cardinality(${planning}::text[]) > 0
    and (
      version.submitted_by = ${personId}::integer or version.author_id = ${personId}::integer
      or ${covered(sql`version.region_code`, planning)}
    )`;

const toPublish = (reviewing: readonly string[]): Fragment => sql`
  select
    'to-publish', 3, version.id, null, ${title}, version.region_code,
    coalesce(version.decided_at, version.created_at),
    ${person(sql`version.decided_by`)}, version.decision_reason, null::integer
  from ${versions}
  where version.state = 'approved' and ${covered(sql`version.region_code`, reviewing)}`;

/** Open comments of others in the planner's regions, one item a version with the latest of them. */
const openComments = (personId: number, planning: readonly string[]): Fragment => sql`
  select
    'comment-open', 4, version.id, null, ${title}, version.region_code, comments.at,
    ${person(sql`comments.author_id`)}, comments.text, comments.count
  from ${versions}
  cross join lateral (
    select
      count(*)::integer as count, max(created_at) as at,
      (array_agg(author_id order by created_at desc, id desc))[1] as author_id,
      (array_agg(text order by created_at desc, id desc))[1] as text
    from version_comment as comment
    where comment.version_id = version.id and comment.resolved_at is null
      and comment.author_id <> ${personId}::integer
      and (
        ${covered(sql`comment.region_code`, planning)}
        or (comment.region_code = version.region_code and cardinality(${planning}::text[]) > 0)
      )
  ) as comments
  where version.state in ('draft', 'submitted', 'returned') and comments.count > 0`;

/** Drafts with villages nobody has handled yet, of the counties the asker plans. */
const unassigned = (planning: readonly string[]): Fragment => sql`
  select
    'draft-unassigned', 5, version.id, null, ${title}, version.region_code, version.created_at,
    ${person(sql`version.author_id`)}, null, list.count
  from ${versions}
  cross join lateral (
    select count(*)::integer as count
    from assignment
    where version_id = version.id and status = 'unassigned'
      and ${covered(sql`county_code`, planning)}
  ) as list
  where version.state = 'draft' and list.count > 0`;

/** Disclosures 公示 that are open today, by the clock of the offices. */
const windows = (answering: readonly string[]): Fragment => sql`
  select
    case when release.days_left <= ${endingDays}::integer then 'window-ending' else 'window-open' end,
    case when release.days_left <= ${endingDays}::integer then 0 else 6 end,
    release.version_id, release.id, ${title}, release.region_code, release.published_at,
    ${person(sql`release.published_by`)}, null, release.days_left
  from (
    select release.*, window_end - (now() at time zone 'Asia/Shanghai')::date as days_left
    from archive.release
    where state = 'published'
      and (now() at time zone 'Asia/Shanghai')::date between window_start and window_end
  ) as release
  join plan_version as version on version.id = release.version_id
  join plan on plan.id = version.plan_id
  where ${covered(sql`release.region_code`, answering)}`;

/** What waits for somebody, most urgent and then oldest first; derived from what is, so that it is never stale. */
export function listInbox(
  transaction: Transaction,
  { personId, grants }: Pick<Principal, 'personId' | 'grants'>,
): Promise<InboxItem[]> {
  const reviewing = prefixesOf(grants, ['reviewer']);
  const planning = prefixesOf(grants, ['planner']);
  const parts = [
    toReview(personId, reviewing),
    returned(personId, planning),
    toPublish(reviewing),
    openComments(personId, planning),
    unassigned(planning),
    windows(prefixesOf(grants, ['clerk', 'reviewer'])),
  ];
  const all = parts.slice(1).reduce((union, part) => sql`${union} union all ${part}`, parts[0]!);
  return transaction.all<InboxItem>(sql`
    select
      kind, version_id as "versionId", release_id as "releaseId", title, title_en as "titleEn",
      region_code as "regionCode", at, by, note, count
    from (${all}) as item
    order by urgency, at, version_id`);
}
