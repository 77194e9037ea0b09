/** The database roles a request can run under; created by the first migration. */
const databaseRoles = {
  public: 'xiangtu_public',
  leader: 'xiangtu_leader',
  planner: 'xiangtu_planner',
  reviewer: 'xiangtu_reviewer',
  clerk: 'xiangtu_clerk',
  admin: 'xiangtu_admin',
} as const;

export type Role = keyof typeof databaseRoles;

/** The names the database knows the roles by. */
export const databaseRoleNames: readonly string[] = Object.values(databaseRoles);

/** @throws RangeError for anything outside the closed list: the name goes into SQL text. */
export function databaseRole(role: Role): string {
  if (!Object.hasOwn(databaseRoles, role)) throw new RangeError(`"${String(role)}" is not a role`);
  return databaseRoles[role];
}

/** What row-level security may rely on besides the role: the regions granted to the person. */
export interface Scope {
  /** Division codes; a prefecture grant covers its counties. */
  readonly regions: readonly string[];
}

/** Nobody in particular: sees what the role sees and owns no region. */
export const noScope: Scope = Object.freeze({ regions: Object.freeze([]) });

/** The text policies read with `current_setting('xiangtu.scope')`: codes separated by commas. */
export function scopeText(scope: Scope): string {
  const wrong = scope.regions.find((code) => !/^\d{2,12}$/.test(code));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not a division code`);
  return scope.regions.join(',');
}
