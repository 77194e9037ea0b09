import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import { commonPasswords } from './commonPasswords.ts';

/** argon2id as OWASP's least: 19 MiB, two passes, one lane. The package's Algorithm is a const enum. */
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes at once: they share the thread pool with files and compression. */
const atOnce = 2;
const mostWaiting = 100;

/** Hashing costs a core and 19 MiB for 20 ms: a few at once, and a bounded number waits. */
class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= mostWaiting) {
        throw new AppError('overloaded', `${mostWaiting} passwords are waiting to be checked`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

const turns = new Turns();
/** Typed on another keyboard the same password may come composed otherwise. */
const fold = (password: string) => password.normalize('NFKC');

/** A hash in PHC format. */
export const hashPassword = (password: string): Promise<string> =>
  turns.take(() => hash(fold(password), settings));

let placeholder: Promise<string> | undefined;

/**
 * Whether a password fits a hash. Without a hash the same work is done for nothing, so that the time of the
 * answer does not tell whether there is an account.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  placeholder ??= hashPassword('nobody has this password');
  const against = passwordHash ?? (await placeholder);
  const fits = await turns.take(() => verify(against, fold(password)));
  return fits && passwordHash !== null;
}

/**
 * Refuses a password that would be guessed first. Length is checked by the contract; no kinds of characters are
 * asked for, they only make passwords predictable (NIST SP 800-63B §3.1.1.2).
 * @throws AppError invalid-request about body.newPassword
 */
export function refuseWeakPassword(password: string, login: string): void {
  const folded = fold(password).toLowerCase();
  const refuse = (message: string) => {
    throw new AppError('invalid-request', 'the new password is easily guessed', {
      errors: [{ path: 'body.newPassword', message }],
    });
  };
  // A name of two letters is in many words.
  if (login.length > 2 && folded.includes(login))
    refuse('密码里不能有登录名 the password holds the login name');
  if (commonPasswords.has(folded) || new Set(folded).size < 4) {
    refuse('这个密码太常见 this password is among the most common ones');
  }
}
