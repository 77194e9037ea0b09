import type { Session } from '#contract/people';
import { AppError } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { Principal } from '../../http/principal.ts';
import type { Request } from 'express';
import { createAttempts } from './attempts.ts';
import { changePassword, logIn, logOut, type AccountServices } from './login.ts';
import { describeLink, takeSetupLink } from './setupLinks.ts';

type SessionHandlers = Pick<
  Handlers,
  'getSession' | 'login' | 'logout' | 'changePassword' | 'getSetupLink' | 'useSetupLink'
>;

export function sessionHandlers(services: AccountServices): SessionHandlers {
  const { database, sessions } = services;
  const attempts = createAttempts(database);

  const describe = async (principal: Principal | null): Promise<Session> => ({
    person: principal && {
      id: principal.personId,
      login: principal.login,
      name: principal.name,
      grants: [...principal.grants],
    },
    csrfToken: principal?.csrfToken ?? null,
    demonstrationLogins: await sessions.demonstrationLogins(),
  });

  return {
    getSession: ({ principal }) => describe(principal),

    login: async ({ raw, origin, body }) => {
      await logIn(services, attempts, { raw, origin, ...body });
      return describe(await begun(raw));
    },

    logout: async ({ raw, origin, principal, query: { everywhere } }) => {
      if (principal) await logOut(services, { raw, origin, principal, everywhere });
      sessions.clearCookie(raw.res!);
      return describe(null);
    },

    changePassword: async ({ raw, origin, principal, body }) => {
      if (!principal) throw new AppError('unauthenticated', 'changing a password needs a session');
      await changePassword(services, attempts, { raw, origin, principal, ...body });
      return describe(await begun(raw));
    },

    getSetupLink: ({ params: { token } }) => describeLink(services, token),

    useSetupLink: async ({ raw, origin, params: { token }, body }) => {
      await takeSetupLink(services, { raw, origin, token, body });
      return describe(await begun(raw));
    },
  };

  /** The person of the session that was just begun on the answer: its cookie is not in the request. */
  async function begun(raw: Request): Promise<Principal> {
    const principal = await sessions.find(raw.sessionID);
    if (!principal) throw new AppError('unauthenticated', 'the session ended as soon as it began');
    return principal;
  }
}
