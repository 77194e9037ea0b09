import type { Session } from '#contract/people';
import { isAllowed, type Grant, type Permission } from '#domain/access/permissions';
import { ApiFailure, call, forgetAnswers } from '../api/call.ts';
import { onSessionOver, setSide } from '../api/side.ts';

export type SessionPerson = NonNullable<Session['person']>;

export interface IdentityOptions {
  /** Told after somebody else is there than before: what was loaded is of the other side. */
  onchange?: () => void;
}

/** Who reads: nobody (the public, who see the release) or a person, and what that person may do. */
export class Identity {
  readonly #onchange: () => void;
  #session = $state.raw<Session | null>(null);
  #isOver = $state(false);
  #failure = $state.raw<unknown>(null);

  constructor({ onchange = () => {} }: IdentityOptions = {}) {
    this.#onchange = onchange;
  }

  /** Whether the server has said who this is; until then nobody is. */
  get isKnown(): boolean {
    return this.#session !== null;
  }
  /** Why the server could not be asked, null otherwise. */
  get failure(): unknown {
    return this.#failure;
  }
  get person(): SessionPerson | null {
    return this.#session?.person ?? null;
  }
  get grants(): readonly Grant[] {
    return this.person?.grants ?? [];
  }
  /** Sees working data instead of the release. */
  get isStaff(): boolean {
    return this.may('read-working');
  }
  /** Names of the demonstration accounts, on a 演示站 that has them. */
  get demonstrationLogins(): readonly string[] {
    return this.#session?.demonstrationLogins ?? [];
  }
  /** The session ended while the page was in use: what is on it stays, the person is asked to log in again. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether this person may do it at all, or in a region: for showing buttons; the server decides again. */
  may(permission: Permission, regionCode?: string): boolean {
    return isAllowed(this.grants, permission, regionCode);
  }

  /** Asks who is logged in; to be called before anything else is loaded. Never rejects: see `failure`. */
  async load(): Promise<void> {
    this.#failure = null;
    try {
      this.adopt(await call('getSession'));
    } catch (failure) {
      this.#failure = failure;
    }
  }

  /** @throws ApiFailure login-failed, too-many-requests … */
  async login(login: string, password: string): Promise<void> {
    this.adopt(await call('login', { body: { login, password } }));
  }

  /** @param isEverywhere ends every session of the person. @throws ApiFailure */
  async logout(isEverywhere = false): Promise<void> {
    try {
      this.adopt(await call('logout', { query: isEverywhere ? { everywhere: true } : {} }));
    } catch (failure) {
      if (!(failure instanceof ApiFailure && failure.code === 'forged-request')) throw failure;
      // The session of this page is over, or another tab has a new one: ending the one there is needs its token.
      this.adopt(await call('getSession'));
      if (this.person !== null) this.adopt(await call('logout'));
    }
  }

  /** Takes over a session the server has just answered (login, password change, one-time link). */
  adopt(session: Session): void {
    const isFirst = this.#session === null;
    const isSame = !isFirst && describe(this.#session) === describe(session);
    this.#session = session;
    this.#isOver = false;
    setSide({ audience: this.isStaff ? 'working' : 'public', csrfToken: session.csrfToken });
    if (isFirst || isSame) return;
    forgetAnswers();
    this.#onchange();
  }

  /** Leaves a session that is over behind: the page goes on as the public's. */
  giveUp(): void {
    this.adopt({ person: null, csrfToken: null, demonstrationLogins: [...this.demonstrationLogins] });
  }

  /** Listens for refused requests until the result is called. */
  connect(): () => void {
    return onSessionOver(() => void this.#recheck());
  }

  /** Another tab may have begun a new session of the same person: then only the token is new. */
  async #recheck(): Promise<void> {
    if (this.#isOver) return;
    try {
      const session = await call('getSession');
      if (session.person !== null && session.person.id === this.person?.id) this.adopt(session);
      else this.#isOver = true;
    } catch {
      // Not reached: the next refused request asks again.
    }
  }
}

/** What a change of means that everything loaded is of the other side. */
const describe = (session: Session | null): string => JSON.stringify(session?.person ?? null);
