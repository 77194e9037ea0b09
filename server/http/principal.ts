import type { IncomingMessage } from 'node:http';
import type { Grant } from '#domain/access/permissions';

/** Who asks: a person with a live session. */
export interface Principal {
  personId: number;
  login: string;
  name: string;
  /** What the person may do where, as of this request. */
  grants: readonly Grant[];
  /** A mutating request must repeat it in the header x-csrf-token. */
  csrfToken: string;
}

/** Looks up the session a request carries; null: none, or one that is over. */
export type Authenticate = (request: IncomingMessage) => Promise<Principal | null>;

/** Where a request came from: for the log and the audit. */
export interface RequestOrigin {
  requestId: string;
  address: string;
}
