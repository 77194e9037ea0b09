import type { GrantRole } from '#domain/access/permissions';
import type { MessageKey } from '../../i18n/zh.ts';

export const roleText: Readonly<Record<GrantRole, MessageKey>> = {
  leader: 'roleLeader',
  planner: 'rolePlanner',
  reviewer: 'roleReviewer',
  clerk: 'roleClerk',
  admin: 'roleAdmin',
};

/** What the role may do, in one sentence. */
export const roleHint: Readonly<Record<GrantRole, MessageKey>> = {
  leader: 'roleLeaderHint',
  planner: 'rolePlannerHint',
  reviewer: 'roleReviewerHint',
  clerk: 'roleClerkHint',
  admin: 'roleAdminHint',
};
