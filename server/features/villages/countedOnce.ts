import { sql, type Fragment } from '../../database/sql.ts';

/**
 * Leaves out the official twin of a village that the plan lists under another name: a doubtful village (no
 * code, `possible_duplicate_of`) and its twin are counted once, as the plan's. Both count where the plan lists
 * both. For queries over `village` joined to its `assignment` of the version.
 */
export const countedOnce: Fragment = sql`
  (assignment.village_id is not null or not exists (
    select 1
    from village as doubtful
    where doubtful.possible_duplicate_of = village.id
  ))`;
