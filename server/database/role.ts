import { regionPrefix } from '#domain/regions/regionCodes';

/**
 * The database roles a request can run under, with the schemas their unqualified table names mean: the same
 * query reads working data for staff and a release for the public.
 */
const databaseRoles = {
  public: { name: 'xiangtu_public', schemas: 'release, public' },
  leader: { name: 'xiangtu_leader', schemas: 'xiangtu, public' },
  planner: { name: 'xiangtu_planner', schemas: 'xiangtu, public' },
  reviewer: { name: 'xiangtu_reviewer', schemas: 'xiangtu, public' },
  clerk: { name: 'xiangtu_clerk', schemas: 'xiangtu, public' },
  admin: { name: 'xiangtu_admin', schemas: 'xiangtu, public' },
  /** Reads passwords and sessions: login only. */
  gate: { name: 'xiangtu_gate', schemas: 'xiangtu, public' },
  /** Copies approved rows into a release: publishing only. Unqualified names are the release's. */
  publisher: { name: 'xiangtu_publisher', schemas: 'release, public' },
} as const;

export type Role = keyof typeof databaseRoles;

/** The names the database knows the roles by. */
export const databaseRoleNames: readonly string[] = Object.values(databaseRoles).map(({ name }) => name);

/** @throws RangeError for anything outside the closed list: the name goes into SQL text. */
export function databaseRole(role: Role): string {
  return entryOf(role).name;
}

/** The search path of a role. @throws RangeError as `databaseRole` */
export function schemasOf(role: Role): string {
  return entryOf(role).schemas;
}

function entryOf(role: Role): (typeof databaseRoles)[Role] {
  if (!Object.hasOwn(databaseRoles, role)) throw new RangeError(`"${String(role)}" is not a role`);
  return databaseRoles[role];
}

/** What row-level security may rely on besides the role. */
export interface Scope {
  /** Division codes granted to the person; a prefecture grant covers its counties. */
  readonly regions: readonly string[];
  /** Who asks; absent: nobody in particular. */
  readonly personId?: number;
  /** The release that unqualified names mean under the roles public and publisher. */
  readonly releaseId?: string;
}

/** Nobody in particular: sees what the role sees and owns no region. */
export const noScope: Scope = Object.freeze({ regions: Object.freeze([]) });

/** The setting policies read with `current_setting('xiangtu.scope')`: prefixes of codes separated by commas. */
export function scopeText(scope: Scope): string {
  const wrong = scope.regions.find((code) => !/^\d{2,12}$/.test(code));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not a division code`);
  return scope.regions.map(regionPrefix).join(',');
}

/** Every setting of a scope by its name. @throws RangeError for a value that cannot be one */
export function scopeSettings(scope: Scope): [name: string, value: string][] {
  const { personId, releaseId = '' } = scope;
  if (personId !== undefined && !Number.isSafeInteger(personId)) {
    throw new RangeError(`"${personId}" is not a person`);
  }
  if (!/^[\w.-]{0,80}$/.test(releaseId)) throw new RangeError(`"${releaseId}" is not a release`);
  return [
    ['xiangtu.scope', scopeText(scope)],
    ['xiangtu.person', personId === undefined ? '' : String(personId)],
    ['xiangtu.release', releaseId],
  ];
}
