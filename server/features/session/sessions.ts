import type { IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { EndpointName } from '#contract/endpoints';
import type { Config } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { Authenticate, Principal, RequestOrigin } from '../../http/principal.ts';
import type { Audit } from '../audit/audit.ts';
import {
  deleteEndedSessions,
  deleteSession,
  findSession,
  listDemonstrationLogins,
  touchSession,
  type SessionLife,
  type SessionRow,
} from './queries.ts';
import { cookieName, hashOf, readSessionId } from './sessionCookie.ts';
import { SessionStart } from './sessionStart.ts';

/** What somebody may do can change in another process: nobody is believed for longer without asking. */
const believedMilliseconds = 2000;
const mostBelieved = 5000;
const mostTouchSeconds = 60;
const pruneMilliseconds = 15 * 60_000;

export interface Sessions {
  /** The person of the session a request carries, as of at most two seconds ago; null: none. */
  authenticate: Authenticate;
  /** The same asked of the database now, without putting the end of the session off: for open event streams. */
  recheck: Authenticate;
  /** Records that somebody was refused. */
  recordDenial(denial: { principal: Principal; route: EndpointName; origin: RequestOrigin }): Promise<void>;
  /** Begins a session of a person on the answer to a request; the one the request carries ends. */
  begin(transaction: Transaction, request: Request, personId: number): Promise<void>;
  /** The person of a session by its id. */
  find(sessionId: string): Promise<Principal | null>;
  /** Ends the session a request carries. */
  end(transaction: Transaction, request: Request): Promise<void>;
  /** Takes the cookie back from a browser. */
  clearCookie(response: Response): void;
  /** Asks the database again about everybody: after a change of this process. */
  forget(): void;
  /** Names of demonstration accounts with which one can log in here. */
  demonstrationLogins(): Promise<string[]>;
  /** Lets demonstration accounts log in, or not; they may not until it is said. */
  allowDemonstration(isAllowed: boolean): void;
  readonly isDemonstrationAllowed: boolean;
  /** Ends timers. */
  close(): Promise<void>;
}

export interface SessionsInput {
  database: Database;
  audit: Audit;
  config: Pick<Config, 'sessionIdleMinutes' | 'sessionHours' | 'hasSecureCookie'>;
  log: Logger;
}

function lifeOf({ sessionIdleMinutes, sessionHours }: SessionsInput['config']): SessionLife {
  const idleSeconds = sessionIdleMinutes * 60;
  return {
    idleSeconds,
    totalSeconds: sessionHours * 3600,
    touchSeconds: Math.min(mostTouchSeconds, idleSeconds / 4),
  };
}

/** Sessions in the database: whatever process began one, every process knows it. */
export function createSessions({ database, audit, config, log }: SessionsInput): Sessions {
  const life = lifeOf(config);
  const isSecure = config.hasSecureCookie;
  const secret = audit.secretFor('session cookie').toString('hex');
  const start = new SessionStart({ secret, isSecure, idleSeconds: life.idleSeconds });
  const sidOf = (request: IncomingMessage): string | null => {
    const id = readSessionId(request, { name: cookieName(isSecure), secret });
    return id === null ? null : hashOf(id);
  };
  // Requests of one page come together: they share one lookup.
  const believed = new LRUCache<string, Promise<Principal | null>>({
    max: mostBelieved,
    ttl: believedMilliseconds,
  });
  let isDemonstrationAllowed = false;

  const lookUp = async (sid: string, { prolongs = true } = {}): Promise<Principal | null> => {
    const query = findSession(sid, life);
    const { session } = await database.readOne<{ session: SessionRow | null }>('gate', noScope, query);
    if (!session || (session.isDemonstration && !isDemonstrationAllowed)) return null;
    if (session.isAging && prolongs) {
      await database.transaction('gate', noScope, (transaction) => touchSession(transaction, sid, life));
    }
    const { personId, login, name, grants, csrfToken } = session;
    return { personId, login, name, grants, csrfToken };
  };

  const prune = setInterval(() => {
    database
      .transaction('gate', noScope, deleteEndedSessions)
      .catch((error: unknown) => log.warn({ err: error }, 'ended sessions were not deleted'));
  }, pruneMilliseconds).unref();

  const end = async (transaction: Transaction, request: Request): Promise<void> => {
    const sid = sidOf(request);
    if (sid === null) return;
    await deleteSession(transaction, sid);
    believed.clear();
  };

  return {
    authenticate: async (request) => {
      const sid = sidOf(request);
      if (sid === null) return null;
      const known = believed.get(sid);
      if (known) return known;
      const found = lookUp(sid);
      believed.set(sid, found);
      found.catch(() => believed.delete(sid));
      return found;
    },

    recheck: async (request) => {
      const sid = sidOf(request);
      return sid === null ? null : lookUp(sid, { prolongs: false });
    },

    recordDenial: ({ principal, route, origin }) =>
      database.transaction('gate', noScope, (transaction) =>
        audit.record(transaction, {
          principal,
          role: 'gate',
          action: 'denied',
          subjectType: 'person',
          subjectId: String(principal.personId),
          regionCode: null,
          after: { route },
          origin,
        }),
      ),

    begin: async (transaction, request, personId) => {
      await end(transaction, request);
      await start.begin(transaction, request, personId);
    },

    find: (sessionId) => lookUp(hashOf(sessionId)),
    end,
    clearCookie: (response) => start.clear(response),
    forget: () => believed.clear(),
    demonstrationLogins: async () =>
      isDemonstrationAllowed ? database.read('gate', noScope, listDemonstrationLogins) : [],
    allowDemonstration: (isAllowed) => {
      isDemonstrationAllowed = isAllowed;
      believed.clear();
    },
    get isDemonstrationAllowed() {
      return isDemonstrationAllowed;
    },
    close: async () => clearInterval(prune),
  };
}
