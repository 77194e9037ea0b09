import type { Request } from 'express';
import { noScope } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { Services } from '../../services.ts';
import type { Attempts } from './attempts.ts';
import { hashPassword, refuseWeakPassword } from './password.ts';
import { acceptPassword, deleteSessionsOf, setPassword, type Account } from './queries.ts';

/** The services that accounts need. */
export type AccountServices = Pick<Services, 'database' | 'audit' | 'sessions'>;

/** A request that is about the session itself. */
export interface SessionRequest {
  raw: Request;
  origin: RequestOrigin;
}

/** As accounts are named: look-alikes and capitals are one name. */
export const foldLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

const principalOf = ({ id, name }: Account) => ({ personId: id, name });

/** What an administrator may know of a failed attempt: not what was typed, it may be a password. */
async function recordFailure(
  { database, audit }: AccountServices,
  { account, origin }: { account: Account | null; origin: RequestOrigin },
): Promise<void> {
  await database.transaction('gate', noScope, (transaction) =>
    audit.record(transaction, {
      principal: null,
      role: 'nobody',
      action: 'login-failed',
      subjectType: 'session',
      subjectId: account ? String(account.id) : 'unknown',
      regionCode: null,
      after: account && { login: account.login, failures: account.failedAttempts + 1 },
      origin,
    }),
  );
}

/** Logs a person in. @throws AppError login-failed, too-many-requests */
export async function logIn(
  services: AccountServices,
  attempts: Attempts,
  { raw, origin, ...typed }: SessionRequest & { login: string; password: string },
): Promise<void> {
  const { database, audit, sessions } = services;
  const attempt = { ...typed, login: foldLogin(typed.login), address: origin.address };
  const { account, isRight } = await attempts.check(attempt);
  const mayEnter = isRight && (!account!.isDemonstration || sessions.isDemonstrationAllowed);
  const isBegun =
    mayEnter &&
    (await database.transaction('gate', noScope, async (transaction) => {
      const { id, passwordHash } = account!;
      // Somebody may have changed it while it was checked.
      if (!(await acceptPassword(transaction, { id, passwordHash: passwordHash! }))) return false;
      await sessions.begin(transaction, raw, id);
      await audit.record(transaction, {
        principal: principalOf(account!),
        role: 'gate',
        action: 'login',
        subjectType: 'session',
        subjectId: String(id),
        regionCode: null,
        origin,
      });
      return true;
    }));
  if (isBegun) return;
  await recordFailure(services, { account, origin });
  throw new AppError('login-failed', 'the name or the password is wrong');
}

/** Ends the session of a request, or all of its person. */
export async function logOut(
  { database, audit, sessions }: AccountServices,
  { raw, origin, principal, everywhere }: SessionRequest & { principal: Principal; everywhere: boolean },
): Promise<void> {
  await database.transaction('gate', noScope, async (transaction) => {
    await sessions.end(transaction, raw);
    if (everywhere) await deleteSessionsOf(transaction, principal.personId);
    await audit.record(transaction, {
      principal,
      role: 'gate',
      action: 'logout',
      subjectType: 'session',
      subjectId: String(principal.personId),
      regionCode: null,
      after: { everywhere },
      origin,
    });
  });
  sessions.forget();
}

/**
 * Changes the own password; every session of the person ends and a new one begins here.
 * @throws AppError login-failed when the present password is wrong; invalid-request for a weak new one
 */
export async function changePassword(
  services: AccountServices,
  attempts: Attempts,
  input: SessionRequest & { principal: Principal; password: string; newPassword: string },
): Promise<void> {
  const { raw, origin, principal, password, newPassword } = input;
  const { database, audit, sessions } = services;
  refuseWeakPassword(newPassword, principal.login);
  const attempt = { login: principal.login, password, address: origin.address };
  const { account, isRight } = await attempts.check(attempt);
  if (!isRight) {
    await recordFailure(services, { account, origin });
    throw new AppError('login-failed', 'the present password is wrong');
  }
  const passwordHash = await hashPassword(newPassword);
  await database.transaction('gate', noScope, async (transaction) => {
    await setPassword(transaction, { id: principal.personId, passwordHash });
    await sessions.begin(transaction, raw, principal.personId);
    await audit.record(transaction, {
      principal,
      role: 'gate',
      action: 'password-changed',
      subjectType: 'person',
      subjectId: String(principal.personId),
      regionCode: null,
      origin,
    });
  });
  sessions.forget();
}
