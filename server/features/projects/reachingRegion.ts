import { sql, type Fragment } from '../../database/sql.ts';

/**
 * Whether `project` names the region, a region above it, or the whole prefecture (全州): the plan gives places by
 * name only.
 */
export const reachingRegion = (region: string): Fragment => sql`exists (
  with recursive upward as (
    select name, parent_code from region where code = ${region}
    union all
    select parent.name, parent.parent_code
    from upward
    join region as parent on parent.code = upward.parent_code
  )
  select 1
  from upward
  where upward.name = any(project.places)
    or (upward.parent_code is null and '全州' = any(project.places))
    -- The prefecture itself is reached by a project in any of its counties.
    or ${region.endsWith('00')}
)`;
