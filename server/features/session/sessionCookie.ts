import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A browser takes `__Host-` only with Secure, for the whole host and from this very host. */
export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-xiangtu' : 'xiangtu');

/** As the table has it: the table alone opens no session. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  const found = headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return null;
  }
}

/**
 * The session id a request carries in a cookie that express-session signed; null: none, or a forged one, which then
 * costs no query. For requests that do not pass Express.
 */
export function readSessionId(
  request: IncomingMessage,
  { name, secret }: { name: string; secret: string },
): string | null {
  const [, id, signature] = /^s:([\w-]{20,100})\.([\w+/]+)$/.exec(cookieOf(request, name) ?? '') ?? [];
  if (id === undefined || signature === undefined) return null;
  const expected = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
  const [own, theirs] = [Buffer.from(expected), Buffer.from(signature)];
  return own.length === theirs.length && timingSafeEqual(own, theirs) ? id : null;
}
