import type { Permission } from '#domain/access/permissions';
import { grantsFor, permissions } from '#domain/access/permissions';
import type { Database } from '../database/database.ts';
import { noScope, type Role, type Scope } from '../database/role.ts';
import type { Transaction } from '../database/transaction.ts';
import { AppError } from '../errors.ts';
import type { Principal } from './principal.ts';

/** The database as one request may use it: role and scope are decided before the handler runs. */
export interface RequestDatabase {
  readonly engine: Database['engine'];
  readonly role: Role;
  readonly scope: Scope;
  /** Names the data a cache may have been filled from: never mixed between staff and a release. */
  readonly audience: string;
  /** A read-only transaction that sees one state of the data throughout. */
  read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** A transaction that may write what the role may. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/** The database under a role and a scope. */
export function databaseAs(database: Database, role: Role, scope: Scope): RequestDatabase {
  return {
    engine: database.engine,
    role,
    scope,
    audience: scope.releaseId === undefined ? 'working' : `release ${scope.releaseId}`,
    read: (work) => database.read(role, scope, work),
    write: (work) => database.transaction(role, scope, work),
  };
}

/** The database for a public request: the views of one release. */
export const databaseOfRelease = (database: Database, releaseId: string): RequestDatabase =>
  databaseAs(database, 'public', { ...noScope, releaseId });

/**
 * The database for a permission somebody holds: the first role of the permission they have, with all regions they
 * have the permission in. What everybody on the staff may read runs as leader.
 * @throws AppError forbidden when they do not hold it
 */
export function databaseFor(
  database: Database,
  { principal, permission }: { principal: Principal; permission: Permission },
): RequestDatabase {
  const grants = grantsFor(principal.grants, permission);
  const roles: readonly Role[] = permissions[permission].roles;
  const first = roles.find((role) => grants.some((grant) => grant.role === role));
  if (first === undefined) {
    throw new AppError('forbidden', `${principal.login} does not hold ${permission}`);
  }
  // Whichever of its roles somebody holds a permission by, they hold it in all those regions.
  const regions = grants.map((grant) => grant.regionCode);
  const role = roles[0] === 'leader' ? 'leader' : first;
  return databaseAs(database, role, { regions: [...new Set(regions)], personId: principal.personId });
}
