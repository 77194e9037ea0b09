import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { callbackify } from 'node:util';
import type { Request, RequestHandler, Response } from 'express';
import session, { Store, type SessionData } from 'express-session';
import type { Transaction } from '../../database/transaction.ts';
import { insertSession } from './queries.ts';
import { cookieName, hashOf } from './sessionCookie.ts';

declare module 'express-session' {
  interface SessionData {
    personId: number;
    csrfToken: string;
    /** ISO 8601: the absolute end counts from here. */
    startedAt: string;
  }
}

type Done = (error?: unknown) => void;
const saveSession = callbackify(insertSession);

/**
 * The store as express-session needs it where a session begins: it only writes, in the transaction of the login, so
 * that session, counter and audit event are there together or not at all. It knows no old session, so every
 * beginning gets a new id. Sessions are looked up, prolonged and ended by the queries of this feature.
 */
class BeginningStore extends Store {
  readonly #idleSeconds: number;
  readonly transactions = new AsyncLocalStorage<Transaction>();

  constructor(idleSeconds: number) {
    super();
    this.#idleSeconds = idleSeconds;
  }

  override get(_id: string, done: (error: unknown, found?: SessionData | null) => void): void {
    done(null, null);
  }

  override set(id: string, data: SessionData, done: Done = () => {}): void {
    const transaction = this.transactions.getStore();
    // The end of the answer comes after the transaction; what a failed login leaves is not kept.
    if (!transaction) return done();
    saveSession(transaction, { sid: hashOf(id), data, idleSeconds: this.#idleSeconds }, done);
  }

  override destroy(_id: string, done: Done = () => {}): void {
    done();
  }
}

/** Begins sessions: a new id, a signed cookie, a row. */
export class SessionStart {
  readonly #isSecure: boolean;
  readonly #store: BeginningStore;
  readonly #middleware: RequestHandler;

  constructor(settings: { secret: string; isSecure: boolean; idleSeconds: number }) {
    this.#isSecure = settings.isSecure;
    this.#store = new BeginningStore(settings.idleSeconds);
    this.#middleware = session({
      name: cookieName(settings.isSecure),
      secret: settings.secret,
      store: this.#store,
      genid: () => randomBytes(32).toString('base64url'),
      resave: false,
      // It runs only where a session begins.
      saveUninitialized: true,
      cookie: { httpOnly: true, sameSite: 'lax', secure: settings.isSecure, path: '/' },
    });
  }

  /** Begins a session of a person on the answer to a request. */
  async begin(transaction: Transaction, request: Request, personId: number): Promise<void> {
    // TLS ends before this server: the setting says so, and the cookie must not depend on a header.
    if (this.#isSecure) Object.defineProperty(request, 'secure', { value: true });
    const csrfToken = randomBytes(32).toString('base64url');
    await this.#store.transactions.run(transaction, async () => {
      await new Promise<void>((resolve, reject) => {
        this.#middleware(request, request.res!, (error?: unknown) => (error ? reject(error) : resolve()));
      });
      Object.assign(request.session, { personId, csrfToken, startedAt: new Date().toISOString() });
      await new Promise<void>((resolve, reject) => {
        request.session.save((error?: unknown) => (error ? reject(error) : resolve()));
      });
    });
  }

  /** Takes the cookie back. */
  clear(response: Response): void {
    response.clearCookie(cookieName(this.#isSecure), {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#isSecure,
      path: '/',
    });
  }
}
