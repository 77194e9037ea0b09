import type { GrantRole } from '#domain/access/permissions';
import type { Transaction } from '../../database/transaction.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';

/** One thing somebody did, with what was before and after. */
export interface AuditEntry {
  /** null: nobody known, as with a failed login. */
  principal: Pick<Principal, 'personId' | 'name'> | null;
  role: GrantRole | 'publisher' | 'gate' | 'nobody';
  /** verb in kebab-case: `submit-version`, `change-assignments`, `login`, `denied`, `export`. */
  action: string;
  subjectType:
    | 'version'
    | 'village'
    | 'release'
    | 'person'
    | 'session'
    | 'export'
    | 'instance'
    | 'site'
    | 'facility'
    | 'project'
    | 'route';
  subjectId: string;
  /** Decides the chain (the county's, else `system`) and who may read it. */
  regionCode: string | null;
  before?: unknown;
  after?: unknown;
  origin: RequestOrigin | null;
}

/** Appends an event to the audit log, in the transaction of what it is about: both are there or neither. */
export type RecordAudit = (transaction: Transaction, entry: AuditEntry) => Promise<void>;
