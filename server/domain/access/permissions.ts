import { regionCovers, regionsOverlap } from '../regions/regionCodes.ts';

/** Roles a person can be granted in a region. */
export const grantRoles = ['leader', 'planner', 'reviewer', 'clerk', 'admin'] as const;
export type GrantRole = (typeof grantRoles)[number];

/** A role in a region and everything below it. */
export interface Grant {
  role: GrantRole;
  regionCode: string;
}

interface PermissionRule {
  /** Roles that hold the permission. A request that uses it runs under the database role of one of them. */
  roles: readonly GrantRole[];
  /**
   * How the granted region must lie to the region of what is acted on. covers: it is the same or above it;
   * overlaps: the same, above or below; any: the region does not matter.
   */
  reach: 'covers' | 'overlaps' | 'any';
}

/**
 * Who may do what: the one description that the API's checks, the interface's buttons and the tests follow.
 * Row-level security says the same a second time, in SQL (server/database/security).
 */
export const permissions = {
  /** See working data: the base map, plans, places, coverage. */
  'read-working': { roles: grantRoles, reach: 'any' },
  /** See a plan version with its list; a draft only where the region overlaps. */
  'read-version': { roles: grantRoles, reach: 'overlaps' },
  /** Make a draft: a copy, or the yearly adjustment of a published version. */
  'create-version': { roles: ['planner'], reach: 'covers' },
  /** Change the category of villages of a draft; each village's county must be covered. */
  'edit-assignments': { roles: ['planner'], reach: 'overlaps' },
  /** Replace the rules of a draft: they speak for all of its region. */
  'edit-rules': { roles: ['planner'], reach: 'covers' },
  /** Draw, move, change and delete sites, facilities and project places of a county; routes are of the whole plan. */
  'edit-places': { roles: ['planner'], reach: 'covers' },
  /** Redraw, divide and merge village territories: every village whose ground changes must be covered. */
  'edit-territories': { roles: ['planner'], reach: 'covers' },
  /** Send a draft for review, take it back, take a returned one up again. */
  'submit-version': { roles: ['planner'], reach: 'covers' },
  /** Approve or return what somebody else submitted. */
  'decide-version': { roles: ['reviewer'], reach: 'covers' },
  /** Preview, publish, supersede and retract. */
  'publish-version': { roles: ['reviewer'], reach: 'covers' },
  'comment-version': { roles: ['planner', 'reviewer'], reach: 'overlaps' },
  /** Put files beside assignments as evidence. */
  'add-evidence': { roles: ['planner'], reach: 'overlaps' },
  /** People, their grants and their password links. */
  'manage-people': { roles: ['admin'], reach: 'covers' },
  /** The audit log of a region. */
  'read-audit': { roles: ['admin'], reach: 'covers' },
  /** Take working data out as files. */
  'export-working': { roles: grantRoles, reach: 'any' },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof permissions;

/** Whether a grant of a region reaches another region in the way a permission asks. */
function reaches(reach: PermissionRule['reach'], granted: string, regionCode: string): boolean {
  if (reach === 'any') return true;
  return reach === 'covers' ? regionCovers(granted, regionCode) : regionsOverlap(granted, regionCode);
}

/** The grants that give a permission; those for one region when it is named. */
export function grantsFor(grants: readonly Grant[], permission: Permission, regionCode?: string): Grant[] {
  const { roles, reach }: PermissionRule = permissions[permission];
  return grants.filter(
    (grant) =>
      roles.includes(grant.role) &&
      (regionCode === undefined || reaches(reach, grant.regionCode, regionCode)),
  );
}

/** Whether somebody with these grants may do it at all, or in a region. */
export const isAllowed = (grants: readonly Grant[], permission: Permission, regionCode?: string): boolean =>
  grantsFor(grants, permission, regionCode).length > 0;
