import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.ts';
import type { Principal } from './principal.ts';

export const csrfHeader = 'x-csrf-token';

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Whether the browser says, or leaves open, that a page of this site sent the request. */
function isOfThisSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Refuses a mutating request that another site may have made a browser send: by where it says it comes from, and
 * by the token only pages of this site can read. A request without a session has nothing to forge with.
 * @throws AppError forged-request
 */
export function refuseForgery(request: IncomingMessage, principal: Principal | null): void {
  if (!isOfThisSite(request)) throw new AppError('forged-request', 'the request is from another site');
  if (principal === null) return;
  const token = request.headers[csrfHeader];
  if (typeof token !== 'string' || !isSame(token, principal.csrfToken)) {
    throw new AppError('forged-request', `${csrfHeader} is missing or wrong`);
  }
}
