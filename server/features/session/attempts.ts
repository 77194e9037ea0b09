import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import { AddressLimit } from './addressLimit.ts';
import { lockSeconds, UnknownNames } from './lockout.ts';
import { isPassword } from './password.ts';
import { countFailure, lockAccount, type Account } from './queries.ts';

const tooMany = (seconds: number): AppError =>
  new AppError('too-many-requests', `the next attempt may be made in ${seconds} s`, {
    headers: { 'retry-after': String(seconds) },
  });

/** The checking of passwords with all that slows guessing down. */
export interface Attempts {
  /**
   * Checks a password. The attempt is counted before, so that many at once are no way around the lock.
   * @param attempt.login folded
   * @returns what is known of the account, and whether it may go on; the caller forgets the failures
   * @throws AppError too-many-requests with retry-after, the same for names that are no account
   */
  check(attempt: {
    login: string;
    password: string;
    address: string;
  }): Promise<{ account: Account | null; isRight: boolean }>;
}

export function createAttempts(database: Database): Attempts {
  const unknownNames = new UnknownNames();
  const addresses = new AddressLimit();

  /** The account as it was, with this attempt counted. */
  const count = (login: string): Promise<Account | null> =>
    database.transaction('gate', noScope, async (transaction) => {
      const account = await lockAccount(transaction, login);
      if (!account || account.lockedSeconds > 0) return account;
      const failures = account.failedAttempts + 1;
      await countFailure(transaction, { id: account.id, failures, lockedSeconds: lockSeconds(failures) });
      return account;
    });

  return {
    check: async ({ login, password, address }) => {
      const addressSeconds = addresses.take(address);
      if (addressSeconds > 0) throw tooMany(addressSeconds);
      const account = await count(login);
      const lockedSeconds = account ? account.lockedSeconds : unknownNames.count(login);
      if (lockedSeconds > 0) throw tooMany(lockedSeconds);
      const fits = await isPassword(password, account?.passwordHash ?? null);
      const isRight = fits && account !== null && !account.isDisabled;
      if (isRight) addresses.giveBack(address);
      return { account, isRight };
    },
  };
}
