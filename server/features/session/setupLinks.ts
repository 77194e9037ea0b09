import type { z } from 'zod';
import type { setupBody, setupLinkSchema } from '#contract/people';
import { noScope } from '../../database/role.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import {
  findLink,
  hasAdministrator,
  insertFirstAdministrator,
  takeLink,
  type SetupLink,
} from './linkQueries.ts';
import type { AccountServices, SessionRequest } from './login.ts';
import { hashPassword, refuseWeakPassword } from './password.ts';
import { setPassword } from './queries.ts';

/** Without the token: it is a secret as long as the link can be used. */
const noLink = () => notFound('link', '…');

async function requireLink({ database }: Pick<AccountServices, 'database'>, token: string) {
  const link = await database.read('gate', noScope, (transaction) => findLink(transaction, token));
  if (!link) throw noLink();
  return link;
}

/** What a one-time link is for. @throws AppError not-found for one that is used, over or never was */
export async function describeLink(
  services: Pick<AccountServices, 'database'>,
  token: string,
): Promise<z.output<typeof setupLinkSchema>> {
  const { personId, login, name, expiresAt } = await requireLink(services, token);
  return { purpose: personId === null ? 'first-admin' : 'password', login, name, expiresAt };
}

function required<Value>(value: Value | undefined, field: string): Value {
  if (value !== undefined) return value;
  const errors = [{ path: `body.${field}`, message: '必填 required' }];
  throw new AppError('invalid-request', `${field} is needed for the first administrator`, { errors });
}

async function makeFirstAdministrator(
  transaction: Transaction,
  { login, name }: { login: string; name: string },
): Promise<number> {
  // Another link may have made one meanwhile.
  if (await hasAdministrator(transaction)) throw noLink();
  const id = await insertFirstAdministrator(transaction, { login, name });
  if (id === null) throw new AppError('already-exists', 'the login name is taken');
  return id;
}

type Setup = z.output<typeof setupBody>;

/** Whom the link is about: the person it was made for, or the first administrator as they name themselves. */
const personOf = (link: SetupLink, body: Setup): { login: string; name: string } =>
  link.personId === null
    ? { login: required(body.login, 'login'), name: required(body.name, 'name') }
    : { login: link.login!, name: link.name! };

/**
 * Sets a password by a one-time link and logs the person in.
 * @throws AppError not-found for a link that cannot be used; invalid-request; already-exists for a taken login
 */
export async function takeSetupLink(
  services: AccountServices,
  { raw, origin, token, body }: SessionRequest & { token: string; body: Setup },
): Promise<void> {
  const { database, audit, sessions } = services;
  const link = await requireLink(services, token);
  const { login, name } = personOf(link, body);
  refuseWeakPassword(body.newPassword, login);
  const passwordHash = await hashPassword(body.newPassword);
  await database.transaction('gate', noScope, async (transaction) => {
    if (!(await takeLink(transaction, token))) throw noLink();
    const personId = link.personId ?? (await makeFirstAdministrator(transaction, { login, name }));
    await setPassword(transaction, { id: personId, passwordHash });
    await sessions.begin(transaction, raw, personId);
    await audit.record(transaction, {
      principal: { personId, name },
      role: 'gate',
      action: link.personId === null ? 'person-created' : 'password-changed',
      subjectType: 'person',
      subjectId: String(personId),
      regionCode: null,
      after: { login, name, byLink: true },
      origin,
    });
  });
  sessions.forget();
}
