import type { Permission } from '#domain/access/permissions';
import { isAllowed } from '#domain/access/permissions';
import type { Role } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import type { AuditEntry } from '../audit/recordAudit.ts';

/** Who asks. Routes with a permission have somebody: the binding refuses the others. @throws AppError unauthenticated */
export function actorOf(principal: Principal | null): Principal {
  if (principal === null) throw new AppError('unauthenticated', 'nobody asks');
  return principal;
}

/** @throws AppError forbidden when none of the person's regions lies to this one as the permission asks */
export function requireAllowed(actor: Principal, permission: Permission, regionCode: string): void {
  if (!isAllowed(actor.grants, permission, regionCode)) {
    throw new AppError('forbidden', `${actor.login} does not hold ${permission} in ${regionCode}`);
  }
}

/** The role a request ran under, as the audit log knows it. */
export const auditRole = (role: Role): AuditEntry['role'] => (role === 'public' ? 'nobody' : role);
